"""Problems go through the real engine: as many attempts as asked, scored by the truth and not by the critic."""

import asyncio
import random

from redraft.core import Draft, Message, Rendering, Request
from redraft.evals.embedded.ideal import IdealPlayer
from redraft.evals.embedded.play import EveryRound, play, prompts_of
from redraft.evals.embedded.results import curve_of, paired_gain
from redraft.evals.embedded.verifier import Verifier
from redraft.evals.environments import pref
from redraft.models.scripted import ScriptedModel

PROBLEMS = pref.problems(40, random.Random(0))


def ideal(problems: list[pref.PrefProblem], **knobs: float) -> list[tuple[bool, ...]]:
    _, by_id = prompts_of(problems)
    critic = Verifier(problems=by_id, **knobs)  # type: ignore[arg-type]  # rates only
    strategy = EveryRound(n_attempts=8)
    played = play(problems, model=IdealPlayer(), critics=[critic], strategy=strategy, seed=0)
    return [one.passed for one in played]


def test_the_ideal_player_finds_nearly_every_code_in_eight_attempts() -> None:
    passed = ideal(PROBLEMS)
    assert sum(one[-1] for one in passed) >= 38
    assert sum(one[0] for one in passed) <= 4


def test_once_right_the_ideal_player_stays_right() -> None:
    for one in ideal(PROBLEMS):
        assert list(one) == sorted(one)


def test_wrong_rewards_ruin_even_the_ideal_player() -> None:
    assert sum(one[-1] for one in ideal(PROBLEMS, flip_rate=1.0)) <= 2


def test_the_last_pair_alone_is_not_enough() -> None:
    _, by_id = prompts_of(PROBLEMS)
    strategy = EveryRound(n_attempts=8, rendering=Rendering(pairs="last"))
    critic = Verifier(problems=by_id)
    played = play(PROBLEMS, model=IdealPlayer(), critics=[critic], strategy=strategy, seed=0)
    assert sum(one.passed[-1] for one in played) < 0.7 * len(PROBLEMS)


def test_the_truth_scores_an_answer_whatever_its_critic_said() -> None:
    problem = pref.PrefProblem(theme="dinner", code=("soup", "fish", "cake", "tea"))
    liar = Verifier(problems={"00000": problem}, flip_rate=1.0)
    model = ScriptedModel("soup fish cake tea", "soup fish cake wine", dialect="trace")
    (played,) = play([problem], model=model, critics=[liar], strategy=EveryRound(n_attempts=2), seed=0)
    assert (played.passed, played.scores, played.final_passed) == ((True, False), (1.0, 0.75), False)
    assert "<r> r4" not in model.asked[1].messages[0].text


def test_every_round_is_played_although_the_critic_was_content() -> None:
    problem = pref.PrefProblem(theme="dinner", code=("soup", "fish", "cake", "tea"))
    model = ScriptedModel(*["soup fish cake tea"] * 4, dialect="trace")
    critic = Verifier(problems={"00000": problem})
    (played,) = play([problem], model=model, critics=[critic], strategy=EveryRound(n_attempts=4), seed=0)
    assert played.passed == (True,) * 4
    assert len(model.asked) == 4


def test_the_ideal_player_reads_the_whole_history() -> None:
    request = Request(messages=(Message.of("user", "dinner <a> soup fish cake tea <r> r4 <a>"),), n=3, seed=1)
    drafts = asyncio.run(IdealPlayer().generate(request))
    assert [draft.text for draft in drafts] == ["soup fish cake tea"] * 3
    assert isinstance(drafts[0], Draft)


def test_a_curve_counts_problems_once_and_repairs_apart_from_breaks() -> None:
    problem = pref.PrefProblem(theme="dinner", code=("soup", "fish", "cake", "tea"))
    right, wrong = "soup fish cake tea", "soup fish cake wine"
    model = ScriptedModel(wrong, right, wrong, wrong, right, right, dialect="trace")
    problems = [problem, problem, problem]
    _, by_id = prompts_of(problems)
    critic = Verifier(problems=by_id)
    # Asked side by side: three drafts first, then three redrafts.
    played = play(problems, model=model, critics=[critic], strategy=EveryRound(n_attempts=2), seed=0)
    curve = curve_of("pref", "scripted", "verified", played)
    assert (curve.n_prompts, curve.n_problems) == (3, 1)
    assert [round(e.value, 3) for e in curve.by_attempt] == [0.333, 0.667]
    assert (round(curve.repaired, 3), round(curve.broken, 3)) == (0.333, 0.0)
    gain = paired_gain([one.passed[1] for one in played], [one.passed[0] for one in played], played)
    assert round(gain.value, 3) == 0.333
