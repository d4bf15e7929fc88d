import pytest

from redraft.core import Rendering
from redraft.engine.renderers.selection import select
from redraft.errors import ContextFull
from support.critics import attempt, context_of

SCORES = (0.5, 0.0, 1.0, None, 0.5)


def shown(rendering=None, *, room=None, scores=SCORES, size=10):
    context = context_of("q", [attempt(str(k), score) for k, score in enumerate(scores)])
    return select(context, rendering or Rendering(), size_of=lambda i: size, room=room)


@pytest.mark.parametrize(
    ("order", "indices"),
    [("arrival", (0, 1, 2, 3, 4)), ("worst_to_best", (3, 1, 0, 4, 2)), ("best_to_worst", (2, 4, 0, 1, 3))],
)
def test_attempts_come_in_the_order_that_was_asked_for(order, indices):
    assert shown(Rendering(order=order)).indices == indices


def test_the_last_pair_alone_is_the_newest_whatever_its_score():
    assert shown(Rendering(pairs="last")).indices == (4,)


def test_when_there_is_room_nothing_is_left_out():
    assert shown(room=50) == ((0, 1, 2, 3, 4), 0)


def test_a_full_window_keeps_the_best_and_the_worst_and_counts_the_rest():
    assert shown(room=20, scores=(0.5, 0.0, 1.0, 0.25)) == ((1, 2), 2)
    assert shown(room=30, scores=(0.5, 0.0, 1.0, 0.25)) == ((0, 1, 2), 1)
    assert shown(room=10, scores=(0.5, 0.0, 1.0, 0.25)) == ((2,), 3)


def test_a_full_window_can_stop_instead():
    with pytest.raises(ContextFull, match="5 attempts need more than the 49 tokens"):
        shown(Rendering(when_full="stop"), room=49)


def test_a_window_too_small_for_one_attempt_is_full():
    with pytest.raises(ContextFull, match="not even one attempt fits into the 9 tokens"):
        shown(room=9)


def test_attempts_the_dialect_has_no_words_for_are_not_shown():
    context = context_of("q", [attempt("a", None), attempt("b", 0.0)])
    picked = select(context, Rendering(), size_of=lambda i: 1, room=None, showable=lambda a: a.score is not None)
    assert picked == ((1,), 0)
