import re

from redraft.critics.versions import version_of


def test_a_version_changes_with_every_setting_and_text_and_with_nothing_else() -> None:
    version = version_of(("self_check",), "openai/a", "None")
    assert re.fullmatch("1-[0-9a-f]{8}", version)
    assert version == version_of(("self_check",), "openai/a", "None")
    others = [
        version_of(("self_check",), "openai/b", "None"),
        version_of(("self_check",), "openai/a", "en"),
        version_of(("judge",), "openai/a", "None"),
        version_of(("self_check",), "openai/aNone"),
        version_of((), "\ud800"),
    ]
    assert len({version, *others}) == 6
