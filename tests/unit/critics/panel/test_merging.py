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
    assert (found.severity, found.suggestion) == ("critical", "say France")
    assert found.message == "wrong country (a: Paris is not in Spain)"
    assert found.location == two.location
    assert found.evidence == ("atlas", "gazetteer", "found by a, b")


def test_the_most_severe_speaks_and_borrows_advice_that_it_lacks() -> None:
    one = at(0, 5, "mild", severity="minor", suggestion="drop it")
    two = at(0, 5, "grave")
    (found,) = merged([said("a", one), said("b", two)])
    assert (found.message, found.severity, found.suggestion) == ("grave (a: mild)", "major", "drop it")


def test_of_equally_severe_findings_the_earlier_critics_words_stand() -> None:
    (found,) = merged([said("a", at(0, 5, "first")), said("b", at(0, 5, "second"))])
    assert found.message == "first (b: second)"


def test_what_others_said_and_advised_is_kept_once_under_their_names() -> None:
    one = at(0, 9, "Off by one.", suggestion="start at 0")
    two = at(0, 9, "off by one", suggestion="use enumerate")
    three = at(0, 9, "the loop skips an entry")
    four = at(0, 9, "The loop skips an entry!", suggestion="start at 0")
    (found,) = merged([said("a", one), said("b", two), said("c", three), said("d", four)])
    assert found.message == "Off by one. (b: use enumerate; c: the loop skips an entry)"
    assert (found.suggestion, found.evidence) == ("start at 0", ("found by a, b, c, d",))


def test_a_finding_on_a_whole_answer_does_not_swallow_one_on_a_number_in_it() -> None:
    wide = at(0, 500, "the units are wrong throughout", kind="arithmetic")
    narrow = at(120, 126, "17*3 is 51, not 54", kind="arithmetic")
    assert merged([said("a", wide), said("b", narrow)]) == (wide, narrow)
    assert len(merged([said("a", at(0, 500, "no source")), said("b", at(120, 126, "no source"))])) == 2


def test_it_takes_all_who_saw_a_problem_for_another_to_have_seen_it() -> None:
    spans = [at(0, 10), at(3, 13), at(6, 16)]  # the last overlaps the first by 4 of 16
    assert [f.location for f in merged([said(f"c{i}", one) for i, one in enumerate(spans)])] == [
        Location(start=0, end=10),
        Location(start=6, end=16),
    ]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (at(0, 10), at(4, 14)),  # they share 6 of the 14 that they cover
        (at(5, 5), at(5, 9)),  # a point is no span
        (at(0, 10, "the sum must be 12"), at(0, 10, "The sum must not be 12.")),
        (at(0, 10, "the sum must be 12"), at(0, 10, "it adds up to 13")),
        (at(0, 10, "x must be -3"), at(0, 10, "x must be 3")),
        (at(0, 10, "it is a - b", kind="a"), at(0, 10, "it is a + b", kind="b")),
        (Finding(message="n < 3 fails"), Finding(message="n > 3 fails")),
        (at(0, 10, "this doesn't follow"), at(0, 10, "this does follow")),
        (at(0, 10, "答案是3"), at(0, 10, "結果是5")),
        (at(0, 10, "答案應該是巴黎"), at(0, 10, "答案不應該是巴黎")),
        (
            Finding(message="x", kind="blot", location=Location(kind="region", box=(0, 0, 10, 10))),
            Finding(message="x", kind="blot", location=Location(kind="region", box=(1, 1, 9, 20))),
        ),
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
        (Finding(message="Well-formed: yes; 3.5 m."), Finding(message="well formed yes, 3.5 m!")),
        (at(0, 10, "No source!", kind="a"), at(4, 10, "no source", kind="b")),
        (at(0, 10, "wrong"), at(0, 20, "mistaken")),  # they share 10 of the 20 that they cover
        (at(5, 5), at(5, 5)),
        (at(0, 10, "17*3 is 51, not 54"), at(0, 10, "the product is 51")),
        (at(0, 10, "Paris is not in Spain"), at(0, 10, "wrong country")),
        (
            Finding(message="x", kind="blot", location=Location(kind="region", box=(0, 0, 10, 10))),
            Finding(message="y", kind="blot", location=Location(kind="region", box=(1, 1, 9, 12))),
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
