from redraft.core import Critique, Draft, Finding, Location, Prompt
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.steps.examined import examined

TEXT = "16 - 3 = <<16-3=14>>14\nA: 14"


def critique(start: int, end: int, kind: str = "arithmetic") -> Critique:
    finding = Finding(message="wrong", kind=kind, location=Location(start=start, end=end))
    return Critique(critic="steps", kind="verified", score=0.0, findings=(finding,))


def output(mistake: Location | None = None) -> LabelledOutput:
    return LabelledOutput(
        id="o1", prompt=Prompt.of("How many?"), draft=Draft.of(TEXT), acceptable=False, problem="p", mistake=mistake
    )


def test_a_finding_in_the_marked_step_is_located() -> None:
    assert examined(output(Location(start=0, end=22)), critique(0, 22), 0.0).located is True
    assert examined(output(Location(start=23, end=28)), critique(0, 22), 0.0).located is False
    assert examined(output(), critique(0, 22), 0.0).located is None


def test_it_says_where_a_wrong_value_stands() -> None:
    inside = TEXT.index("16-3=14")
    assert examined(output(), critique(0, 22), 0.0).where == "text"
    assert examined(output(), critique(inside, inside + 7), 0.0).where == "note"
    assert examined(output(), critique(inside, 22, "copy"), 0.0).where == "after a note"
    assert examined(output(), critique(26, 28, "answer"), 0.0).where == "answer"


def test_what_is_not_scored_is_not_flagged() -> None:
    unscored = Critique(critic="steps", kind="verified", reason="nothing to compute")
    one = examined(output(Location(start=0, end=22)), unscored, 0.0)
    assert (one.flagged, one.scored, one.located, one.first) == (False, False, False, None)
