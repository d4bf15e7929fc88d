from dataclasses import replace

import pytest

from redraft.core import Context, Critique, Draft, Prompt, Usage
from support.critics import attempt, context_of


def test_the_context_grows_and_leaves_the_earlier_one_alone():
    empty = Context(prompt=Prompt.of("q"))
    one = empty.with_attempt(attempt("a", 0.0))
    two = one.with_attempt(attempt("b", 1.0))
    assert (len(empty.attempts), len(one.attempts), len(two.attempts)) == (0, 1, 2)
    assert two.attempts[:1] == one.attempts


def test_the_draft_stands_until_another_attempt_is_admitted():
    context = context_of("q", [attempt("a", 0.0), attempt("b", 1.0)])
    assert context.best is not None and context.best.draft.text == "a"
    admitted = context.with_standing(1).best
    assert admitted is not None and admitted.draft.text == "b"
    assert Context(prompt=Prompt.of("q")).best is None


def test_no_attempt_stands_that_is_not_there():
    with pytest.raises(IndexError, match="no attempt 1 among 1"):
        context_of("q", [attempt("a", 0.0)]).with_standing(1)


def test_usage_counts_writing_and_judging():
    judged = attempt("a", 0.0)
    draft = replace(judged.draft, usage=Usage(calls=1, prompt_tokens=5))
    critique = Critique(critic="c", kind="intrinsic", score=0.0, usage=Usage(calls=2, prompt_tokens=7))
    one = replace(judged, draft=draft, critiques=(critique,))
    assert context_of("q", [one, one]).usage == Usage(calls=6, prompt_tokens=24)


def test_a_further_critique_may_not_rewrite_what_was_judged():
    context = context_of("q", [attempt("a", 0.0)])
    with pytest.raises(AssertionError):
        context.with_critique(0, replace(context.attempts[0], draft=Draft.of("another")))
