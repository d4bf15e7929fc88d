"""Which pieces of a text may be changed, and which edits are refused."""

from redraft.core import Attempt, Critique, Draft, Finding, Location
from redraft.engine.limiting import refusal, starts_of, wrong_places


def finding(start: int, end: int, severity: str = "major", kind: str = "text") -> Finding:
    place = Location(kind=kind, start=start, end=end)  # type: ignore[arg-type] # words of the test
    return Finding(message=f"{start} to {end}", severity=severity, location=place)  # type: ignore[arg-type] # as above


def attempt(*findings: Finding) -> Attempt:
    critique = Critique(critic="facts", kind="verified", score=0.0, findings=findings)
    return Attempt(draft=Draft.of("x" * 100), critiques=(critique,), verdict=critique, passed=False)


def test_what_findings_call_wrong_is_in_order_and_overlaps_are_one_place() -> None:
    places = wrong_places(attempt(finding(50, 60), finding(0, 10), finding(5, 20), finding(20, 30)))
    assert [(place.start, place.end, len(place.findings)) for place in places] == [
        (0, 20, 2),
        (20, 30, 1),
        (50, 60, 1),
    ]


def test_minor_findings_and_those_without_a_place_in_the_text_call_nothing_wrong() -> None:
    whole = Finding(message="all of it")
    assert wrong_places(attempt(finding(0, 5, "minor"), finding(0, 5, kind="time"), whole)) == ()


def test_words_are_found_inside_the_places_alone() -> None:
    text = "one two one two one"
    (place,) = wrong_places(attempt(finding(4, 15)))
    assert starts_of("one", text, (place,)) == [8]
    assert starts_of("two", text, (place,)) == [4, 12]
    assert starts_of("two one two one", text, (place,)) == []


def test_a_refusal_says_what_was_wrong_with_the_edit() -> None:
    whys = [refusal(old, "new", "one two one", n)["why"] for old, n in (("one", 2), ("two", 0), ("three", 0))]
    assert whys == [
        "it stands 2 times in what is called wrong, so that it is not clear which is meant",
        "it lies outside what is called wrong",
        "it does not stand in the answer",
    ]
