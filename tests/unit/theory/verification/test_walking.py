"""One construction block by block."""

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.verification.catalogue import named
from redraft.theory.verification.entries import Setting
from redraft.theory.verification.walking import walk

FOUR = Setting(n_responses=4, width=2, gap=0.1)
REWARDS = np.array([0.3, 0.9, 0.1, 0.5])


def walked(name: str):  # type: ignore[no-untyped-def]
    entry = named(name)
    return walk(entry, FOUR, entry.problem(FOUR, 0, REWARDS))


def test_masks_are_set_from_the_best_response_to_the_worst_but_one() -> None:
    for name in ("masked", "paper", "online"):
        stages = [stage for stage in walked(name).stages if stage.block.startswith("stage") or "stage" in stage.block]
        tops = [stage.looks[0] for stage in stages]
        assert [look.token for look in tops] == ["response 2", "response 4", "response 1"]
        assert all(look.weight > 1 - 1e-12 for look in tops)
        masked = [set(stage.masked or ()) for stage in stages[:2]]
        assert masked == [{"response 2"}, {"response 2", "response 4"}]


def test_the_distance_falls_to_rounding_at_the_end() -> None:
    shown = walked("masked")
    assert shown.stages[0].distance == pytest.approx(float(np.abs(shown.start - shown.expected).max()))
    assert shown.error == shown.stages[-1].distance < 1e-14 and np.allclose(shown.stages[-1].prediction, shown.expected)


def test_a_causal_construction_lists_the_worst_first_and_has_no_mask() -> None:
    shown = walked("sorted")
    assert shown.tokens == ("rank 4", "rank 3", "rank 2", "rank 1", "query")
    assert all(stage.masked is None for stage in shown.stages)
    average = next(look for stage in shown.stages for look in stage.looks)
    assert np.allclose(np.triu(average.attention, 1), 0) and np.allclose(average.attention.sum(axis=1), 1)


def test_more_than_one_problem_is_refused() -> None:
    entry = named("masked")
    with pytest.raises(Misuse, match="one problem, got 2"):
        walk(entry, FOUR, entry.draw(2, FOUR, 0))
