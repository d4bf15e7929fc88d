import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory import attending


def softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max())
    return e / e.sum()


def test_the_top_head_looks_at_the_best_example_of_each_prefix() -> None:
    rng = np.random.default_rng(0)
    rewards = rng.random((4, 7))
    looked = attending.top_head(rewards)
    assert (looked[:, 0] == 0).all()
    for b in range(4):
        for n in range(1, 7):
            assert looked[b, n].sum() == 1
            assert looked[b, n].argmax() == rewards[b, :n].argmax()


def test_the_worst_head_looks_at_the_lowest_reward_of_each_prefix() -> None:
    rewards = np.random.default_rng(7).random((3, 6))
    looked = attending.worst_head(rewards)
    assert [looked[2, n].argmax() for n in range(1, 6)] == [rewards[2, :n].argmin() for n in range(1, 6)]
    assert (looked.sum(axis=2)[:, 1:] == 1).all()


@pytest.mark.parametrize("reward", ["cosine", "squared"])
def test_the_average_head_is_the_softmax_of_agreement_written_out(reward: str) -> None:
    rng = np.random.default_rng(1)
    predictions, responses = rng.normal(size=(2, 3, 5, 4))
    looked = attending.average_head(predictions, responses, reward)  # type: ignore[arg-type]  # a plain str here
    for b in range(3):
        for n in range(1, 5):
            f, ys = predictions[b, n], responses[b, :n]
            if reward == "cosine":
                scores = np.array([f @ y / np.linalg.norm(f) / np.linalg.norm(y) for y in ys])
            else:
                scores = np.array([-((f - y) ** 2).sum() for y in ys])
            assert np.allclose(looked[b, n, :n], softmax(scores))
            assert (looked[b, n, n:] == 0).all()


def test_scores_of_any_size_overflow_nothing() -> None:
    looked = attending.average_head(np.full((1, 4, 2), 1e3), np.arange(8.0).reshape(1, 4, 2) * 1e3, "squared")
    assert np.isfinite(looked).all()


def test_packed_tokens_shift_by_one_and_interleaved_ones_are_summed() -> None:
    n = 4
    packed = np.random.default_rng(2).random((2, 3, n, n))
    looked = attending.by_example(packed, "packed")
    assert looked[0, 1, 3, 2] == packed[0, 1, 3, 3]
    assert (looked[:, :, 2, 2:] == 0).all()
    wide = np.random.default_rng(3).random((2, 3, 3 * n - 2, 3 * n - 2))
    looked = attending.by_example(wide, "interleaved")
    assert looked.shape == (2, 3, n, n)
    assert looked[1, 2, 3, 1] == pytest.approx(wide[1, 2, 9, 3:6].sum())


def test_a_head_correlates_fully_with_itself_and_a_flat_one_with_nothing() -> None:
    rng = np.random.default_rng(4)
    rewards = rng.random((200, 12))
    top = attending.top_head(rewards)
    flat = np.broadcast_to(np.tri(12, k=-1), top.shape)
    heads = np.stack([top, 0.3 * top + 0.05, flat, attending.last_head(rewards)], axis=1)
    found = attending.correlations(heads, top)
    assert np.allclose(found[:, :2], 1)
    assert (found[:, 2] == 0).all()
    control = attending.mean_over_tasks(found[:, 3])
    assert control.low < 0.05
    assert abs(control.value) < 0.1


def test_correlations_agree_with_numpy_prefix_by_prefix() -> None:
    rng = np.random.default_rng(5)
    looked, ideal = rng.random((2, 1, 6, 6)), rng.random((2, 6, 6))
    expected = np.mean([np.corrcoef(looked[1, 0, n, :n], ideal[1, n, :n])[0, 1] for n in range(3, 6)])
    assert attending.correlations(looked, ideal)[1, 0] == pytest.approx(expected)


def test_attention_by_rank_puts_the_best_first() -> None:
    rewards = np.array([[0.2, 0.9, 0.5, 0.1]])
    looked = np.zeros((1, 1, 4, 4))
    looked[0, 0, 3, :3] = [0.1, 0.7, 0.2]
    assert attending.by_rank(looked, rewards, 3).tolist() == [[[0.7, 0.2, 0.1]]]


def test_the_interval_of_a_mean_is_that_of_the_normal_approximation() -> None:
    values = np.random.default_rng(6).normal(0.3, 1, 400)
    mean = attending.mean_over_tasks(values)
    assert (mean.value, mean.n) == (pytest.approx(values.mean()), 400)
    assert mean.high - mean.low == pytest.approx(2 * 1.96 * values.std(ddof=1) / 20, rel=1e-4)


def test_what_does_not_fit_is_refused_with_its_shape() -> None:
    rewards = np.ones((2, 5))
    with pytest.raises(Misuse, match=r"must have shape \(B, H, T, T\), got \(2, 3, 4\)"):
        attending.by_example(np.ones((2, 3, 4)), "packed")
    with pytest.raises(Misuse, match=r"have 3 N - 2 tokens, got 6"):
        attending.by_example(np.ones((1, 1, 6, 6)), "interleaved")
    with pytest.raises(Misuse, match=r"got \(2, 1, 5, 5\) and \(2, 4, 4\)"):
        attending.correlations(np.ones((2, 1, 5, 5)), np.ones((2, 4, 4)))
    with pytest.raises(Misuse, match="need 4 examples or more to correlate over, got 3"):
        attending.correlations(np.ones((2, 1, 3, 3)), np.ones((2, 3, 3)))
    with pytest.raises(Misuse, match=r"`n` must lie in 1 to 4, got 5"):
        attending.by_rank(np.ones((2, 1, 5, 5)), rewards, 5)
    with pytest.raises(Misuse, match=r"got \(2, 5, 3\) and \(2, 4, 3\)"):
        attending.average_head(np.ones((2, 5, 3)), np.ones((2, 4, 3)), "cosine")
    with pytest.raises(Misuse, match=r"one finite number for each of 2 tasks or more, got an array of shape \(1,\)"):
        attending.mean_over_tasks(np.ones(1))
