"""What may pass is tried again, patiently but not for ever; what cannot pass is not."""

import asyncio

import pytest

from redraft.core import Dialect, Draft, Message, Request
from redraft.errors import (
    ContextFull,
    ModelError,
    ModelRefusal,
    ModelRejected,
    ModelReplyError,
    ModelTimeout,
    ModelUnavailable,
)
from redraft.models import Patience, RetryingModel, ScriptedModel

REQUEST = Request(messages=(Message.of("user", "hello"),))


class Waits(list[float]):
    """A sleep that notes how long it was asked to be."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


def ask(*answers: str | Exception, patience: Patience | None = None, seed: int = 0) -> tuple[tuple[Draft, ...], Waits]:
    waits = Waits()
    model = RetryingModel(ScriptedModel(*answers), patience=patience, seed=seed, sleep=waits)
    return asyncio.run(model.generate(REQUEST)), waits


@pytest.mark.parametrize("failure", [ModelUnavailable("busy"), ModelTimeout("slow"), ModelReplyError("cut")])
def test_a_failure_that_may_pass_is_tried_again(failure: ModelError) -> None:
    drafts, waits = ask(failure, failure, "answer")
    assert drafts[0].text == "answer"
    assert len(waits) == 2


@pytest.mark.parametrize("failure", [ModelRejected("no"), ModelRefusal("filtered"), ContextFull("too long")])
def test_a_failure_that_cannot_pass_is_raised_at_once(failure: ModelError) -> None:
    inner, waits = ScriptedModel(failure, "never asked for"), Waits()
    with pytest.raises(type(failure)) as caught:
        asyncio.run(RetryingModel(inner, sleep=waits).generate(REQUEST))
    assert caught.value is failure
    assert (len(inner.asked), waits) == (1, [])


def test_waits_are_drawn_from_a_bound_that_doubles_up_to_a_cap() -> None:
    patience = Patience(retries=6, base_s=1.0, cap_s=4.0, give_up_after_s=1000)
    draws = [ask(*[ModelUnavailable("busy")] * 6, "answer", patience=patience, seed=seed)[1] for seed in range(200)]
    bounds = [1.0, 2.0, 4.0, 4.0, 4.0, 4.0]
    for k, bound in enumerate(bounds):
        waits = [waits[k] for waits in draws]
        assert all(0 <= wait <= bound for wait in waits)
        # Full jitter: the draws fill the whole range.
        assert min(waits) < 0.1 * bound
        assert max(waits) > 0.9 * bound


def test_jitter_has_an_address() -> None:
    def waits(seed: int) -> Waits:
        return ask(ModelUnavailable("busy"), "answer", seed=seed)[1]

    assert waits(1) == waits(1) != waits(2)


def test_the_wait_that_the_endpoint_asked_for_comes_before_the_jitter() -> None:
    _, waits = ask(ModelUnavailable("busy", retry_after_s=7.0), "answer", patience=Patience(base_s=0.5))
    assert 7.0 <= waits[0] <= 7.5


def test_a_wait_beyond_the_limit_is_not_begun() -> None:
    with pytest.raises(
        ModelUnavailable, match=r"busy \(tried 1 time.*have to wait 3600\.\d s, and all waits .* 120 s\)"
    ) as got:
        ask(ModelUnavailable("busy", retry_after_s=3600.0), "never asked for")
    assert got.value.retry_after_s == 3600.0


class Slow:
    """A model whose first answer is a failure that took a while."""

    name = "slow/model"
    dialect: Dialect = "chat"
    window_tokens: int | None = None

    def __init__(self, seconds: float) -> None:
        self._inner, self._seconds = ScriptedModel(ModelTimeout("slow"), "answer"), seconds

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        await asyncio.sleep(self._seconds)
        return await self._inner.generate(request)


def test_a_slow_answer_or_a_queue_is_no_reason_to_give_up() -> None:
    # Each try takes ten times what may be waited.
    model = RetryingModel(Slow(0.1), patience=Patience(base_s=0.0, give_up_after_s=0.01))
    assert asyncio.run(model.generate(REQUEST))[0].text == "answer"


def test_the_waits_of_a_call_add_up_to_the_limit() -> None:
    busy = ModelUnavailable("busy", retry_after_s=50.0)
    waits = Waits()
    model = RetryingModel(ScriptedModel(busy, busy, busy, "never asked for"), sleep=waits)
    with pytest.raises(ModelUnavailable, match=r"tried 3 time.*all waits together may take 120 s"):
        asyncio.run(model.generate(REQUEST))
    assert len(waits) == 2


def test_the_last_failure_is_raised_with_the_number_of_tries() -> None:
    failures = [ModelTimeout("slow"), ModelTimeout("slower"), ModelReplyError("cut")]
    with pytest.raises(ModelReplyError, match=r"cut \(tried 3 time\(s\) in 0\.0 s\)"):
        ask(*failures, patience=Patience(retries=2))


def test_without_retries_there_is_one_try() -> None:
    with pytest.raises(ModelTimeout, match=r"tried 1 time"):
        ask(ModelTimeout("slow"), "never asked for", patience=Patience(retries=0))


def test_the_wrapper_is_known_by_the_model_inside() -> None:
    inner = ScriptedModel(name="scripted/a", dialect="trace", window_tokens=9)
    model = RetryingModel(inner)
    assert (model.name, model.dialect, model.window_tokens, model.inner) == ("scripted/a", "trace", 9, inner)
