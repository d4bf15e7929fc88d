from redraft.core import PERSON, Critique
from redraft.critics.panel.outranking import hear, without_repeats


def given(critic: str, kind: str, score: float | None) -> Critique:
    return Critique(critic=critic, kind=kind, score=score, reason=None if score is not None else "broke")  # type: ignore[arg-type] # a literal by name


def names(heard: object) -> list[str]:
    return [critique.critic for critique in heard.deciders]  # type: ignore[attr-defined] # of Heard


def test_a_person_is_heard_before_what_was_proved_and_that_before_opinions() -> None:
    judge, tests, person = (
        given("judge", "external", 0.0),
        given("tests", "verified", 0.0),
        given(PERSON, "external", 1.0),
    )
    assert (hear([judge, tests, person]).rank, names(hear([judge, tests, person]))) == ("person", [PERSON])
    assert (hear([judge, tests]).rank, names(hear([judge, tests]))) == ("verified", ["tests"])
    assert (hear([judge]).rank, hear([judge]).votes) == ("opinion", True)


def test_of_a_persons_words_the_last_counts() -> None:
    first, last = given(PERSON, "external", 0.0), given(PERSON, "external", 1.0)
    assert hear([first, last]).deciders == (last,)


def test_a_person_who_does_not_know_leaves_it_to_the_others() -> None:
    assert names(hear([given("judge", "external", 0.0), given(PERSON, "external", None)])) == ["judge"]


def test_those_who_are_not_heard_are_listed_with_the_reason() -> None:
    heard = hear([given("judge", "external", 1.0), given("tests", "verified", 0.0), given("slow", "verified", None)])
    assert [(one.critique.critic, one.why) for one in heard.left_out] == [
        ("judge", "outranked by tests"),
        ("slow", "broke"),
    ]


def test_another_models_opinion_outranks_ones_own_only_where_one_kind_decides() -> None:
    opinions = [given("judge", "external", 1.0), given("self", "intrinsic", 0.0)]
    assert names(hear(opinions)) == ["judge", "self"]
    assert names(hear(opinions, one_kind=True)) == ["judge"]


def test_a_critic_that_judged_again_has_one_vote() -> None:
    before, after, other = given("a", "external", 0.0), given("a", "external", 1.0), given("b", "external", 0.0)
    heard = without_repeats(hear([before, other, after]))
    assert heard.deciders == (other, after)
    assert [(one.critique, one.why) for one in heard.left_out] == [(before, "it judged again")]


def test_nobody_is_heard_when_nobody_scored() -> None:
    heard = hear([given("a", "verified", None)])
    assert (heard.deciders, heard.rank, heard.votes) == ((), None, False)
