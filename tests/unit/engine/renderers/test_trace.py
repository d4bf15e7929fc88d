from dataclasses import replace

import pytest

from redraft.core import Critique, Prompt, Rendering
from redraft.engine.renderers.trace import trace_alone, trace_with_attempts
from redraft.errors import ContextFull
from support.critics import attempt, context_of

PROBLEM = "make 46 10 3 12"


def judged(text, feedback, score):
    critique = Critique(critic="arithmetic", kind="verified", score=score, text=feedback)
    return replace(attempt(text, score), critiques=(critique,), verdict=critique)


def rendered(attempts, rendering=None, window=None):
    (message,) = trace_with_attempts(context_of(PROBLEM, attempts), rendering or Rendering(), window)
    return message.text


def test_a_prompt_alone_asks_for_an_answer():
    (message,) = trace_alone(Prompt.of("  make 46\n10 3 12 "))
    assert message.text == "make 46 10 3 12 <a>"


def test_every_pair_stands_in_the_trace_and_the_line_asks_for_the_next_answer():
    attempts = [judged("12 + 3 - 10", "15 5 no", 0.0), judged("12 * 3 + 1", "36 37 no", 0.0)]
    assert rendered(attempts) == "make 46 10 3 12 <a> 12 + 3 - 10 <r> 15 5 no <a> 12 * 3 + 1 <r> 36 37 no <a>"
    assert rendered(attempts, Rendering(pairs="last")) == "make 46 10 3 12 <a> 12 * 3 + 1 <r> 36 37 no <a>"


def test_a_verdict_in_other_words_is_reduced_to_the_dialects_own():
    assert rendered([judged("1 + 2 + 3", "the sum is too small", 0.0)]).endswith("<r> ? ? no <a>")


def test_an_unscored_attempt_has_no_word_and_is_not_shown():
    assert rendered([attempt("1 + 2 + 3", None), judged("2 + 2 + 3", "4 7 no", 0.0)]).count("<r>") == 1


def test_a_full_window_stops_when_asked_to():
    attempts = [judged("12 + 3 - 10", "15 5 no", 0.0)] * 5
    assert rendered(attempts, window=64).count("<r>") == 5
    with pytest.raises(ContextFull):
        rendered([*attempts, attempts[0]], Rendering(when_full="stop"), window=64)
