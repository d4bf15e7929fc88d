from redraft.core import Message
from redraft.evals.preferences.memories import Edited, edited
from redraft.evals.preferences.people import Answer, Reaction
from redraft.evals.preferences.telling import copied, known_slots, trace_of, voted
from redraft.models.local.trace_words import trace_prompt

CODE: Answer = ("soup", "fish", "cake", "tea")
FIRST: Answer = ("soup", "beef", "fruit", "tea")
ONCE: Answer = ("soup", "fish", "fruit", "tea")


def edit(
    before: Answer, after: Answer, *, n_wrong: int, n_right: int | None = None, finished: bool = False, step: int = 0
) -> Edited:
    reaction = Reaction(before=before, after=after, n_wrong=n_wrong, n_right=n_right, is_finished=finished)
    return edited("dinner", reaction, step)


def test_a_finished_edit_tells_the_reward_of_both_texts() -> None:
    trace = trace_of("dinner", [edit(FIRST, CODE, n_wrong=2, finished=True)])
    assert trace == "dinner <a> soup beef fruit tea <r> r2 <a> soup fish cake tea <r> r4 <a>"


def test_who_mends_one_slot_and_speaks_tells_one_more_for_the_mended_text() -> None:
    trace = trace_of("dinner", [edit(FIRST, ONCE, n_wrong=2, n_right=2)])
    assert trace == "dinner <a> soup beef fruit tea <r> r2 <a> soup fish fruit tea <r> r3 <a>"


def test_of_the_silent_the_reward_is_estimated_from_the_edits_and_never_taken_from_the_truth() -> None:
    told = [trace_of("dinner", [edit(FIRST, ONCE, n_wrong=wrong)]) for wrong in (1, 2, 3, 4)]
    assert set(told) == {"dinner <a> soup beef fruit tea <r> r1 <a> soup fish fruit tea <r> r2 <a>"}


def test_only_the_latest_pairs_fit_and_the_model_can_read_them() -> None:
    edits = [
        edit(FIRST, (word, "fish", "cake", "tea"), n_wrong=3, finished=True, step=n)
        for n, word in enumerate(["soup", "salad", "bread"] * 3)
    ]
    trace = trace_of("dinner", [*edits, edit(ONCE, CODE, n_wrong=1, finished=True)])
    assert trace.count("<a>") <= 8
    assert trace.endswith("soup fish cake tea <r> r4 <a>")
    assert trace_prompt((Message.of("user", trace),)).n_words == 4


def test_without_edits_the_model_is_told_the_theme_alone() -> None:
    assert trace_of("trip", []) == "trip <a>"
    assert copied([]) is None
    assert voted([]) is None


def test_what_a_slot_was_last_changed_to_is_known() -> None:
    edits = [edit(FIRST, ONCE, n_wrong=2), edit(ONCE, ("soup", "pasta", "fruit", "tea"), n_wrong=2)]
    assert known_slots(edits) == {1: "pasta"}


def test_a_vote_takes_the_most_frequent_change_and_of_equal_ones_the_latest() -> None:
    fish, pasta = edit(FIRST, ONCE, n_wrong=2), edit(FIRST, ("soup", "pasta", "fruit", "tea"), n_wrong=2)
    assert voted([fish, fish, pasta]) == ONCE
    assert voted([fish, pasta]) == ("soup", "pasta", "fruit", "tea")
    assert copied([fish, pasta]) == ("soup", "pasta", "fruit", "tea")
