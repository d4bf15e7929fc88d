"""What the checks say stands beside what people marked."""

from redraft.critics.translation import Segment, TranslationCritic
from redraft.evals.translation.held import ANY, DIGITS, LONG, REFUTED, Held, held
from redraft.evals.translation.judged import Judged, Mark


def judged(source: str, target: str, *marks: Mark) -> Judged:
    segment = Segment(source=source, source_language="en", target_language="de")
    return Judged(
        id="x", pair="ende", system="S", is_reference=False, segment=segment, target=target, half="test",
        raters=frozenset(("r",)), marks=marks,
    )  # fmt: skip


def checked(source: str, target: str, *marks: Mark) -> Held:
    return held(judged(source, target, *marks), TranslationCritic())


def test_a_flag_and_a_mark_at_the_same_place_overlap() -> None:
    mark = Mark(category="Accuracy/Mistranslation", severity="Major", start=7, end=9)
    one = checked("It has 50 rooms.", "Es hat 15 Zimmer.", mark)
    assert one.flagged == {"numbers", ANY, DIGITS}
    assert one.errors == {"accuracy", "major", "any"}
    assert one.overlaps == {"numbers": True, ANY: True}
    assert one.said == ("numbers: number_differs '15' (number '15', wanted '50')",)


def test_a_mark_elsewhere_does_not_overlap_and_one_in_the_source_counts_for_nothing() -> None:
    elsewhere = Mark(category="Style/Awkward", severity="Minor", start=0, end=2)
    assert checked("It has 50 rooms.", "Es hat 15 Zimmer.", elsewhere).overlaps == {"numbers": False, ANY: False}
    omission = Mark(category="Accuracy/Omission", severity="Major", start=None, end=None)
    assert checked("It has 50 rooms.", "Es hat 15 Zimmer.", omission).overlaps == {}


def test_what_refutes_and_the_controls_are_rows_of_their_own() -> None:
    assert REFUTED in checked("Save {n}", "Speichern").flagged
    assert checked("A house.", "Ein Haus.").flagged == set()
    long = "The house is old. " * 8
    assert checked(long, "Das Haus ist alt. " * 8).flagged == {LONG}
