"""Taking weights out one by one."""

import numpy as np

from redraft.theory.constructions.blocks import Block, FeedForward, Head, Network
from redraft.theory.verification.breaking import Weight, break_weights, without_each
from redraft.theory.verification.catalogue import CATALOGUE, named
from redraft.theory.verification.entries import Setting


def test_a_weight_that_is_taken_out_is_noticed() -> None:
    for entry in CATALOGUE:
        broken = break_weights(
            entry, Setting(n_responses=entry.nearest(4), width=1, query_width=1, n_steps=2), n_draws=16
        )
        assert broken.n_noticed > 0.8 * broken.n_weights > 5, entry.name
        assert broken.n_weights == broken.n_noticed + len(broken.unnoticed) and broken.median_error > 1e-3


def test_a_weight_goes_from_every_block_that_has_it() -> None:
    eye = np.eye(2)
    head = Head(name="h", query=eye, key=eye, value=eye, output=eye)
    network = FeedForward(name="f", inner=eye, bias=np.zeros(2), outer=eye)
    without = dict(
        without_each(
            Network(blocks=(Block(name="1", heads=(head,)), Block(name="2", heads=(head,), feed_forward=network)))
        )
    )
    assert len(without) == 4 * 2 + 2 * 2
    changed = without[Weight(part="h", matrix="key", index=(1, 1))]
    assert [block.heads[0].key.tolist() for block in changed.blocks] == [[[1, 0], [0, 0]]] * 2
    assert np.array_equal(changed.blocks[0].heads[0].query, eye) and changed.blocks[1].feed_forward == network


def test_a_weight_that_does_nothing_is_named() -> None:
    # The query's key is penalised for the case of rewards far below 0, which these are not.
    broken = break_weights(named("bradley-terry"), Setting(n_responses=2, width=1, query_width=1), n_draws=16)
    assert [(weight.part, weight.matrix) for weight in broken.unnoticed] == [("top", "key")]
