"""Profiles calibrated with a scripted world whose every case is known."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from redraft.core import Budget, Context, Draft, Prompt, Request
from redraft.critics import FunctionCritic
from redraft.engine.plan import Plan
from redraft.engine.release import Guarantee
from redraft.engine.strategies import InContextAlignment, SelfRefine
from redraft.errors import Misuse, ModelUnavailable
from redraft.evals.calibrating.certifying import Promise
from redraft.evals.calibrating.run import Calibration, CalibrationConfig, Progress, calibrate
from redraft.evals.playing import Arm, play
from redraft.evals.samples import read_data
from redraft.profiles.certificates import guarantee_for
from redraft.store.codec import encode

RIGHT = "42"


class Fate:
    """A model whose answers the prompt decides: ``right`` or ``wrong`` first, then what stands behind the arrow."""

    name = "test/fate"
    dialect = "chat"
    window_tokens = None

    def __init__(self) -> None:
        self.n_asked = 0

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        self.n_asked += 1
        asked = request.messages[0].text
        fate = asked.split(": ")[1].split(" -> ")
        written = [message for message in request.messages if message.role == "assistant"]
        return tuple(Draft.of(fate[min(len(written), 1)], by=self.name) for _ in range(request.n))


def judged(prompt: Prompt, draft: Draft, context: Context) -> float:
    """Flags what the prompt says it flags, and scores the redraft as the prompt says."""
    flagged, score = prompt.text.split(": ")[2].split(" ")
    return float(score) if context.attempts else (0.1 if flagged == "flagged" else 0.9)


def rows(*, fixed: int, flipped: int, kept: int, wrong: int = 0, flip_score: str = "0.6") -> list[dict[str, Any]]:
    fates = [
        *[f"{RIGHT} -> {RIGHT}: fine 0.9"] * kept,
        *[f"7 -> {RIGHT}: flagged 0.95"] * fixed,
        *[f"{RIGHT} -> 7: flagged {flip_score}"] * flipped,
        *["7 -> 7: fine 0.9"] * wrong,
    ]
    return [{"prompt": f"case {n}: {fate}", "reference": 42, "scorer": "number"} for n, fate in enumerate(fates)]


def plan(model: Any) -> Plan:
    critic = FunctionCritic(function=judged, name="judged", kind="verified")
    return Plan(model=model, critics=(critic,), strategy=InContextAlignment(), budget=Budget(rounds=1))


def config_for(found: list[dict[str, Any]], model: Any, **settings: Any) -> CalibrationConfig:
    Path("cases.jsonl").write_text("\n".join(map(json.dumps, found)))
    chosen: dict[str, Any] = {
        "data": read_data("cases.jsonl"),
        "plan": plan(model),
        "promise": Promise(epsilon=0.05, delta=0.05),
        "advises": False,
        "journal": Path("cert.json.journal"),
        "concurrency": 16,
        "command": "redraft calibrate cases.jsonl",
    }
    return CalibrationConfig(**(chosen | settings))


def done(found: list[dict[str, Any]], **settings: Any) -> Calibration:
    return asyncio.run(calibrate(config_for(found, Fate(), **settings)))


def test_the_threshold_lies_above_what_breaks_and_lets_in_what_repairs() -> None:
    found = done(rows(fixed=10, flipped=8, kept=100))
    file = found.certificate
    assert (file.threshold, file.n, file.n_right, file.n_unscored) == (0.95, 118, 108, 0)
    rows_at = {row.threshold: row for row in file.rows}
    assert (rows_at[0.95].n_fixes, rows_at[0.95].n_flips) == (10, 0)
    assert (rows_at[0.6].n_flips, rows_at[0.6].certified) == (8, False)
    assert rows_at[0.61].certified
    assert len(file.case_hashes) == len(set(file.case_hashes)) == 118


def test_the_profile_is_measured_and_its_rounds_are_predicted() -> None:
    figures = done(rows(fixed=10, flipped=8, kept=100, wrong=10)).profile
    assert figures.drafts is not None
    assert figures.sensitivity is not None
    assert figures.specificity is not None
    assert figures.broken is not None
    assert figures.ranking is not None
    assert figures.drafts.value == pytest.approx(108 / 128)
    assert figures.sensitivity.value == 0.5
    assert figures.specificity.value == pytest.approx(100 / 108)
    assert figures.broken.value == pytest.approx(8 / 128)
    assert figures.ranking.value == 1.0
    assert figures.calls == pytest.approx(1 + 18 / 128)
    assert figures.rounds[1].measured.value == pytest.approx(110 / 128)
    assert figures.rounds[0].predicted == pytest.approx(108 / 128)


def test_the_certificate_is_in_force_for_the_plan_that_was_calibrated_and_no_other() -> None:
    found = rows(fixed=10, flipped=8, kept=100)
    file = done(found).certificate
    model = Fate()
    guarantee = guarantee_for(file, plan(model))
    assert guarantee.in_force == file.certificate
    samples = read_data("cases.jsonl").samples
    held = asyncio.run(play(Arm(name="held", plan=replace(plan(model), guarantee=guarantee)), samples, concurrency=8))
    assert sum(one.repaired for one in held) == 10
    assert sum(one.broken for one in held) == 0
    more = replace(plan(model), budget=Budget(rounds=2))
    assert guarantee_for(file, more).void is not None
    assert isinstance(guarantee_for(file, more), Guarantee)


def test_an_interrupted_calibration_goes_on_where_it_stopped() -> None:
    found = rows(fixed=10, flipped=8, kept=100)
    whole = done(found)
    journal = Path("cert.json.journal")
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:40]) + lines[40][:30])  # killed in the middle of a line
    model, heard = Fate(), list[Progress]()
    again = asyncio.run(calibrate(config_for(found, model), on_progress=heard.append))
    assert heard[0].n_before == 40
    assert model.n_asked == sum(1 + ("flagged" in row["prompt"]) for row in found) - sum(
        1 + (len(json.loads(line)["right"]) > 1) for line in lines[:40]
    )
    assert replace(again.certificate, created_at="") == replace(whole.certificate, created_at="")
    asked_before = model.n_asked
    asyncio.run(calibrate(config_for(found, model)))
    assert model.n_asked == asked_before


def test_another_plan_or_other_data_take_nothing_from_the_journal() -> None:
    found = rows(fixed=10, flipped=8, kept=100)
    done(found)
    model = Fate()
    config = config_for(found, model)
    config = replace(config, plan=replace(config.plan, critic_timeout_s=7.0))
    asyncio.run(calibrate(config))
    assert model.n_asked >= len(found)


def test_other_strategies_are_held_beside_it_and_the_choice_is_told_by_the_other_half() -> None:
    found = done(rows(fixed=30, flipped=8, kept=100, wrong=20), advises=True)
    assert found.advice is not None
    names = [one.name for one in found.advice.candidates]
    assert names[:4] == ["profile", *(f"in_context_alignment, {k} round{'s'[: k > 1]}" for k in (1, 2, 3))]
    assert [name.split(",")[0] for name in names[4:]] == ["best_of_n", "self_consistency"]
    chosen = found.advice.chosen
    assert chosen is not None
    assert chosen.strategy == "in_context_alignment"
    assert chosen.gain_first > 0.1
    assert chosen.gain.value > 0.1
    # A resampled answer is the draft again in this world, so neither of them can gain.
    assert [one.gain.value for one in found.advice.candidates[4:]] == [0.0, 0.0]


def test_a_net_gain_is_confirmed_by_the_half_that_did_not_choose() -> None:
    promise = Promise(epsilon=0.05, delta=0.05, net=True)
    sure = done(rows(fixed=40, flipped=0, kept=160), promise=promise).certificate
    assert sure.net is not None
    assert sure.net.p_net is not None
    assert (sure.threshold, sure.net.n) == (0.95, 100)
    assert sure.net.p_net < 0.001
    few = done(rows(fixed=4, flipped=0, kept=160), promise=promise).certificate
    assert few.threshold is None


def test_too_few_cases_are_refused_before_a_model_is_asked() -> None:
    model = Fate()
    with pytest.raises(Misuse, match=r"40 cases are too few: .* takes 59 even if no answer is broken"):
        asyncio.run(calibrate(config_for(rows(fixed=10, flipped=0, kept=30), model)))
    in_halves = config_for(
        rows(fixed=10, flipped=0, kept=80), model, promise=Promise(epsilon=0.05, delta=0.05, net=True)
    )
    with pytest.raises(Misuse, match=r"takes 118, half of them to choose a threshold by"):
        asyncio.run(calibrate(in_halves))
    of_many = replace(in_halves, promise=Promise(epsilon=0.05, delta=0.05, n_slices=22))
    with pytest.raises(Misuse, match="takes 119"):
        asyncio.run(calibrate(of_many))
    assert model.n_asked == 0


def test_drafts_of_one_class_are_refused() -> None:
    with pytest.raises(Misuse, match="all 100 drafts are right, so nothing can be repaired"):
        done(rows(fixed=0, flipped=10, kept=90))
    with pytest.raises(Misuse, match="all 100 drafts are wrong, so nothing can be broken"):
        done(rows(fixed=50, flipped=0, kept=0, wrong=50))


def test_scores_that_rank_the_wrong_way_round_are_refused_and_useless_ones_are_told() -> None:
    with pytest.raises(Misuse, match="scores rank the wrong way round"):
        done(rows(fixed=20, flipped=20, kept=100, flip_score="0.99"))
    useless = done(rows(fixed=20, flipped=20, kept=100, flip_score="0.95"))
    assert useless.notes[0].startswith("The scores do not tell right redrafts from wrong ones")
    assert useless.certificate.threshold is None


def test_redrafts_without_scores_are_refused() -> None:
    config = config_for(rows(fixed=20, flipped=2, kept=100), Fate())
    unjudged = replace(config.plan, critics=(), strategy=SelfRefine(rounds=1))
    with pytest.raises(Misuse, match="122 redrafts would be returned and none has a score"):
        asyncio.run(calibrate(replace(config, plan=unjudged)))


def test_where_the_model_gave_no_answer_it_is_asked_again() -> None:
    found = rows(fixed=10, flipped=8, kept=100)

    class Away(Fate):
        """Is not there for every tenth case."""

        async def generate(self, request: Request) -> tuple[Draft, ...]:
            if request.messages[0].text.split(":")[0].endswith("7"):
                raise ModelUnavailable("away")
            return await super().generate(request)

    away = asyncio.run(calibrate(config_for(found, Away())))
    file = away.certificate
    assert (away.profile.n_unscored, file.n_unanswered, file.n_unscored, file.n) == (12, 12, 0, 106)
    model = Fate()
    whole = asyncio.run(calibrate(config_for(found, model)))
    assert whole.profile.n_unscored == 0
    assert model.n_asked == sum(1 + ("flagged" in row["prompt"]) for row in found if "7:" in row["prompt"][:9])


def test_cases_of_the_certificate_in_use_are_told() -> None:
    found = rows(fixed=10, flipped=0, kept=100)
    first = done(found)
    second = done(found, earlier=first.certificate)
    assert second.notes[-1].startswith("The profile has a certificate from these very cases.")


def test_where_a_critic_failed_the_certificate_counts_the_draft_as_the_engine_returns_it() -> None:
    found = rows(fixed=10, flipped=8, kept=100)

    def away(prompt: Prompt, draft: Draft, context: Context) -> bool:
        if context.attempts and prompt.text.split(":")[0].endswith(("0", "1", "2")):
            raise OSError("away")
        return True

    model = Fate()
    config = config_for(found, model)
    critics = (*config.plan.critics, FunctionCritic(function=away, name="away", kind="external"))
    config = replace(config, plan=replace(config.plan, critics=critics))
    found_out = asyncio.run(calibrate(config))
    file = found_out.certificate
    at = {row.threshold: row for row in file.rows}
    lost = [row["prompt"] for row in found if "flagged" in row["prompt"] and row["prompt"].split(":")[0][-1] in "012"]
    assert len(lost) > 2
    assert at[0.0].n_replaced == 18 - len(lost)
    asked_before = model.n_asked
    asyncio.run(calibrate(config))  # asks again where a critic failed, and nowhere else
    assert model.n_asked - asked_before == 2 * len(lost)
    assert found_out.notes[-1].startswith(f"In {len(lost)} of 118 cases a critic failed to judge")
    guarantee = guarantee_for(file, config.plan)
    assert guarantee.in_force is not None
    bound = replace(config.plan, guarantee=guarantee)
    held = asyncio.run(play(Arm(name="held", plan=bound), config.data.samples, concurrency=8))
    chosen = at[guarantee.in_force.threshold]
    assert sum(one.final != 0 for one in held) == chosen.n_replaced
    assert sum(one.repaired for one in held) == chosen.n_fixes


def test_rows_that_share_a_problem_are_counted_once_and_it_is_said_how_many() -> None:
    found = rows(fixed=20, flipped=0, kept=180)
    for number, row in enumerate(found):
        row["problem"] = f"p{number // 2}"
    file = done(found).certificate
    assert (file.n, file.n_left_out) == (100, 100)
    assert len(file.case_hashes) == 200
    with pytest.raises(Misuse, match="50 cases are too few"):
        done(found[:100])


def test_more_cases_after_a_look_are_refused_before_a_model_is_asked() -> None:
    found, out = rows(fixed=10, flipped=8, kept=100), Path("cert.json")
    first = done(found, out=out).certificate
    out.write_text(encode(first))
    assert done(found, out=out).certificate.look == 1
    model = Fate()
    with pytest.raises(Misuse, match="calibrated on 118 of these 138 cases"):
        asyncio.run(calibrate(config_for([*found, *rows(fixed=0, flipped=0, kept=138)[118:]], model, out=out)))
    assert model.n_asked == 0
