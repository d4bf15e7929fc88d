"""Languages are known by tag and by name, in several languages."""

import pytest

from redraft.critics.translation.languages import english_name_of, language, primary_of, script_of
from redraft.errors import Misuse


@pytest.mark.parametrize(
    ("named", "tag"),
    [
        ("German", "de"), ("deutsch", "de"), ("德文", "de"), ("DE", "de"), ("de_at", "de-AT"), ("Deutschen", "de"),
        ("zh-hant-tw", "zh-Hant-TW"), ("Simplified  Chinese", "zh-Hans"), ("繁體中文", "zh-Hant"), ("no", "nb"),
    ],
)  # fmt: skip
def test_tags_and_names_give_the_usual_tag(named: str, tag: str) -> None:
    assert language(named) == tag


def test_a_misspelt_name_is_answered_with_a_near_one() -> None:
    with pytest.raises(Misuse, match="'Germann'; did you mean 'german'"):
        language("Germann")


def test_chinese_has_a_script_only_where_one_is_asked_for() -> None:
    assert [script_of(tag) for tag in ("zh", "zh-TW", "zh-CN", "zh-Hant", "de-CH", "sr-Latn", "ja")] == [
        "Hani", "Hant", "Hans", "Hant", "Latn", "Latn", "Jpan",
    ]  # fmt: skip


def test_names_for_messages_say_the_variety() -> None:
    assert english_name_of("zh-TW") == "Traditional Chinese"
    assert english_name_of("de-CH") == "Swiss Standard German"
    assert english_name_of("fr-BE") == "French"
    assert primary_of("zh-Hant") == "zh"
