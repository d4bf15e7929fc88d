from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.critics.logic.clingo_solving import Derivation, Derived
from redraft.critics.logic.issues import Faulty
from redraft.critics.logic.outcome import Reading
from redraft.critics.logic.rules_reading import Literal, Rule, RulesReading, is_variable
from redraft.critics.logic.sections import Statement


def derived(rules: Sequence[str], query: str, world: Reading = "open") -> Derived:
    reading = RulesReading(repairing=True)
    read = [reading.rule(Statement(text=text, note="", start=0)) for text in rules]
    asked = reading.query(Statement(text=query, note="", start=0))
    return Derivation(read, world, [asked]).decide(asked)


CATS = ["Cat(tom, True)", "Cold(bob, True)", "Cat($x, True) >>> Kind($x, True)", "Kind($x, True) >>> Cold($x, False)"]


def test_what_is_derived_is_true_with_the_statements_it_takes() -> None:
    assert derived(CATS, "Kind(tom, True)") == Derived("true", (0, 2), False)
    assert derived(CATS, "Cold(tom, True)") == Derived("false", (0, 2, 3), False)
    assert derived(CATS, "Cold(tom, False)") == Derived("true", (0, 2, 3), False)


def test_rules_are_read_in_one_direction_only() -> None:
    """Classical logic would conclude that bob, being cold, is not kind."""
    assert derived(CATS, "Kind(bob, True)") == Derived("unknown", (), False)


def test_a_closed_world_takes_what_is_not_derived_for_false() -> None:
    assert derived(CATS, "Kind(bob, True)", "closed").verdict == "false"
    assert derived(CATS, "Kind(bob, False)", "closed").verdict == "true"


def test_not_means_derived_to_be_not_in_an_open_world_and_not_derived_in_a_closed_one() -> None:
    rules = ["Cat(tom, True)", "Cat($x, True) && Cold($x, False) >>> Nice($x, True)"]
    assert derived(rules, "Nice(tom, True)").verdict == "unknown"
    assert derived(rules, "Nice(tom, True)", "closed").verdict == "true"


def test_what_is_derived_together_with_its_opposite_is_a_contradiction() -> None:
    rules = [*CATS, "Cat(bob, True)", "Wet(tom, True)"]
    assert derived(rules, "Wet(tom, True)") == Derived(None, (1, 2, 3, 4), True)


def test_a_variable_of_a_consequence_alone_stands_for_every_thing() -> None:
    rules = ["Cat(tom, True)", "Dog(rex, True)", "Cat($x, True) >>> Likes($x, $y, True)"]
    assert derived(rules, "Likes(tom, rex, True)").verdict == "true"


def test_names_cannot_reach_the_solver_as_code() -> None:
    assert derived(["Cat(script, True)", "end(c0, True)"], "Cat(script, True)").verdict == "true"


def test_a_rule_with_too_many_instances_is_refused() -> None:
    things = [f"Cat(c{n}, True)" for n in range(40)]
    names = ", ".join(f"$v{n}" for n in range(8))
    with pytest.raises(Faulty) as failure:
        derived([*things, f"P({names}, True) >>> Q({names}, True)"], "Cat(c0, True)")
    assert failure.value.issue.key == "too_many_instances"


def chained(rules: Sequence[Rule]) -> set[tuple[str, tuple[str, ...], bool]]:
    """What forward chaining derives: every rule is tried on every thing until nothing is new."""
    literals_in = [entry for rule in rules for part in (*rule.conditions, rule.consequences) for entry in part]
    things = {name for literal in literals_in for name in literal.arguments if not is_variable(name)}
    known: set[tuple[str, tuple[str, ...], bool]] = set()
    while True:
        found = set(known)
        for rule, thing in product(rules, sorted(things)):

            def here(literal: Literal, thing: str = thing) -> tuple[str, tuple[str, ...], bool]:
                arguments = tuple(thing if is_variable(name) else name for name in literal.arguments)
                return literal.predicate, arguments, literal.positive

            for conditions in rule.conditions:
                if all(here(condition) in known for condition in conditions):
                    found |= {here(consequence) for consequence in rule.consequences}
        if found == known:
            return known
        known = found


def literals(arguments: Sequence[str]) -> st.SearchStrategy[Literal]:
    return st.builds(
        lambda predicate, name, positive: Literal(predicate, (name,), positive, 0),
        st.sampled_from(["P", "Q", "R"]),
        st.sampled_from(arguments),
        st.booleans(),
    )


facts = st.builds(lambda literal: Rule(conditions=((),), consequences=(literal,)), literals(["a", "b"]))
rules = st.builds(
    lambda conditions, head: Rule(conditions=(tuple(conditions),), consequences=(head,)),
    st.lists(literals(["$x", "a"]), min_size=1, max_size=2),
    literals(["$x"]),
)


@settings(max_examples=80)
@given(st.lists(facts, min_size=1, max_size=4), st.lists(rules, max_size=4), literals(["a", "b"]))
def test_an_open_world_derives_what_forward_chaining_does(
    stated: list[Rule], given: list[Rule], query: Literal
) -> None:
    everything = [*stated, *given]
    known = chained(everything)
    result = Derivation(everything, "open", [query]).decide(query)
    contradicted = any((p, a, not positive) in known for p, a, positive in known)
    assert result.contradiction == contradicted
    if not contradicted:
        opposite = (query.predicate, query.arguments, not query.positive)
        asked = (query.predicate, query.arguments, query.positive)
        assert result.verdict == ("true" if asked in known else "false" if opposite in known else "unknown")
        core = [everything[index] for index in result.core]
        assert result.verdict == "unknown" or {asked, opposite} & chained(core)
