from pathlib import Path

import pytest

from redraft.errors import SettingsError
from redraft.settings import ProfileTable, Settings, default_store_url, read_settings

TWO_PROFILES = """
[models.My-Model]
model = "x"
api_key_env = "REDRAFT_MY_KEY"

[profiles.default]
rounds = 1
seed = 1

[profiles.careful]
rounds = 5
budget = { tokens = 100, calls = 9 }
"""


def read(environ: dict[str, str] | None = None, **kwargs: object) -> Settings:
    return read_settings(environ=environ or {}, **kwargs)  # type: ignore[arg-type] # named as read_settings names them


def test_without_file_and_environment_there_are_the_defaults() -> None:
    assert read() == Settings()
    assert read().in_use == ProfileTable()
    assert read().in_use.model == "embedded"


def test_the_file_in_the_working_directory_is_found() -> None:
    Path("redraft.toml").write_text(TWO_PROFILES)
    assert read().in_use.rounds == 1


def test_another_file_is_named_by_argument_or_environment(tmp_path: Path) -> None:
    Path("redraft.toml").write_text("[profiles.default]\nrounds = 1")
    for name, rounds in (("a.toml", 2), ("b.toml", 3)):
        (tmp_path / name).write_text(f"[profiles.default]\nrounds = {rounds}")
    environ = {"REDRAFT_CONFIG": str(tmp_path / "a.toml")}
    assert read(environ).in_use.rounds == 2
    assert read(environ, config=tmp_path / "b.toml").in_use.rounds == 3


def test_arguments_win_over_the_environment_and_it_over_the_file_key_by_key() -> None:
    Path("redraft.toml").write_text(TWO_PROFILES)
    environ = {"REDRAFT_ROUNDS": "2", "REDRAFT_SEED": "2", "REDRAFT_BUDGET__TOKENS": "7"}
    in_use = read(environ, arguments={"rounds": 3, "seed": None, "budget": {"seconds": 1.5}}).in_use
    assert (in_use.rounds, in_use.seed, in_use.budget.tokens, in_use.budget.seconds) == (3, 2, 7, 1.5)


def test_the_profile_in_use_is_the_one_that_flags_and_variables_change() -> None:
    Path("redraft.toml").write_text(TWO_PROFILES)
    for settings in (
        read(profile="careful", arguments={"seed": 9}),
        read({"REDRAFT_PROFILE": "careful", "REDRAFT_SEED": "9"}),
        read({"REDRAFT_PROFILE": "default", "REDRAFT_SEED": "9"}, profile="careful"),
    ):
        assert settings.profile == "careful"
        assert (settings.in_use.rounds, settings.in_use.seed, settings.in_use.budget.calls) == (5, 9, 9)
        assert settings.profiles["default"].seed == 1


def test_text_from_the_environment_becomes_what_the_setting_is() -> None:
    environ = {
        "REDRAFT_CRITICS": "a, b,",
        "REDRAFT_THRESHOLD": "0.9",
        "REDRAFT_STRATEGY_OPTIONS__N": "4",
        "REDRAFT_STRATEGY_OPTIONS__VARIANT": "diverse",
        "REDRAFT_RENDERING__REPEAT_PROMPT": "true",
        "REDRAFT_TELEMETRY__CONTENT": "true",
        "REDRAFT_STORE__URL": "postgresql://me:secret@host/db",
    }
    settings = read(environ)
    in_use = settings.in_use
    assert (in_use.critics, in_use.threshold, in_use.rendering.repeat_prompt) == (("a", "b"), 0.9, True)
    assert in_use.strategy_options == {"n": 4, "variant": "diverse"}
    assert settings.telemetry.content is True
    assert settings.store.url == "postgresql://me:secret@host/db"


def test_a_variable_reaches_the_table_whose_name_it_can_only_shout() -> None:
    Path("redraft.toml").write_text(TWO_PROFILES)
    settings = read({"REDRAFT_MODELS__MY_MODEL__TIMEOUT_S": "3"})
    assert settings.models["My-Model"].timeout_s == 3.0


def test_an_empty_variable_says_nothing() -> None:
    assert read({"REDRAFT_ROUNDS": "", "REDRAFT_NONSENSE": ""}) == Settings()


def test_variables_that_hold_keys_or_places_are_no_settings() -> None:
    Path("redraft.toml").write_text(TWO_PROFILES)
    assert read({"REDRAFT_MY_KEY": "abc", "REDRAFT_DATA": "/data"}).in_use.rounds == 1


@pytest.mark.parametrize(
    ("environ", "line"),
    [
        ({"REDRAFT_ROUND": "2"}, "environment: REDRAFT_ROUND: no such setting; did you mean 'REDRAFT_ROUNDS'? known:"),
        ({"REDRAFT_ROUNDS": "x"}, "environment: REDRAFT_ROUNDS = 'x': must be a whole number, 0 or more; write"),
        (
            {"REDRAFT_BUDGET": "9"},
            "environment: REDRAFT_BUDGET = '9': must be a table; write it as [profiles.default.budget]",
        ),
        (
            {"REDRAFT_BUDGET__USDS": "9"},
            "environment: REDRAFT_BUDGET__USDS = '9': no such setting; did you mean 'usd'?",
        ),
        ({"REDRAFT_PROFILE": "x"}, "environment: REDRAFT_PROFILE = 'x': no such profile; known: default"),
    ],
)
def test_a_wrong_variable_is_named_as_it_is_written(environ: dict[str, str], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(environ)
    assert str(caught.value).startswith(line)


def test_a_wrong_argument_is_named_as_its_caller_shows_it() -> None:
    with pytest.raises(SettingsError, match=r"^arguments: --budget-tokens = -1: must be a whole number"):
        read(arguments={"budget": {"tokens": -1}}, shown=lambda path: "--" + "-".join(path))
    with pytest.raises(SettingsError, match=r"^arguments: profile = 'carful': no such profile; known: default"):
        read(profile="carful")


def test_a_profile_that_the_file_names_must_be_there() -> None:
    Path("redraft.toml").write_text('profile = "carful"\n[profiles.careful]')
    with pytest.raises(SettingsError, match=r"profile = 'carful': no such profile; did you mean 'careful'\? known:"):
        read()


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml: cannot be read: No such file.*redraft init"):
        read(config=tmp_path / "none.toml")
    Path("redraft.toml").write_text("[profiles.a\n")
    with pytest.raises(SettingsError, match=r"^redraft\.toml: not TOML: .*line 1.*correct that place$"):
        read()
    Path("redraft.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="not TOML"):
        read()


def test_paths_start_from_the_files_folder_and_addresses_stay(tmp_path: Path) -> None:
    file = tmp_path / "redraft.toml"
    file.write_text('[models.m]\nmodel = "x"\ncache = "answers"\n[store]\nurl = "r.db"')
    settings = read(config=file)
    assert settings.models["m"].cache == str(tmp_path / "answers")
    assert settings.store.url == str(tmp_path / "r.db")
    assert read({"REDRAFT_STORE__URL": "other.db"}, config=file).store.url == "other.db"
    file.write_text('[store]\nurl = "sqlite:///r.db"')
    assert read(config=file).store.url == "sqlite:///r.db"


def test_the_command_lines_records_lie_in_the_users_data_folder(tmp_path: Path) -> None:
    assert default_store_url({"XDG_DATA_HOME": "/data"}) == "/data/redraft/records.db"
    assert default_store_url({}) == str(tmp_path / "home" / ".local" / "share" / "redraft" / "records.db")
