from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.logic.issues import Faulty
from redraft.critics.logic.rules_reading import Literal, RulesReading
from redraft.critics.logic.sections import Statement


def line(text: str) -> Statement:
    return Statement(text=text, note="", start=0)


def fact(text: str, *, repairing: bool = True) -> Literal:
    (literal,) = RulesReading(repairing=repairing).rule(line(text)).consequences
    return literal


@pytest.mark.parametrize(
    ("text", "positive"),
    [
        ("Kind(Anne, True)", True),
        ("Kind(Anne, False)", False),
        ("¬Kind(Anne, True)", False),
        ("!Kind(Anne, False)", True),
        ("not Kind(Anne, True)", False),
        ("Not(Kind(Anne), True)", False),
        ("Not(Kind(Anne, True))", False),
        ("Kind(Anne) = False", False),
        ("Kind(Anne, True) = False", False),
        ("Kind(Anne)", True),
    ],
)
def test_a_fact_says_whether_it_is_true_in_any_of_these_ways(text: str, positive: bool) -> None:
    found = fact(text)
    assert (found.predicate, found.arguments, found.positive) == ("Kind", ("Anne",), positive)


def test_a_rule_has_conditions_and_consequences() -> None:
    rule = RulesReading(repairing=True).rule(line("Kind($x, True) && Cold($x, False) >>> Round($x, True)"))
    assert [[(c.predicate, c.positive) for c in way] for way in rule.conditions] == [[("Kind", True), ("Cold", False)]]
    assert rule.consequences[0].arguments == ("$x",)


def test_or_between_conditions_is_one_way_or_another() -> None:
    rule = RulesReading(repairing=True).rule(line("Kind($x, True) || Cold($x, True) >>> Round($x, True)"))
    assert len(rule.conditions) == 2


def test_a_thing_in_several_spellings_is_one_thing_and_reported_once() -> None:
    reading = RulesReading(repairing=True)
    names = [
        reading.query(line(f"Sees({name}, True)")).arguments[0] for name in ("bald eagle", "BaldEagle", "bald_eagle")
    ]
    assert names == ["bald_eagle"] * 3
    assert [(issue.key, issue.values["n"]) for issue in reading.repairs] == [("repair_spelling", "1")]


def test_a_query_with_a_blank_asks_whether_it_is_true() -> None:
    for blank in ("bool", "?"):
        reading = RulesReading(repairing=True)
        assert reading.query(line(f"Kind(Anne, {blank})")).positive


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Kind($x, True)", "fact_about_anything"),
        ("Kind(Anne, True) || Cold(Anne, True)", "either_fact"),
        ("Kind($x, True) >>> Cold($x, True) || Round($x, True)", "either_consequence"),
        ("Kind($x, True) <<< Cold($x, True)", "reversed_rule"),
        ("Kind(Anne, bool)", "blank_truth"),
        ("Kind(True)", "nothing_named"),
        ("Kind Anne", "unexpected"),
        ("Kind(Anne, True) >>>", "unexpected_end"),
        ("Kind(Anne, True) = maybe", "unexpected"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(text: str, key: str) -> None:
    with pytest.raises(Faulty) as failure:
        fact(text)
    assert failure.value.issue.key == key


@pytest.mark.parametrize(
    ("text", "key"), [("Kind(Anne)", "slip_truth"), ("Kind(x, True) >>> Round(x, True)", "slip_variable")]
)
def test_without_repairs_slips_are_refused(text: str, key: str) -> None:
    with pytest.raises(Faulty) as failure:
        fact(text, repairing=False)
    assert failure.value.issue.key == key


@given(st.text("Kind($x,Aneot True)>&|=¬!?.False ", max_size=60) | st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (RulesReading(repairing=True).rule, RulesReading(repairing=True).query):
        with suppress(Faulty):
            read(line(text))
