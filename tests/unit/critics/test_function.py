import asyncio
import math
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest

from redraft.core import Context, Critique, Draft, Finding, Prompt
from redraft.critics import FunctionCritic, SelfCheck, as_critic
from redraft.critics.function import CriticFunction
from redraft.errors import Misuse
from redraft.models.scripted import ScriptedModel

PROMPT = Prompt.of("Say hello.")
CONTEXT = Context(prompt=PROMPT)


def examine(function: CriticFunction, text: str = "hello", prompt: Prompt = PROMPT, **settings: Any) -> Critique:
    critic = FunctionCritic(function=function, **settings)
    return asyncio.run(critic.examine(prompt, Draft.of(text), Context(prompt=prompt)))


def short(prompt: Prompt, draft: Draft, context: Context) -> bool:
    """The answer is short.

    At most ten characters.
    """
    return len(draft.text) <= 10


async def short_async(prompt: Prompt, draft: Draft, context: Context) -> bool:
    await asyncio.sleep(0)
    return short(prompt, draft, context)


class Short:
    async def __call__(self, prompt: Prompt, draft: Draft, context: Context) -> bool:
        return await short_async(prompt, draft, context)


@pytest.mark.parametrize(
    "function", [short, short_async, Short(), partial(short), lambda p, d, c: short_async(p, d, c)]
)
def test_a_function_of_prompt_draft_and_context_judges_sync_and_async(function: CriticFunction) -> None:
    assert examine(function).score == 1.0
    assert examine(function, "a very long greeting").score == 0.0


def test_the_words_for_the_redraft_are_the_functions_own_first_line() -> None:
    assert examine(short).text == 'The check "The answer is short" is passed.'
    assert examine(short, "a very long greeting").text == 'The check "The answer is short" is failed.'
    assert examine(lambda text: 0.25, says="brevity").text == 'The check "brevity" gives 0.25 on a scale from 0 to 1.'
    assert examine(lambda text: True, prompt=Prompt.of("請問好。"), says="簡短").text == "檢查「簡短」通過。"


@pytest.mark.parametrize(
    ("function", "received"),
    [
        (lambda text: text == "hello", 1.0),
        (lambda draft: draft.text == "hello", 1.0),
        (lambda context, draft: context == CONTEXT and draft.by == "given", 1.0),
        (lambda prompt, text: prompt is PROMPT and text == "hello", 1.0),
        (lambda draft, strict=True: strict and isinstance(draft, Draft), 1.0),
        (lambda *, text: text == "hello", 1.0),
        (lambda anything: anything == "hello", 1.0),
        (lambda anything, least=5: len(anything) >= least, 1.0),
        (lambda *all: all == (PROMPT, Draft.of("hello"), CONTEXT), 1.0),
        (lambda a, b, c: (a, b, c) == (PROMPT, Draft.of("hello"), CONTEXT), 1.0),
        (lambda a, b, c, d=1: isinstance(b, Draft) and d == 1, 1.0),
        (partial(lambda text, word: word in text, word="ell"), 1.0),
        (str.isascii, 1.0),
        (str.isdigit, 0.0),
    ],
)
def test_a_function_gets_what_its_parameters_name(function: CriticFunction, received: float) -> None:
    critique = examine(function)
    assert (critique.score, critique.reason) == (received, None)


@pytest.mark.parametrize("function", [lambda: True, lambda a, b: True, lambda a, b, c, d: True, lambda *, least: True])
def test_a_function_that_cannot_be_called_is_refused_at_once(function: CriticFunction) -> None:
    with pytest.raises(Misuse, match=r"takes \(prompt, draft, context\), or .*; rename its parameters"):
        FunctionCritic(function=function)


def test_what_is_no_function_is_refused_at_once() -> None:
    with pytest.raises(Misuse, match=r"must be callable, got 0\.5"):
        FunctionCritic(function=0.5)  # type: ignore[arg-type] # the mistake under test


class Scalar:
    """As a zero-dimensional array of numpy or torch behaves."""

    def __init__(self, value: float) -> None:
        self._value = value

    def item(self) -> float:
        return self._value


@pytest.mark.parametrize(
    ("returned", "score"), [(True, 1.0), (False, 0.0), (0, 0.0), (1, 1.0), (0.0, 0.0), (0.3, 0.3), (Scalar(0.3), 0.3)]
)
def test_bools_and_numbers_from_zero_to_one_are_scores(returned: Any, score: float) -> None:
    assert examine(lambda text: returned).score == score


@pytest.mark.parametrize("returned", [math.nan, math.inf, -math.inf, -0.01, 1.01, 2, Scalar(math.nan)])
def test_a_number_that_is_no_score_is_unscored_with_its_value(returned: Any) -> None:
    critique = examine(lambda text: returned)
    assert critique.score is None
    assert critique.reason is not None
    assert critique.reason.endswith("a score lies in [0, 1]")


@pytest.mark.parametrize("returned", [None, "pass", "1", (1.0, "good"), [], {}])
def test_anything_else_is_unscored_with_its_value(returned: Any) -> None:
    critique = examine(lambda text: returned)
    assert critique.score is None
    assert critique.reason is not None
    assert repr(returned) in critique.reason
    assert "bool, a score in [0, 1] or a Critique" in critique.reason


def test_a_whole_critique_is_filed_under_the_critics_name_and_keeps_its_kind() -> None:
    finding = Finding(message="too loud")
    own = Critique(critic="whatever", kind="external", version="9", score=0.2, text="shouts", findings=(finding,))
    critique = examine(lambda text: own, name="volume", version="3")
    # An opinion must not be taken for a proof because a function passes it on.
    assert (critique.critic, critique.version, critique.kind) == ("volume", "3", "external")
    assert (critique.score, critique.text, critique.findings) == (0.2, "shouts", (finding,))


def test_an_unscored_critique_stays_unscored() -> None:
    assert examine(lambda text: Critique(critic="x", kind="external", reason="no sound")).reason == "no sound"


def test_what_the_function_raises_is_the_engines_to_record() -> None:
    def broken(text: str) -> float:
        raise ZeroDivisionError(text)

    with pytest.raises(ZeroDivisionError, match="hello"):
        examine(broken)


def test_a_sync_function_runs_beside_the_event_loop_not_in_it() -> None:
    released = threading.Event()

    def waits(text: str) -> bool:
        # Comes back true only when the event loop goes on while this waits.
        return released.wait(timeout=30)

    async def both() -> Critique:
        task = asyncio.create_task(FunctionCritic(function=waits).examine(PROMPT, Draft.of("x"), CONTEXT))
        await asyncio.sleep(0)
        released.set()
        return await task

    assert asyncio.run(both()).score == 1.0


def test_names_come_from_the_function_unless_given() -> None:
    assert FunctionCritic(function=short).name == "short"
    assert FunctionCritic(function=lambda text: True).name == "function"
    assert FunctionCritic(function=Short()).name == "Short"
    assert FunctionCritic(function=short, name="brevity").name == "brevity"
    assert FunctionCritic(function=short).kind == "verified"


def test_functions_become_critics_and_critics_stay_themselves() -> None:
    critic = SelfCheck(model=ScriptedModel())
    assert as_critic(critic) is critic
    function: Callable[[str], Awaitable[bool] | bool] = str.isascii
    assert as_critic(function).name == "isascii"
    with pytest.raises(Misuse, match="got 'self_check'; pass a function or a critic"):
        as_critic("self_check")  # type: ignore[arg-type] # the mistake under test
