import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.core import Critique, Finding, Location
from redraft.critics.panel.merging import merged


def said(critic: str, *findings: Finding) -> Critique:
    return Critique(critic=critic, kind="external", score=0.0, findings=findings)


def at(start: float, end: float, message: str = "wrong", kind: str = "fact", **more: object) -> Finding:
    return Finding(message=message, kind=kind, location=Location(start=start, end=end), **more)  # type: ignore[arg-type] # by name


def test_the_same_kind_in_overlapping_places_is_one_finding_that_names_who_saw_it() -> None:
    one = at(10, 20, "Paris is not in Spain", evidence=("atlas",))
    two = at(12, 22, "wrong country", severity="critical", suggestion="say France", evidence=("gazetteer", "atlas"))
    (found,) = merged([said("a", one), said("b", two)])
    assert (found.message, found.severity, found.suggestion) == ("wrong country", "critical", "say France")
    assert found.location == two.location
    assert found.evidence == ("atlas", "gazetteer", "found by a, b")


def test_the_most_severe_speaks_and_borrows_advice_that_it_lacks() -> None:
    one = at(0, 5, "mild", severity="minor", suggestion="drop it")
    two = at(0, 5, "grave")
    (found,) = merged([said("a", one), said("b", two)])
    assert (found.message, found.severity, found.suggestion) == ("grave", "major", "drop it")


def test_of_equally_severe_findings_the_earlier_critics_words_stand() -> None:
    (found,) = merged([said("a", at(0, 5, "first")), said("b", at(0, 5, "second"))])
    assert found.message == "first"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (at(0, 10), at(8, 18)),  # less than half of the shorter lies in the other
        (at(0, 10, kind="fact"), at(0, 10, "other words", kind="style")),
        (at(0, 10, "x", kind="problem"), at(0, 10, "y", kind="problem")),  # no kind given is no kind in common
        (at(0, 10), Finding(message="wrong", kind="fact")),
        (Finding(message="Must contain a date."), Finding(message="Must not contain a date.")),
        (Finding(message="Expected 5, got 6."), Finding(message="Expected 5, got 7.")),
        (at(0, 10), Finding(message="wrong", kind="fact", location=Location(kind="time", start=0, end=10))),
    ],
)
def test_findings_about_different_things_stay_apart(one: Finding, two: Finding) -> None:
    assert len(merged([said("a", one), said("b", two)])) == 2


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (Finding(message="The date is missing."), Finding(message="Date is missing")),
        (at(0, 10, "No source!", kind="a"), at(4, 8, "no source", kind="b")),
        (at(5, 5), at(5, 9)),  # a point lies in a span
        (
            Finding(message="x", kind="blot", location=Location(kind="region", box=(0, 0, 10, 10))),
            Finding(message="y", kind="blot", location=Location(kind="region", box=(1, 1, 9, 20))),
        ),
    ],
)
def test_findings_about_the_same_become_one(one: Finding, two: Finding) -> None:
    assert len(merged([said("a", one), said("b", two)])) == 1


def test_what_one_critic_lists_apart_stays_apart() -> None:
    assert len(merged([said("a", at(0, 5), at(0, 5)), said("b")])) == 2
    assert len(merged([said("a", at(0, 5), at(0, 5)), said("b", at(0, 5))])) == 2


def test_findings_of_one_critique_come_as_they_are() -> None:
    findings = (at(9, 10), Finding(message="whole"), at(0, 1))
    assert merged([said("a", *findings)]) == findings


def test_the_whole_draft_comes_first_and_then_its_beginning() -> None:
    found = merged([said("a", at(9, 10, "late")), said("b", at(0, 1, "early"), Finding(message="whole"))])
    assert [finding.message for finding in found] == ["whole", "early", "late"]


def test_beyond_the_limit_the_least_severe_go_and_the_order_stays() -> None:
    one = said("a", at(0, 1, "1", severity="minor"), at(2, 3, "2"), at(4, 5, "3", severity="critical"))
    assert [finding.message for finding in merged([one, said("b")], limit=2)] == ["2", "3"]


SPANS = st.tuples(st.integers(0, 20), st.integers(0, 5)).map(lambda span: at(span[0], span[0] + span[1], str(span)))


@given(st.lists(st.lists(SPANS, max_size=4), min_size=2, max_size=4))
def test_nothing_that_was_seen_is_lost(seen: list[list[Finding]]) -> None:
    critiques = [said(f"c{i}", *findings) for i, findings in enumerate(seen)]
    found = merged(critiques)
    n_seen = 0
    for finding in found:
        by = [piece for piece in finding.evidence if piece.startswith("found by")]
        n_seen += len(by[0].split(",")) if by else 1
    assert n_seen == sum(len(findings) for findings in seen)
    assert len(found) >= max((len(findings) for findings in seen), default=0)
