import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.critics.logic.fol_deciding import Decided, Theory
from redraft.critics.logic.fol_parser import parse
from redraft.critics.logic.formulas import Atom, Constant, Formula, Joined, Joint, Not, Quantified, Variable
from redraft.critics.logic.sections import Statement


def formula(text: str) -> Formula:
    return parse(Statement(text=text, note="", start=0)).formula


def decided(premises: Sequence[str], conclusion: str, timeout_s: float = 10.0) -> Decided:
    theory = Theory([formula(premise) for premise in premises], time.monotonic() + timeout_s)
    return theory.decide(formula(conclusion))


def test_what_follows_is_true_with_the_premises_it_takes() -> None:
    premises = ["∀x (Cat(x) → Mammal(x))", "Dog(rex)", "Cat(tom)", "∀x (Mammal(x) → Animal(x))"]
    assert decided(premises, "Animal(tom)") == Decided("true", (0, 2, 3), False)
    assert decided(premises, "¬Animal(tom)") == Decided("false", (0, 2, 3), False)
    assert decided(premises, "Cat(rex)") == Decided("unknown", (), False)


def test_premises_that_contradict_themselves_decide_nothing() -> None:
    premises = ["Tall(ann)", "Cat(tom)", "∀x (Tall(x) → ¬Cat(x))", "Cat(ann)"]
    assert decided(premises, "Dog(rex)") == Decided(None, (0, 2, 3), True)


def test_names_may_name_the_same_thing() -> None:
    assert decided(["Tall(ann)", "¬Tall(bob)"], "ann ≠ bob").verdict == "true"
    assert decided(["Tall(ann)", "Tall(bob)"], "ann ≠ bob").verdict == "unknown"


def test_there_is_always_something() -> None:
    assert decided(["∀x (Tall(x))"], "∃x (Tall(x))").verdict == "true"


def test_an_exclusive_or_of_three_is_true_of_one_or_all() -> None:
    assert decided(["A ⊕ B ⊕ C", "A", "B"], "C").verdict == "true"
    assert decided(["A ⊕ B ⊕ C", "A", "¬B"], "C").verdict == "false"


def test_a_time_limit_that_is_over_decides_nothing() -> None:
    assert decided(["A"], "A", timeout_s=-1.0) == Decided(None, (), False)


@pytest.mark.parametrize("run", range(3))
def test_the_same_question_has_the_same_core_each_time(run: int) -> None:
    premises = ["A → C", "B → C", "A", "B", "A ∧ B"]
    assert decided(premises, "C").core == decided(premises, "C").core


letters = st.sampled_from(["A", "B", "C"])
joints: st.SearchStrategy[Joint] = st.sampled_from(["and", "or", "xor", "implies", "iff"])


def grown(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    return st.builds(Not, inner) | st.builds(lambda joint, *parts: Joined(joint, parts), joints, inner, inner)


propositional = st.recursive(st.builds(Atom, letters), grown, max_leaves=6)


def true_in(formula: Formula, world: Mapping[tuple[str, ...], bool], things: range, bound: Mapping[str, int]) -> bool:
    """Tarski's definition, written from the textbook, over finitely many things."""

    def here(inner: Formula) -> bool:
        return true_in(inner, world, things, bound)

    match formula:
        case Atom(predicate, arguments):
            named = [bound[a.name] if isinstance(a, Variable) else 0 for a in arguments]
            return world[(predicate, *map(str, named))]
        case Not(inner):
            return not here(inner)
        case Joined("and", parts):
            return all(map(here, parts))
        case Joined("or", parts):
            return any(map(here, parts))
        case Joined("implies", (left, right)):
            return not here(left) or here(right)
        case Joined("xor", parts):
            return sum(map(here, parts)) % 2 == 1
        case Joined("iff", (left, right)):
            return here(left) == here(right)
        case Quantified(quantity, (name,), body):
            every = [true_in(body, world, things, {**bound, name: thing}) for thing in things]
            return all(every) if quantity == "all" else any(every)
    raise AssertionError(formula)


def verdict_by_trying(premises: Sequence[Formula], conclusion: Formula, worlds: Iterator[tuple[object, ...]]) -> str:
    found = {
        true_in(conclusion, world, things, {})  # type: ignore[arg-type]  # a world and the things in it
        for world, things in worlds
        if all(true_in(premise, world, things, {}) for premise in premises)  # type: ignore[arg-type]
    }
    return {0: "contradiction", 2: "unknown"}.get(len(found)) or ("true" if True in found else "false")


def said(premises: Sequence[Formula], conclusion: Formula) -> str | None:
    result = Theory(premises, time.monotonic() + 20).decide(conclusion)
    return "contradiction" if result.contradiction else result.verdict


@settings(max_examples=60)
@given(st.lists(propositional, max_size=3), propositional)
def test_propositional_verdicts_are_those_of_the_truth_table(premises: list[Formula], conclusion: Formula) -> None:
    tables = ({("A",): x, ("B",): y, ("C",): z} for x, y, z in product((False, True), repeat=3))
    wanted = verdict_by_trying(premises, conclusion, ((table, range(1)) for table in tables))
    assert said(premises, conclusion) == wanted


def monadic_atom() -> st.SearchStrategy[Formula]:
    argument = st.sampled_from([Variable("x"), Constant("ann")])
    return st.builds(lambda p, a: Atom(p, (a,)), st.sampled_from(["P", "Q"]), argument)


def closed(body: Formula, quantity: str) -> Formula:
    return Quantified(quantity, ("x",), body)  # type: ignore[arg-type]  # "all" or "some"


monadic = st.builds(closed, st.recursive(monadic_atom(), grown, max_leaves=4), st.sampled_from(["all", "some"]))


@settings(max_examples=30)
@given(st.lists(monadic, max_size=3), monadic)
def test_verdicts_about_two_properties_are_those_of_all_small_worlds(
    premises: list[Formula], conclusion: Formula
) -> None:
    """With two properties there are four kinds of things: a world of four is as good as any; the first is Ann."""

    def worlds() -> Iterator[tuple[object, ...]]:
        for n in (1, 2, 3, 4):
            for kinds in product(range(4), repeat=n):
                world = {("P", str(i)): kind % 2 == 1 for i, kind in enumerate(kinds)}
                yield {**world, **{("Q", str(i)): kind > 1 for i, kind in enumerate(kinds)}}, range(n)

    assert said(premises, conclusion) == verdict_by_trying(premises, conclusion, worlds())
