import pytest

from redraft.critics.logic import Choice, Outcome, Settings
from redraft.critics.logic.issues import Issue
from redraft.evals.logic.cases import Case
from redraft.evals.logic.figures import Judged, figures, is_parsed, is_right, quantile, voted, why_not
from redraft.evals.logic.references import compared

OPTIONS = {"A": "True", "B": "False", "C": "Uncertain"}
TRUE = Outcome(status="decided", verdict="true", cpu_ms=2.0)
FALSE = Outcome(status="decided", verdict="false", cpu_ms=4.0)
UNREAD = Outcome(status="faulty", issues=(Issue(key="unexpected"),), cpu_ms=1.0)
CONTRADICTION = Outcome(status="faulty", issues=(Issue(key="contradiction"),), cpu_ms=3.0)
LATE = Outcome(status="undecided", reason="out_of_time", cpu_ms=5000.0)


def judged(outcome: Outcome, problem: str, *, model: str = "gpt-4", strict: Outcome | None = None) -> Judged:
    case = Case(
        set="FOLIO",
        model=model,
        id=problem,
        problem=problem,
        half="test",
        program="",
        settings=Settings(),
        n_options=3,
        answer="true",
        options=OPTIONS,
    )
    return Judged(case=case, outcome=outcome, strict=outcome if strict is None else strict)


def test_programs_are_counted_by_what_became_of_them() -> None:
    all_ = [judged(outcome, str(n)) for n, outcome in enumerate((TRUE, TRUE, FALSE, UNREAD, CONTRADICTION, LATE))]
    one = figures(all_, "test")
    assert one.n == 6
    assert one.parsed is not None
    assert one.decided is not None
    assert one.right is not None
    assert one.guessed is not None
    assert one.right_of_parsed is not None
    assert (one.parsed.value, one.decided.value, one.right.value) == (5 / 6, 3 / 6, 2 / 3)
    assert one.right_of_parsed.value == 2 / 5
    assert one.guessed.value == pytest.approx((2 + 3 / 3) / 6)
    assert (one.median_ms, one.over_time) == (2.5, 1 / 6)
    assert one.failures == {"unexpected": 1, "contradiction": 1, "out_of_time": 1}


def test_a_quantile_is_one_of_the_values() -> None:
    assert [quantile([1.0, 2.0, 3.0, 4.0], rate) for rate in (0.0, 0.25, 0.5, 0.95, 1.0)] == [1.0, 1.0, 2.0, 4.0, 4.0]


def test_what_repairs_bring_is_the_difference_to_reading_strictly() -> None:
    one = figures([judged(TRUE, "1", strict=UNREAD), judged(TRUE, "2")], "test")
    assert one.parsed_strict is not None
    assert one.right_strict is not None
    assert one.right_of_all is not None
    assert (one.parsed_strict.value, one.right_strict.value, one.right_of_all.value) == (0.5, 0.5, 1.0)


def test_a_contradiction_was_read_and_a_clash_of_arguments_was_not() -> None:
    assert is_parsed(CONTRADICTION)
    assert not is_parsed(Outcome(status="faulty", issues=(Issue(key="arity"),)))
    assert is_parsed(Outcome(status="decided", verdict="true", issues=(Issue(key="twins", severity="minor"),)))
    assert why_not(LATE) == "out_of_time"


def test_a_letter_is_right_when_its_option_is() -> None:
    letter = Outcome(status="decided", choices=(Choice(letter="A", holds=True),))
    assert is_right(judged(letter, "1").case, letter)


def test_two_models_vote_where_they_agree_or_one_alone_is_decided() -> None:
    pairs = [(TRUE, TRUE), (TRUE, FALSE), (UNREAD, TRUE), (FALSE, UNREAD)]
    both = [judged(left, str(n)) for n, (left, _) in enumerate(pairs)]
    both += [judged(right, str(n), model="gpt-3.5") for n, (_, right) in enumerate(pairs)]
    result = voted(both, "test")
    assert result is not None
    assert result.answered is not None
    assert result.right is not None
    assert result.answered_first is not None
    assert (result.models, result.n) == (("gpt-4", "gpt-3.5"), 4)
    assert (result.answered.value, result.right.value, result.answered_first.value) == (3 / 4, 2 / 3, 3 / 4)
    assert voted(both[:4], "test") is None


def test_a_figure_is_compared_with_what_others_reached() -> None:
    good = figures([judged(TRUE, str(n)) for n in range(50)], "test")
    found = {one.reference.name: one for one in compared([good])}
    assert (found["parsed"].rate, found["parsed"].reached) == (1.0, True)
    bad = figures([judged(FALSE if n % 2 else TRUE, str(n)) for n in range(50)], "test")
    assert {one.reference.name: one.reached for one in compared([bad])} == {"parsed": True, "right_of_parsed": False}
