from random import Random

from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.logic.outcome import Choice, Outcome, Verdict
from redraft.critics.logic.votes import vote


def decided(verdict: Verdict) -> Outcome:
    return Outcome(status="decided", verdict=verdict)


FAULTY, LATE = Outcome(status="faulty"), Outcome(status="undecided", reason="out_of_time")


def test_more_than_half_of_those_that_are_decided_win() -> None:
    result = vote([decided("true"), FAULTY, decided("true"), LATE, decided("unknown")])
    assert (result.answer, result.n_for, result.n_voting, result.n_all) == ("true", 2, 3, 5)
    assert dict(result.tally) == {"true": 2, "unknown": 1}


def test_a_tie_and_a_mere_plurality_have_no_answer() -> None:
    assert vote([decided("true"), decided("false")]).answer is None
    split: list[Verdict] = ["true", "true", "false", "unknown"]
    assert vote([decided(verdict) for verdict in split]).answer is None


def test_without_voters_there_is_no_answer() -> None:
    assert vote([]).answer is None
    assert vote([FAULTY, LATE]).n_voting == 0


def test_a_letter_votes_with_the_verdict_that_it_stands_for() -> None:
    letter = Outcome(status="decided", choices=(Choice(letter="A", holds=False), Choice(letter="B", holds=True)))
    assert vote([letter, decided("false")], {"A": "True", "B": "False"}).answer == "false"


@given(st.lists(st.sampled_from(["true", "false", "unknown"])), st.randoms())
def test_the_order_of_the_programs_decides_nothing(verdicts: list[Verdict], random: Random) -> None:
    outcomes = [decided(verdict) for verdict in verdicts]
    shuffled = sorted(outcomes, key=lambda _: random.random())
    assert vote(outcomes) == vote(shuffled)
    winner = vote(outcomes).answer
    assert winner is None or 2 * sum(verdict == winner for verdict in verdicts) > len(verdicts)
