"""From a name to a critic: every type has its table, its maker and, where it needs no setting, a name of its own."""

from importlib import import_module
from inspect import signature

import pytest

from redraft.errors import SettingsError
from redraft.profiles.critics import SHORT, asked_models, critic_from, table_of
from redraft.settings import CRITICS, read_settings
from redraft.settings.critics import CodeTable, FactsTable, JudgeTable, PythonTable, StepsTable


@pytest.mark.parametrize("kind", CRITICS)
def test_every_type_of_critic_has_a_maker_that_takes_its_table(kind: str) -> None:
    make = import_module(f"redraft.profiles.making.{kind}").make
    assert list(signature(make).parameters) == ["name", "table", "needs"]
    assert signature(make).parameters["table"].annotation is CRITICS[kind]


@pytest.mark.parametrize("kind", CRITICS)
def test_what_a_table_says_of_itself_names_keys_that_it_has(kind: str) -> None:
    table = CRITICS[kind]
    keys = set(table.__dataclass_fields__)
    assert table.type == kind
    assert {*table.asks, *filter(None, [table.short])} <= keys


def test_a_short_form_fills_the_key_that_its_table_names() -> None:
    assert table_of("code") == CodeTable()
    assert table_of("code:tests.py") == CodeTable(tests="tests.py")
    assert table_of("judge:openai/m") == JudgeTable(model="openai/m")
    assert table_of("facts:a.db, b.db") == FactsTable(sources=("a.db", "b.db"))
    assert table_of("steps") == StepsTable()
    assert table_of("mine:check") == PythonTable(function="mine:check")


def test_a_name_that_is_no_short_form_stands_for_nothing() -> None:
    assert [table_of(name) for name in ("judge", "rules", "nothing", "steps:3", "facts")] == [None] * 5
    assert {"self_check", "code", "logic", "steps"} <= set(SHORT)
    assert not {"judge", "rules", "facts", "python"} & set(SHORT)


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("facts", "give it a value: facts:SOURCES"),
        ("facts:", "give it a value: facts:SOURCES"),
        ("mqm: ", "give it a value: mqm:MODEL"),
        ("preferences", "give it a value: preferences:PROFILE"),
        ("rules", "give it a table [critics.NAME] with type = 'rules'"),
        ("nobody", "judge:MODEL, facts:SOURCES, preferences:PROFILE, module:function"),
    ],
)
def test_a_critic_without_its_value_or_table_is_told_how_it_is_written(name: str, advice: str) -> None:
    with pytest.raises(SettingsError, match="no such critic") as told:
        critic_from(name, read_settings(None))
    assert advice in str(told.value)


def test_the_models_that_a_critic_asks_are_those_its_table_names() -> None:
    assert asked_models(JudgeTable(model="openai/m")) == ("openai/m",)
    assert asked_models(CodeTable()) == asked_models(None) == ()
