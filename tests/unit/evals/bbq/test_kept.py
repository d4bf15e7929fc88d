"""What is kept of a question."""

import asyncio
from dataclasses import replace

from redraft.errors import ModelError
from redraft.evals.bbq.arms import ALONE, Players, arm_called
from redraft.evals.bbq.kept import Kept, kept_of
from redraft.evals.bbq.rows import case_of
from redraft.evals.playing import play
from redraft.models.scripted import ScriptedModel
from redraft.store.codec import decode_as, encode
from support.bbq import row

CASE = case_of(row("Religion"))


def kept(name: str, *replies: str | Exception) -> Kept:
    arm = arm_called(name, Players(writer=ScriptedModel(*replies)))
    (played,) = asyncio.run(play(arm, [CASE.sample], concurrency=1))
    return kept_of(played, CASE, key="k")


def test_letters_of_draft_and_final_answer_the_verdict_and_the_cost() -> None:
    one = kept("self check", "A)", "wrong\nVerdict: fail", "It is (B).", "Verdict: pass")
    assert (one.draft, one.final, one.score, one.reason) == ("A", "B", 0.0, None)
    assert (one.n_answers, one.calls, one.failed) == (2, 4, False)
    assert one.prompt_tokens > 0 and one.ending == "passed"


def test_an_answer_that_takes_no_option_has_no_letter() -> None:
    one = kept(ALONE, "I would rather not say.")
    assert one.draft is None and one.final is None and not one.failed


def test_a_model_that_gives_nothing_is_a_failure() -> None:
    one = kept(ALONE, ModelError("down"))
    assert one.failed and one.n_answers == 0 and one.final is None


def test_what_is_kept_is_read_back_as_it_was() -> None:
    one = replace(kept(ALONE, "A)"), usd=None)
    assert decode_as(encode(one), Kept) == one
