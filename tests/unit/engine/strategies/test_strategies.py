import pytest

from redraft.core import Budget, Usage
from redraft.engine.strategies import (
    STRATEGIES,
    BestOfN,
    CheckAsContext,
    InContextAlignment,
    NoCorrection,
    SelfConsistency,
    SelfRefine,
)
from redraft.errors import Misuse
from support.critics import attempt, context_of


def decided(strategy, attempts, *, standing=0, rounds=None):
    decision = strategy.next(context_of("q", attempts, standing=standing), Usage(), Budget(rounds=rounds))
    return decision.action, decision.reason


FAILED, PASSED, SILENT = attempt("a", 0.0), attempt("a", 1.0), attempt("a", None)


def test_every_strategy_is_found_by_its_name():
    assert {name: make().name for name, make in STRATEGIES.items()} == {name: name for name in STRATEGIES}


def test_none_ends_after_the_draft_whatever_the_verdict():
    assert decided(NoCorrection(), [FAILED]) == ("keep", "no_correction")
    assert decided(NoCorrection(), [PASSED]) == ("accept", "passed")


def test_in_context_alignment_redrafts_what_failed_and_stops_when_it_passes():
    assert decided(InContextAlignment(), [FAILED]) == ("redraft", "not_passed")
    assert decided(InContextAlignment(), [PASSED]) == ("accept", "passed")
    assert decided(InContextAlignment(), [SILENT]) == ("keep", "unscored")


def test_a_verified_critic_is_worth_three_rounds_and_an_opinion_one():
    from dataclasses import replace

    later = attempt("b", 0.0, round=1)
    opinion = [replace(a, critiques=tuple(replace(c, kind="intrinsic") for c in a.critiques)) for a in (FAILED, later)]
    assert decided(InContextAlignment(), opinion) == ("keep", "nothing_better")
    assert decided(InContextAlignment(), [FAILED, later]) == ("redraft", "not_passed")
    third = attempt("d", 0.0, round=3)
    assert decided(InContextAlignment(), [FAILED, third]) == ("keep", "nothing_better")


def test_the_budgets_rounds_win_over_the_strategys_own():
    assert decided(InContextAlignment(), [FAILED], rounds=0) == ("keep", "rounds_spent")
    assert decided(InContextAlignment(), [FAILED, attempt("b", 0.0, round=3)], rounds=7) == ("redraft", "not_passed")


def test_best_of_n_samples_what_is_missing_at_once_and_then_ends():
    strategy = BestOfN(n=4)
    assert strategy.next(context_of("q", [FAILED]), Usage(), Budget()).n == 3
    assert decided(strategy, [FAILED, PASSED, FAILED, FAILED], standing=1) == ("accept", "passed")
    assert decided(strategy, [FAILED] * 4) == ("keep", "rounds_spent")
    assert decided(strategy, [SILENT] * 4) == ("keep", "unscored")


def test_best_of_n_can_stop_at_the_first_that_passes():
    strategy = BestOfN(n=4, stop_when_passed=True)
    assert strategy.next(context_of("q", [FAILED]), Usage(), Budget()).n == 1
    assert decided(strategy, [FAILED, PASSED], standing=1) == ("accept", "passed")


def test_self_consistency_samples_and_accepts_the_majority():
    assert SelfConsistency(n=3).next(context_of("q", [SILENT]), Usage(), Budget()).n == 2
    assert decided(SelfConsistency(n=3), [SILENT] * 3) == ("accept", "majority")


def test_self_refine_goes_on_until_it_passes_or_the_rounds_are_over():
    assert decided(SelfRefine(rounds=2), [FAILED, attempt("b", 0.0, round=1)], standing=1) == ("redraft", "not_passed")
    assert decided(SelfRefine(rounds=1), [FAILED, attempt("b", 0.0, round=1)], standing=1) == ("keep", "rounds_spent")
    assert decided(SelfRefine(), [PASSED]) == ("accept", "passed")


def test_check_as_context_answers_again_even_when_the_check_is_content():
    assert decided(CheckAsContext(), [PASSED]) == ("redraft", "checked")
    assert decided(CheckAsContext(), [PASSED, attempt("b", 1.0, round=1)], standing=1) == ("accept", "passed")


def test_the_variants_differ_in_what_they_repeat():
    renderings = {
        variant: CheckAsContext(variant=variant).rendering for variant in ("self", "self_instruct", "diverse")
    }
    assert renderings["self"].repeat_prompt and not renderings["self_instruct"].repeat_prompt
    assert renderings["diverse"].preamble == "preamble_refusals"
    assert decided(CheckAsContext(variant="diverse"), [FAILED]) == ("keep", "rounds_spent")
    with pytest.raises(Misuse, match="`variant` must be self, diverse or self_instruct, got 'other'"):
        CheckAsContext(variant="other")
