"""`redraft eval embedded` on few prompts: every condition is played and printed, and unknown families are refused."""

import pytest

from redraft.errors import Misuse
from redraft.evals.embedded import EmbeddedEvalConfig, as_text, evaluate_embedded
from redraft.evals.embedded.results import Target

pytest.importorskip("ctranslate2", reason="the embedded model needs redraft[embedded]")


def test_two_families_are_played_and_printed() -> None:
    told: list[str] = []
    config = EmbeddedEvalConfig(families=("pref", "count"), n_prompts=12)
    result = evaluate_embedded(config, on_progress=told.append)
    assert told == ["shipped weights: pref", "shipped weights: count"]
    (seed,) = result.seeds
    kinds = {curve.condition: curve.critic for curve in seed.curves}
    assert kinds["true rewards"] == "verified"
    assert kinds["flip_rate 0.25"] == "external"
    assert kinds["own check"] == "intrinsic"
    assert kinds["majority of 10"] is None
    assert {len(c.by_attempt) for c in seed.curves if c.family == "pref"} == {8, 1}
    text = as_text(result)
    for name in (*kinds, "distinct problems", "targets"):
        assert name in text


def test_an_unknown_family_is_refused() -> None:
    with pytest.raises(Misuse, match=r"unknown families \['chess'\]"):
        evaluate_embedded(EmbeddedEvalConfig(families=("chess",)))


def test_a_missed_target_is_printed_as_missed() -> None:
    target = Target(name="draft", wanted=">= 78 %", measured="70", met=False)
    from redraft.evals.embedded.results import EmbeddedResult, SeedResult

    result = EmbeddedResult(seeds=(SeedResult(weights="w", curves=(), targets=(target,)),), cpu_s=1.0)
    assert "MISSED  draft: 70 (wanted: >= 78 %)" in as_text(result)
    assert not result.met
