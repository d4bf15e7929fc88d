"""Rows of every family: probabilities add up, the next word is possible, the same seed gives the same rows."""

import numpy as np
import pytest

from redraft.training.count_traces import count_rows
from redraft.training.pref_traces import pref_rows
from redraft.training.rows import ROW_TOKENS, Rows, empty_rows, join
from redraft.training.safe_traces import safe_rows


def rows_of(family: str, seed: int) -> Rows:
    rng = np.random.default_rng(seed)
    if family == "pref":
        return pref_rows(rng, 64, ordered_rate=0.3)
    return count_rows(rng, 64, mistakes=(), mistakes_rate=0.5) if family == "count" else safe_rows(rng, 64)


@pytest.mark.parametrize("family", ["pref", "count", "safe"])
def test_learnt_positions_have_a_distribution_that_holds_the_next_word(family: str) -> None:
    rows = rows_of(family, 0)
    learnt = rows.weights > 0
    assert learnt.sum() > 500
    assert np.allclose(rows.next_rates.sum(axis=2)[learnt], 1.0)
    possible = ((rows.next_ids == rows.tokens[:, 1:, None]) & (rows.next_rates > 0)).any(axis=2)
    assert possible[learnt].all()


@pytest.mark.parametrize("family", ["pref", "count", "safe"])
def test_padding_is_never_learnt(family: str) -> None:
    rows = rows_of(family, 1)
    assert (rows.weights[rows.tokens[:, 1:] == 0] == 0).all()


@pytest.mark.parametrize("family", ["pref", "count", "safe"])
def test_the_same_seed_gives_the_same_rows_and_another_does_not(family: str) -> None:
    first, again, other = rows_of(family, 2), rows_of(family, 2), rows_of(family, 3)
    assert (first.tokens == again.tokens).all()
    assert (first.weights == again.weights).all()
    assert not (first.tokens == other.tokens).all()


def test_rows_can_be_joined_and_taken() -> None:
    both = join([rows_of("pref", 0), empty_rows(2)])
    assert (len(both), both.tokens.shape[1]) == (66, ROW_TOKENS)
    assert (both.take(np.array([65])).tokens == 0).all()
