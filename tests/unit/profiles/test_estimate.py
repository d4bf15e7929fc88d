import asyncio
from pathlib import Path

import pytest

from redraft.core import Budget, Prompt
from redraft.critics.code import CodeCritic
from redraft.critics.facts import FactsCritic
from redraft.critics.logic import LogicCritic
from redraft.critics.self_check import SelfCheck
from redraft.errors import Misuse
from redraft.models.scripted import ScriptedModel
from redraft.profiles.estimate import ANSWER_TOKENS, estimate, pretending
from redraft.sources import open_knowledge
from redraft.store.codec import encode
from unit.profiles.test_cards import card_of


def forecast(*prompts, **choices):
    return asyncio.run(estimate([Prompt.of(text) for text in prompts], **choices))


def never(prompt, draft, context):
    raise AssertionError("a dry run must not call anybody's function")


def test_the_forecast_spans_from_the_first_passing_draft_to_no_passing_answer():
    seen = forecast("Write a haiku.", model=ScriptedModel(), critics=["self_check"], rounds=2)
    assert (seen.n_prompts, seen.least.calls, seen.most.calls) == (1, 2, 6)
    assert seen.least.completion_tokens == 2 * ANSWER_TOKENS
    assert seen.most.prompt_tokens > 3 * seen.least.prompt_tokens


def test_a_critic_with_a_card_is_counted_all_the_same():
    model = ScriptedModel()
    card = card_of("self_check", version=SelfCheck(model=model).version, n=200, unlike=20)
    Path("own.card.json").write_text(encode(card))
    Path("redraft.toml").write_text(
        '[profiles.default]\ncards = ["own.card.json"]\n[profiles.default.panel]\nmethod = "weighted"\n'
    )
    seen = forecast("Write a haiku.", model=model, critics=["self_check"], rounds=2)
    assert (seen.least.calls, seen.most.calls) == (2, 6)


def test_nothing_is_sent_and_nobody_is_called():
    model = ScriptedModel()  # would fail at the first request
    seen = forecast("q", model=model, critics=[never], rounds=3)
    assert (seen.least.calls, seen.most.calls, model.asked) == (1, 4, [])


def test_resampling_costs_the_same_whatever_passes():
    seen = forecast("q", model=ScriptedModel(), critics=[], strategy="self_consistency")
    assert seen.least.completion_tokens == seen.most.completion_tokens == 5 * ANSWER_TOKENS


def test_a_budget_of_calls_bounds_the_forecast():
    seen = forecast("q", model=ScriptedModel(), critics=["self_check"], rounds=9, budget=Budget(calls=5))
    assert seen.most.calls <= 5


def test_prompts_add_up():
    one, two = (forecast(*["q"] * n, model=ScriptedModel(), critics=["self_check"]) for n in (1, 2))
    assert two.most.calls == 2 * one.most.calls and two.n_prompts == 2


def test_a_model_of_traces_is_counted_by_its_own_words():
    model = ScriptedModel(dialect="trace")
    seen = forecast("make 46 10 3 12", model=model, critics=["self_check"], rounds=1)
    assert (seen.least.calls, seen.least.tokens, seen.most.calls) == (2, 12 + 16, 4)


def test_every_comparison_is_counted_and_no_pretended_answer_is_kept(tmp_path):
    judge = '[critics.j]\ntype = "judge"\nmodel = "m"\ncompare = true\n'
    model = f'[models.m]\nmodel = "http://127.0.0.1:9/v1#m"\ncache = "{tmp_path}/kept"\n'
    Path("redraft.toml").write_text(judge + model)
    seen = [forecast("q", "q", model="m", critics=["j"], rounds=2) for _ in range(2)]
    assert seen[0] == seen[1]
    # For each prompt three drafts, a check of the first, and two comparisons in both orders.
    assert seen[0].most.calls == 2 * (3 + 1 + 2 * 2)
    assert not [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]


def test_a_judge_in_this_process_is_not_asked_either(monkeypatch):
    monkeypatch.setattr("redraft.profiles.models._open_local", lambda settings: ScriptedModel())
    assert forecast("q", model=ScriptedModel(), critics=["judge:embedded"], rounds=0).least.calls == 2


def test_a_prompt_that_cannot_be_asked_is_refused_with_the_reason():
    with pytest.raises(Misuse, match="does not speak"):
        forecast("hello there", model=ScriptedModel(dialect="trace"))


@pytest.mark.parametrize("rounds", [0, 1, 4])
def test_formalisations_are_counted_once_whole_at_least_and_each_redrafted_at_most(rounds):
    toml = """
[models.writer]
model = "m"
base_url = "http://127.0.0.1:9/v1"
[critics.prover]
type = "logic"
formaliser = "writer"
n_programs = 3
"""
    Path("redraft.toml").write_text(toml)
    seen = forecast("q", model="writer", critics=["prover"], rounds=rounds)
    assert (seen.least.calls, seen.most.calls) == (1 + 3, 1 + rounds + 2 * 3)
    drawn = forecast("q", model="writer", critics=["prover"], rounds=rounds, strategy="best_of_n")
    written = 1 + (rounds > 0)  # all that are missing are sampled in one call
    assert (drawn.least.calls, drawn.most.calls) == (written + 3, written + 2 * 3)


def test_a_formaliser_that_a_given_program_leaves_idle_is_not_counted():
    program = "Premises:\nP(a)\nConclusion:\nP(a)\n"
    critic = LogicCritic(program=program, formaliser=ScriptedModel())
    assert forecast("q", model=ScriptedModel(), critics=[critic], rounds=2).most.calls == 3


def test_the_tests_of_a_tester_are_asked_for_once():
    critic = CodeCritic(tester=ScriptedModel(), checks=["written"])
    seen = forecast("q", model=ScriptedModel(), critics=[critic], rounds=2)
    assert (seen.least.calls, seen.most.calls) == (1 + 1, 3 + 1)


def test_the_adaptive_strategy_is_forecast_with_every_round_and_every_further_critic():
    choices = {
        "model": ScriptedModel(),
        "critics": ["self_check"],
        "consultants": ["judge:http://127.0.0.1:1/v1#other"],
        "rounds": 2,
    }
    seen = forecast("q", strategy="adaptive", **choices)
    # Three answers, each checked and each looked at by the judge; at least the draft with its check.
    assert seen.most.calls == 9
    assert 2 <= seen.least.calls <= 3
    bounded = forecast("q", strategy="adaptive", budget=Budget(calls=5), **choices)
    assert bounded.most.calls <= 5


@pytest.mark.parametrize(("strategy", "rounds"), [("rewrite_refuted", 2), ("in_context_alignment", 1)])
def test_a_critic_that_asks_about_each_claim_is_counted_with_every_claim_it_may_ask_about(strategy, rounds):
    with open_knowledge() as knowledge:
        knowledge.add_texts({"words.txt": "word after word"})
        critic = FactsCritic(sources=(knowledge,), model=pretending(ScriptedModel()), n_claims=6)
        seen = forecast("q", model=ScriptedModel(), critics=[critic], strategy=strategy)
        nobody = FactsCritic(sources=(knowledge,))
        alone = forecast("q", model=ScriptedModel(), critics=[nobody], strategy=strategy, rounds=rounds)
    assert seen.most.calls == (1 + rounds) * (1 + 7)
    assert 2 <= seen.least.calls <= 1 + 7
    assert (alone.least.calls, alone.most.calls) == (1, 1 + rounds)
