"""`pref` traces: the soft targets are the exact posterior, counted again here by brute force."""

import numpy as np

from redraft.evals.environments import pref
from redraft.models.local.language import VOCABULARY
from redraft.training.pref_traces import pref_rows
from redraft.training.rows import Part, Rows
from support.reading_rows import attempts_of, words_of


def brute_force(theme: str, history: list[tuple[tuple[str, ...], str]], begun: list[str]) -> dict[str, float]:
    """How the next word of an answer that has begun is distributed under the posterior."""
    left = [c for c in pref.consistent_codes(theme, history) if list(c[: len(begun)]) == begun]
    return {word: sum(c[len(begun)] == word for c in left) / len(left) for word in {c[len(begun)] for c in left}}


def soft_target(rows: Rows, index: int, place: int) -> dict[str, float]:
    pairs = zip(rows.next_ids[index, place - 1], rows.next_rates[index, place - 1], strict=True)
    return {VOCABULARY[i]: round(float(rate), 5) for i, rate in pairs if rate > 0}


def check_against_brute_force(rows: Rows, index: int) -> int:
    words, n_checked = words_of(rows, index), 0
    theme, pairs = words[1], attempts_of(words_of(rows, index))
    for step, (answer, _) in enumerate(pairs):
        history = [(tuple(a), c[0]) for a, c in pairs[:step]]
        for slot in range(4):
            place = 2 + 7 * step + 1 + slot
            if rows.weights[index, place - 1] > 0:
                wanted = {w: round(r, 5) for w, r in brute_force(theme, history, answer[:slot]).items()}
                assert soft_target(rows, index, place) == wanted
                n_checked += 1
    return n_checked


def test_soft_targets_are_the_posterior_in_order_of_arrival() -> None:
    rows = pref_rows(np.random.default_rng(0), 20, ordered_rate=0.0)
    assert sum(check_against_brute_force(rows, i) for i in range(20)) > 200


def test_soft_targets_are_the_posterior_also_after_reordering() -> None:
    rows = pref_rows(np.random.default_rng(1), 20, ordered_rate=1.0)
    assert sum(check_against_brute_force(rows, i) for i in range(20)) > 100


def test_a_wrong_posterior_would_be_noticed() -> None:
    rows = pref_rows(np.random.default_rng(0), 20, ordered_rate=0.0)
    rows.next_rates[rows.parts == Part.PREF_ANSWER] = (0.5, 0.3, 0.2)
    try:
        n_checked = sum(check_against_brute_force(rows, i) for i in range(20))
    except AssertionError:
        return
    raise SystemExit(f"{n_checked} wrong targets passed")


def test_rewards_are_true_for_one_code() -> None:
    rows = pref_rows(np.random.default_rng(2), 30, ordered_rate=0.5)
    for index in range(30):
        words = words_of(rows, index)
        history = [(tuple(answer), critique[0]) for answer, critique in attempts_of(words)]
        assert pref.consistent_codes(words[1], history)


def test_ordered_rows_begin_with_rewards_in_order_and_learn_nothing_there() -> None:
    rows = pref_rows(np.random.default_rng(3), 200, ordered_rate=1.0)
    for index in range(200):
        rewards = [critique[0] for _, critique in attempts_of(words_of(rows, index))]
        first_learnt = int(np.flatnonzero((rows.weights[index] > 0) & (rows.parts[index] == Part.PREF_ANSWER))[0])
        n_before = (first_learnt + 1 - 2) // 7
        seen = rewards[: max(n_before, 2)]
        assert n_before >= 2
        assert seen[:2] in (sorted(seen[:2]), sorted(seen[:2], reverse=True))
