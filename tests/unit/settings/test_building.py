"""Every way to write a setting wrongly gives one clear line with the place, the key, the value and what to do."""

from pathlib import Path

import pytest

from redraft.errors import SettingsError
from redraft.settings import (
    PriceTable,
    Settings,
    read_settings,
)
from redraft.settings.critics import JudgeTable, PythonTable, RulesTable, SelfCheckTable


def read(text: str, **kwargs: object) -> Settings:
    Path("redraft.toml").write_text(text)
    return read_settings(environ={}, **kwargs)  # type: ignore[arg-type] # named as read_settings names them


def refusal(text: str, **kwargs: object) -> str:
    with pytest.raises(SettingsError) as caught:
        read(text, **kwargs)
    (line,) = str(caught.value).splitlines()
    return line


DOUBLE = '"'
PROFILE, MODEL, CRITIC = "[profiles.default]\n", '[models.fast]\nmodel = "x"\n', "[critics.c]\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "speed = 2",
            "speed = 2: no such setting; known: critics, models, profile, profiles, sources, store, telemetry",
        ),
        ("rounds = 2", "rounds = 2: no such setting here; write it under [profiles.default]"),
        ("[model.fast]", "model: no such table; did you mean 'models'? known: critics,"),
        (PROFILE + "rouns = 2", "[profiles.default] rouns = 2: no such setting; did you mean 'rounds'? known: budget,"),
        (MODEL + "retry = 2", "[models.fast] retry = 2: no such setting; did you mean 'retries'? known: api_key_env,"),
        (
            PROFILE + "budget = { token = 3 }",
            "[profiles.default.budget] token = 3: no such setting; did you mean 'tokens'?",
        ),
        (CRITIC + 'type = "judge"\nrubrik = "x"', "[critics.c] rubrik = 'x': no such setting; did you mean 'rubric'?"),
        (
            CRITIC + 'type = "jduge"',
            "[critics.c] type = 'jduge': no such critic; did you mean 'judge'? known: bias, code,",
        ),
        ("[telemetry]\nendpoint = 'x'", "[telemetry] endpoint = 'x': no such setting; did you mean 'otlp_endpoint'?"),
    ],
)
def test_what_is_unknown_is_named_with_what_may_be_meant(text: str, line: str) -> None:
    assert refusal(text).startswith(f"redraft.toml: {line}")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (PROFILE + 'rounds = "two"', "rounds = 'two': must be a whole number, 0 or more; write for example rounds = 2"),
        (PROFILE + "rounds = 1.5", "rounds = 1.5: must be a whole number, 0 or more"),
        (PROFILE + "rounds = -1", "rounds = -1: must be a whole number, 0 or more"),
        (PROFILE + "seed = true", "seed = True: must be a whole number; write for example seed = 2"),
        (PROFILE + "threshold = 2", "threshold = 2: must be a number from 0 to 1; write for example threshold = 0.8"),
        (PROFILE + "critic_timeout_s = 0", "critic_timeout_s = 0: must be a number above 0"),
        (PROFILE + 'model = ""', "model = '': must be a text, not empty; write for example model = \"openai/gpt-5\""),
        (
            PROFILE + 'critics = "c"',
            "critics = 'c': must be a list of texts; write for example critics = [\"self_check\"]",
        ),
        (PROFILE + "critics = [1]", "critics = [1]: must be a list of texts"),
        (
            PROFILE + 'on_exhausted = "bst"',
            "on_exhausted = 'bst': must be one of 'best', 'draft', 'raise'; write for example",
        ),
        (
            PROFILE + "budget = 3",
            "[profiles.default] budget = 3: must be a table; write it as [profiles.default.budget]",
        ),
        (MODEL + "streaming = 1", "streaming = 1: must be true or false; write for example streaming = true"),
        (
            CRITIC + 'type = "python"\nfunction = "f"',
            "function = 'f': must be written as module:function; write for example",
        ),
        ("models = 3", "models = 3: must be a table; write it as [models]"),
        ("[models]\nfast = 3", "[models] fast = 3: must be a table; write it as [models.fast]"),
        ("[critics]\nc = 3", "[critics] c = 3: must be a table; write it as [critics.c]"),
        ("[profile.default]", "profile = {'default': {}}: must be a text, not empty; did you mean [profiles.NAME]?"),
    ],
)
def test_a_wrong_value_is_shown_with_what_would_be_right(text: str, line: str) -> None:
    found = refusal(text)
    assert found.startswith("redraft.toml: ")
    assert line in found


PANEL, MONITOR = "[profiles.default.panel]\n", "[profiles.default.monitor]\n"


@pytest.mark.parametrize(
    "wrong",
    [
        f"{PROFILE}threshold = 2",
        f"{MONITOR}epsilon = 2",
        f"{MONITOR}audit_rate = 2",
        f"{MONITOR}threshold = 1",
        f"{MONITOR}window = 0",
        f"{PANEL}prior = 2",
        f"{PANEL}vote_threshold = 2",
        f"{PANEL}max_disagreement = 2",
        f"{PANEL}h = 0",
        "[profiles.default.panel.reliabilities.c]\nspecificity = 1\nsensitivity = 1.5",
    ],
)
def test_the_example_in_a_message_is_a_value_that_is_taken(wrong: str) -> None:
    *above, last = wrong.splitlines()
    example = refusal(wrong).partition("; write for example ")[2]
    assert example and example != last
    read("\n".join([*above, example]))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[models.fast]", '[models.fast] model is missing; add model = "openai/gpt-5"'),
        (MODEL + "price = { input = 1 }", "[models.fast.price] output is missing; add output = 30.0"),
        (
            CRITIC + "max_tokens = 3",
            (
                '[critics.c] type is missing; add type = "judge" '
                "(known: bias, code, counterfactual, facts, judge, logic, mqm, preferences, private_data, python, "
                "refusal, rules, safety, self_check, steps, translation, translation_compare)"
            ),
        ),
        (CRITIC + 'type = "judge"', '[critics.c] model is missing; add model = "openai/gpt-5"'),
    ],
)
def test_a_missing_key_is_named_with_a_line_to_add(text: str, line: str) -> None:
    assert refusal(text) == f"redraft.toml: {line}"


@pytest.mark.parametrize(
    "key",
    [
        "api_key",
        "key",
        "token",
        "secret",
        "password",
        "API_KEY",
        "apikey",
        "openai_api_key",
        "authorization",
        "access_token",
        '"api-key"',
        "passwd",
    ],
)
def test_a_secret_is_refused_and_never_shown(key: str) -> None:
    line = refusal(f'{MODEL}{key} = "sk-123456"')
    assert line == (
        f"redraft.toml: [models.fast] {key.strip(DOUBLE)}: secrets do not belong in settings; "
        'put the key into an environment variable and write api_key_env = "NAME_OF_THE_VARIABLE"'
    )


@pytest.mark.parametrize("text", ['OPENAI_API_KEY = "sk-123456"', f'{MODEL}api_keys = ["sk-123456"]'])
def test_a_secret_anywhere_is_not_shown(text: str) -> None:
    line = refusal(text)
    assert ": secrets do not belong in settings" in line
    assert "123456" not in line


@pytest.mark.parametrize(
    "address", ["http://me:hunter2@host/v1#m", f"http://me:{'hunter2' * 40}@host", "x://hunter2@h@h"]
)
def test_a_password_in_an_address_is_not_shown(address: str) -> None:
    line = refusal(f'{MODEL}retries = "{address}"')
    assert "://***@h" in line
    assert "hunter2" not in line


def test_the_address_of_an_endpoint_is_no_path() -> None:
    settings = read(MODEL + 'base_url = "localhost:8000/v1"')
    assert settings.models["fast"].base_url == "localhost:8000/v1"
    Path("there").mkdir()
    Path("there/redraft.toml").write_text(MODEL + 'base_url = "localhost:8000/v1"')
    assert read_settings("there/redraft.toml", environ={}).models["fast"].base_url == "localhost:8000/v1"


def test_a_key_pasted_where_its_variables_name_belongs_is_not_shown() -> None:
    line = refusal(MODEL + 'api_key_env = "sk-123456"')
    assert "must be the name of an environment variable" in line
    assert "123456" not in line


def test_a_password_in_the_stores_address_is_refused_and_not_shown() -> None:
    line = refusal('[store]\nurl = "postgresql://me:hunter2@host/db"')
    assert line == (
        "redraft.toml: [store] url holds a password; "
        "take it out of the file and set the variable REDRAFT_STORE__URL to the whole address"
    )


def test_a_long_value_is_shown_shortened() -> None:
    assert len(refusal(f"{PROFILE}rounds = '{'x' * 500}'")) < 250


def test_every_table_can_be_written() -> None:
    settings = read("""
profile = "careful"

[models.fast]
model = "small"
base_url = "http://127.0.0.1:8000/v1"
api_key_env = "FAST_KEY"
price = { input = 1, output = 2.5 }

[critics.own]
type = "self_check"
language = "en"

[critics.boss]
type = "judge"
model = "fast"
compare = true

[critics.form]
type = "rules"
json_schema = { type = "object" }
must_contain = ["name"]

[critics.sums]
type = "python"
function = "my.checks:sums"

[profiles.careful]
model = "fast"
critics = ["own", "boss"]
strategy = "best_of_n"
strategy_options = { n = 8, stop_when_passed = true }
rounds = 0

[profiles.careful.budget]
usd = 1
""")
    assert settings.models["fast"].price == PriceTable(input=1.0, output=2.5)
    assert settings.critics == {
        "own": SelfCheckTable(language="en"),
        "boss": JudgeTable(model="fast", compare=True),
        "form": RulesTable(json_schema={"type": "object"}, must_contain=("name",)),
        "sums": PythonTable(function="my.checks:sums"),
    }
    assert settings.in_use.critics == ("own", "boss")
    assert settings.in_use.strategy_options == {"n": 8, "stop_when_passed": True}
    assert settings.in_use.rounds == 0
    assert settings.in_use.budget.usd == 1.0
