import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.constructions.channels import Channels

CHANNELS = Channels((("x", 2), ("y", 3), ("one", 1)))


def test_channels_stand_one_after_the_other() -> None:
    assert CHANNELS.width == 6
    assert [CHANNELS.place(name) for name in ("x", "y", "one")] == [slice(0, 2), slice(2, 5), slice(5, 6)]


def test_a_channel_is_the_matrix_that_reads_it_and_its_transpose_writes_it() -> None:
    token = np.arange(6.0)
    assert (CHANNELS["y"] @ token).tolist() == [2, 3, 4]
    assert (CHANNELS["y"].T @ np.array([7.0, 8, 9])).tolist() == [0, 0, 7, 8, 9, 0]


def test_fresh_tokens_hold_nothing() -> None:
    tokens = CHANNELS.tokens(4, 5)
    assert tokens.shape == (4, 5, 6) and not tokens.any()


def test_an_unknown_channel_is_named_beside_the_known_ones() -> None:
    with pytest.raises(Misuse, match="no channel 'z'; the channels are x, y, one"):
        CHANNELS["z"]
