"""Drift of scores: noticed soon, not where there is none, and the same after a restart."""

import math
import random

import msgspec
import pytest

from redraft.errors import Misuse
from redraft.trust.monitoring.drift import WINDOW, ScoreWindow, add_score


def scores(n: int, passing: float, seed: int) -> list[float]:
    rng = random.Random(seed)
    return [float(rng.random() < passing) for _ in range(n)]


def over(stream: list[float], window: ScoreWindow | None = None) -> ScoreWindow:
    window = window or ScoreWindow()
    for score in stream:
        window = add_score(window, score)
    return window


def test_a_fall_is_marked_soon_after_it_came() -> None:
    window = over(scores(1000, 0.8, 1) + scores(300, 0.4, 2))
    assert window.marks and 1000 < window.marks[0] <= 1264


def test_what_came_before_the_fall_is_dropped() -> None:
    window = over(scores(1000, 0.9, 1) + scores(300, 0.3, 2))
    assert sum(window.recent) / len(window.recent) < 0.5


def test_scores_that_come_from_one_place_are_not_marked() -> None:
    assert over(scores(6000, 0.8, 3)).marks == ()
    assert over([1.0] * 2000).marks == ()


def test_scores_that_come_in_the_order_of_how_long_they_took_are_not_marked() -> None:
    stream, window = scores(6000, 0.6, 7), ScoreWindow()
    for start in range(0, len(stream), 64):  # 64 side by side: what passes ends first
        for at in sorted(range(start, min(start + 64, len(stream))), key=lambda i: -stream[i]):
            window = add_score(window, stream[at], begun=float(at))
    assert window.marks == ()
    assert over([score for k in range(0, 6000, 64) for score in sorted(stream[k : k + 64], reverse=True)]).marks


def test_what_was_begun_before_a_drift_and_ends_late_does_not_come_back() -> None:
    window = over(scores(1000, 0.9, 1) + scores(300, 0.3, 2))
    late = add_score(window, 1.0, begun=3.0)
    assert late.recent == window.recent and late.n == window.n + 1


def test_the_window_is_bounded() -> None:
    window = over(scores(3000, 0.5, 4))
    assert len(window.recent) == WINDOW and window.n == 3000


def test_written_down_and_read_again_it_goes_on_as_if_nothing_happened() -> None:
    stream = scores(700, 0.8, 5) + scores(500, 0.4, 6)
    halfway = over(stream[:713])
    again = msgspec.json.decode(msgspec.json.encode(halfway), type=ScoreWindow)
    assert over(stream[713:], again) == over(stream) and over(stream).marks


@pytest.mark.parametrize("score", [math.nan, -0.1, 1.1])
def test_what_is_no_score_is_refused(score: float) -> None:
    with pytest.raises(Misuse, match=r"a score lies in \[0, 1\]"):
        add_score(ScoreWindow(), score)
