from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.critics.logic.deciding import decide
from redraft.critics.logic.outcome import Outcome, from_plain, to_plain
from redraft.critics.logic.settings import Settings
from redraft.critics.logic.wording import Words

FOL = "Premises:\n∀x (Cat(x) → Mammal(x)) ::: Cats are mammals.\nCat(tom)\nConclusion:\nMammal(tom)\n"
RULES = "Facts:\nCat(tom, True)\nRules:\nCat($x, True) >>> Mammal($x, True)\nQuery:\nMammal(tom, True)\n"
VARIABLES = "Domain:\n1: left\nVariables:\nowl [IN] [1, 2]\nConstraints:\nowl > 1\nQuery:\nA) owl == 1\nB) owl == 2\n"
DECLARED = """# Declarations
days = EnumSort([Mon, Tue])
rains = Function([days] -> [bool])
ForAll([d:days], Implies(d == Mon, rains(d)))

# Constraints
Not(rains(Tue)) ::: It does not rain on Tuesday.

# Options
Question ::: Which one of the following CANNOT be true?
is_exception(is_sat(rains(Mon))) ::: (A)
is_exception(is_sat(rains(Tue))) ::: (B)
"""


@pytest.mark.parametrize(
    ("program", "answer", "solver"),
    [(FOL, "true", "z3"), (RULES, "true", "clingo"), (VARIABLES, "B", "z3"), (DECLARED, "B", "z3")],
)
def test_every_dialect_is_recognised_and_decided(program: str, answer: str, solver: str) -> None:
    outcome = decide(program, Settings())
    assert (outcome.status, outcome.answer, outcome.solver) == ("decided", answer, solver)
    assert outcome.core
    assert outcome.cpu_ms > 0


@pytest.mark.parametrize("program", [FOL, RULES, VARIABLES, DECLARED, "", "Premises:\nA ∧\nConclusion:\nB"])
def test_an_outcome_comes_back_from_json_as_it_was(program: str) -> None:
    outcome = decide(program, Settings())
    assert from_plain(to_plain(outcome)) == outcome


def test_several_right_options_or_none_are_undecided() -> None:
    assert decide(VARIABLES.replace("owl > 1", "owl >= 1"), Settings()).reason == "no_option"
    assert decide(VARIABLES.replace("B) owl == 2", "B) owl != 1\nC) owl == 2"), Settings()).reason == "several_options"


@pytest.mark.parametrize(
    ("program", "key"),
    [
        ("Premises:\nA\n", "no_conclusion"),
        ("Premises:\nA\nConclusion:\nA\nB\n", "several_conclusions"),
        ("Facts:\nCat(tom, True)\n", "no_query"),
        (RULES + "Mammal(rex, True)\n", "several_queries"),
        (RULES + "World:\nround\n", "world"),
        ("Variables:\nowl = 3\nQuery:\nowl == 1\n", "variable_form"),
        ("Variables:\nowl [IN] [1]\n", "no_query"),
        ("# Declarations\ndays = EnumSort([Mon])\n", "no_options"),
        ("# Declarations\non = Function([days])\n# Options\nis_sat(on)\n", "function_form"),
        ("# Declarations\non = Function([int] -> [bool])\n# Options\nis_sat(on(1))\n", "endless_parameter"),
        ("# Declarations\nd = EnumSort([A])\n# Options\nis_sat()\n", "nothing_asked"),
    ],
)
def test_what_a_program_lacks_is_named(program: str, key: str) -> None:
    assert [issue.key for issue in decide(program, Settings()).issues] == [key]


def test_the_world_of_a_program_wins_over_the_one_that_was_assumed() -> None:
    unknown = RULES.replace("Mammal(tom, True)\n", "Dog(tom, True)\n")
    assert decide(unknown, Settings()).verdict == "unknown"
    assert decide(unknown, Settings(world="closed")).verdict == "false"
    assert decide(unknown + "World:\nopen\n", Settings(world="closed")).verdict == "unknown"


def test_a_query_is_turned_round_only_where_its_statement_says_so() -> None:
    negated = RULES.replace("Mammal(tom, True)\n", "Mammal(tom, False)\n")
    for asked, verdict in (("Tom is a mammal.", "true"), ("Tom is not a mammal.", "false"), (None, "false")):
        assert decide(negated, Settings(asked=asked)).verdict == verdict
    assert decide(negated, Settings(asked="Tom is a mammal.", repairing=False)).verdict == "false"


def test_a_variable_that_nothing_binds_is_any_in_a_premise_and_some_in_a_conclusion() -> None:
    program = "Premises:\nCat(x) → Mammal(x)\nCat(tom)\nConclusion:\nCat(y) ∧ Mammal(y)\n"
    outcome = decide(program, Settings())
    assert outcome.verdict == "true"
    assert [issue.key for issue in outcome.repairs] == ["repair_free", "repair_free_some"]


def test_the_same_program_has_the_same_outcome_whatever_was_decided_before() -> None:
    first = [decide(program, Settings()) for program in (FOL, RULES, DECLARED)]
    decide(VARIABLES, Settings())
    again = [decide(program, Settings()) for program in (FOL, RULES, DECLARED)]
    assert [replace(outcome, cpu_ms=0.0) for outcome in again] == [replace(outcome, cpu_ms=0.0) for outcome in first]


pieces = st.sampled_from([*FOL.splitlines(), *RULES.splitlines(), *VARIABLES.splitlines(), *DECLARED.splitlines()])


@settings(max_examples=120)
@given(st.lists(pieces, max_size=12))
def test_any_mixture_of_programs_is_decided_or_says_why_not(lines: list[str]) -> None:
    outcome = decide("\n".join(lines), Settings(timeout_s=2.0))
    assert isinstance(outcome, Outcome)
    assert (outcome.answer is not None) == (outcome.status == "decided")
    assert outcome.status != "faulty" or any(issue.severity == "major" for issue in outcome.issues)
    for words in (Words("en"), Words("zh-Hant")):
        assert all(words.finding(issue, "\n".join(lines), 0).message for issue in outcome.issues)


@settings(max_examples=120)
@given(st.sampled_from([FOL, RULES, VARIABLES, DECLARED]), st.integers(0, 200), st.text(max_size=3))
def test_a_program_with_a_slip_anywhere_is_decided_or_says_why_not(program: str, place: int, slip: str) -> None:

    outcome = decide(program[:place] + slip + program[place + 1 :], Settings(timeout_s=2.0))
    assert (outcome.answer is not None) == (outcome.status == "decided")
