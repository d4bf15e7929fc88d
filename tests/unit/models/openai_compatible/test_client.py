"""One call from request to drafts, over real HTTP on the loopback."""

import asyncio
import logging
from contextlib import aclosing
from typing import Any

import pytest

from fake_server import Behaviour, FakeServer
from redraft.core import Draft, Message, Part, Request
from redraft.errors import (
    ContextFull,
    Misuse,
    ModelError,
    ModelRefusal,
    ModelRejected,
    ModelReplyError,
    ModelTimeout,
    ModelUnavailable,
)
from redraft.models import Price, SeveralAnswers
from redraft.models.openai_compatible.refusals import Refusals
from support.endpoints import against, asked, client_of

KEY = "sk-secret-123"
CALL = {"id": "c1", "type": "function", "function": {"name": "add", "arguments": '{"a": 2, "b": 2}'}}
BOTH_WAYS = pytest.mark.parametrize("streaming", [False, True], ids=["whole", "streamed"])


def answer(behaviour: Behaviour, request: Request | None = None, **settings: Any) -> tuple[Draft, ...]:
    """What the client makes of the server's answer."""

    async def work(server: FakeServer) -> tuple[Draft, ...]:
        return await client_of(server, **settings).generate(request or asked())

    return against(behaviour, work)


@BOTH_WAYS
def test_an_answer_becomes_a_draft_with_its_usage(streaming: bool) -> None:
    (draft,) = answer(Behaviour(replies=[("2 + 2", "It is four.")]), streaming=streaming)
    assert (draft.text, draft.by, draft.finish_reason) == ("It is four.", "fake/model", "stop")
    assert (draft.usage.calls, draft.usage.completion_tokens, draft.usage.usd) == (1, 3, None)
    assert draft.usage.prompt_tokens > 0
    assert draft.usage.seconds > 0
    assert draft.extra == {}


@BOTH_WAYS
def test_the_request_arrives_as_it_was_meant(streaming: bool) -> None:
    tool = {"type": "function", "function": {"name": "add"}}
    request = asked(
        temperature=0.0,
        max_tokens=9,
        seed=7,
        stop=("END",),
        tools=(tool,),
        response_format={"type": "json_object"},
        logprobs=2,
        cache_key="correction 1",
        extra={"tool_choice": "auto", "top_p": 0.5, "model": "sneaky", "n": 5, "stream": "maybe", "messages": []},
    )

    async def work(server: FakeServer) -> dict[str, Any]:
        await client_of(server, streaming=streaming).generate(request)
        return server.requests[0]

    streamed = {"stream": True, "stream_options": {"include_usage": True}} if streaming else {}
    assert against(Behaviour(), work) == {
        "model": "model",
        "messages": [{"role": "user", "content": "What is 2 + 2?"}],
        "temperature": 0.0,
        "max_tokens": 9,
        "seed": 7,
        "stop": ["END"],
        "tools": [tool],
        "response_format": {"type": "json_object"},
        "logprobs": True,
        "top_logprobs": 2,
        "prompt_cache_key": "correction 1",
        "tool_choice": "auto",
        "top_p": 0.5,
        **streamed,
    }


@BOTH_WAYS
def test_tool_calls_reasoning_and_logprobs_are_kept(streaming: bool) -> None:
    message = {"content": None, "tool_calls": [CALL], "reasoning_content": "I should add."}
    (draft,) = answer(Behaviour(message=message), streaming=streaming)
    assert draft.parts == (Part(kind="tool_call", data=CALL),)
    assert draft.text == ""
    assert draft.extra == {"reasoning_content": "I should add."}
    (draft,) = answer(Behaviour(replies=[("", "four")]), asked(logprobs=0), streaming=streaming)
    assert draft.extra["logprobs"]["content"][0] == {"token": "four", "logprob": -0.5, "top_logprobs": []}


def test_a_refusal_in_the_models_own_words_is_its_answer() -> None:
    (draft,) = answer(Behaviour(message={"content": None, "refusal": "I will not help with that."}))
    assert (draft.text, draft.extra) == ("I will not help with that.", {"refusal": True})


def test_cached_tokens_and_price_are_counted() -> None:
    async def work(server: FakeServer) -> list[Draft]:
        model = client_of(server, price=Price(input=1_000_000, cached_input=100_000, output=0))
        first = Message.of("user", "a long question " * 20)
        more = (first, Message.of("assistant", "4"), Message.of("user", "sure?"))
        return [
            (await model.generate(Request(messages=messages, cache_key="k")))[0] for messages in ((first,), more, more)
        ]

    drafts = against(Behaviour(), work)
    assert drafts[0].usage.cached_tokens == 0
    assert drafts[1].usage.cached_tokens == drafts[0].usage.prompt_tokens
    assert drafts[2].usage.cached_tokens == drafts[2].usage.prompt_tokens
    fresh = drafts[1].usage.prompt_tokens - drafts[1].usage.cached_tokens
    assert drafts[1].usage.usd == pytest.approx(fresh + 0.1 * drafts[1].usage.cached_tokens)


@BOTH_WAYS
def test_missing_usage_is_estimated_and_says_so(streaming: bool) -> None:
    behaviour = Behaviour(usage={}, replies=[("", "x" * 400)])
    (draft,) = answer(behaviour, asked("y" * 4000), streaming=streaming, price=Price(input=1, output=1))
    assert draft.extra == {"usage_estimated": True}
    assert draft.usage.prompt_tokens == 1000
    assert 100 <= draft.usage.completion_tokens <= 130
    assert draft.usage.usd == pytest.approx(draft.usage.tokens / 1_000_000)


# --- several answers -------------------------------------------------------------------------------------------------


def test_several_answers_come_from_one_call_whose_usage_is_on_the_first() -> None:
    first, second, third = answer(Behaviour(replies=[("", "a")]), asked(n=3))
    assert [first.text, second.text, third.text] == ["a #0", "a #1", "a #2"]
    assert [first.usage.calls, second.usage.calls, third.usage.calls] == [1, 0, 0]


@BOTH_WAYS
@pytest.mark.parametrize(
    "behaviour",
    [Behaviour(ignores_n=True), Behaviour(refuses={"n": "'n' : number must be at most 1"})],
    ids=["ignored", "refused"],
)
def test_where_n_is_not_taken_the_missing_answers_are_asked_for_one_by_one(
    behaviour: Behaviour, streaming: bool
) -> None:
    async def work(server: FakeServer) -> tuple[tuple[Draft, ...], list[Any], int]:
        model = SeveralAnswers(client_of(server, streaming=streaming))
        drafts = await model.generate(asked(n=3, seed=10))
        seeds = sorted(request["seed"] for request in server.requests if "n" not in request)
        n_before = server.stats.n_calls
        await model.generate(asked(n=2, seed=10))
        return drafts, seeds, server.stats.n_calls - n_before

    drafts, seeds, n_later = against(behaviour, work)
    assert len(drafts) == 3
    assert [draft.usage.calls for draft in drafts] == [3, 0, 0]
    # The answers differ because the seeds do; the call that taught us about n counts as the first.
    assert seeds in ([10, 11, 12], [11, 12])
    assert n_later == 2


def test_one_failure_of_several_calls_is_raised_as_itself() -> None:
    refusals = Refusals()

    async def work(server: FakeServer) -> None:
        refusals.learn(server.url, "model", {"n"})
        await SeveralAnswers(client_of(server, refusals=refusals)).generate(asked(n=3))

    with pytest.raises(ModelUnavailable, match="told to fail"):
        against(Behaviour(faults=["ok", "status:503", "ok"]), work)


# --- parameters that an endpoint refuses -----------------------------------------------------------------------------


@BOTH_WAYS
def test_a_refused_parameter_is_dropped_once_and_remembered(streaming: bool, caplog: pytest.LogCaptureFixture) -> None:
    refuses = {
        "temperature": "Unsupported value: 'temperature' does not support 0.7 with this model.",
        "max_tokens": "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
        "prompt_cache_key": "property 'prompt_cache_key' is unsupported",
    }
    request = asked(temperature=0.7, max_tokens=5, seed=3, cache_key="k")

    async def work(server: FakeServer) -> tuple[Draft, int, dict[str, Any]]:
        refusals = Refusals()
        (draft,) = await client_of(server, refusals=refusals, streaming=streaming).generate(request)
        n_first = server.stats.n_calls
        # Another model object at the same endpoint knows it too.
        await client_of(server, refusals=refusals, streaming=streaming).generate(request)
        assert server.stats.n_calls == n_first + 1
        return draft, n_first, server.requests[-1]

    with caplog.at_level(logging.WARNING, "redraft.models"):
        draft, n_first, sent = against(Behaviour(refuses=refuses), work)
    assert n_first == 4
    assert sent["max_completion_tokens"] == 5
    assert sent["seed"] == 3
    assert not refuses.keys() & sent.keys()
    assert draft.extra == {"left_out": ["max_tokens", "prompt_cache_key", "temperature"]}
    (told,) = [record.getMessage() for record in caplog.records]
    assert told.startswith("fake/model at http://127.0.0.1:")
    assert told.endswith(" does not take max_tokens, prompt_cache_key, temperature; left out from now on")


def test_a_refused_value_is_the_callers_to_hear() -> None:
    with pytest.raises(ModelRejected, match=r"temperature must be at most 2.*change the request") as caught:
        answer(Behaviour(refuses={"temperature": "temperature must be at most 2"}), asked(temperature=9.0))
    assert caught.value.status == 400


def test_tools_are_never_dropped() -> None:
    with pytest.raises(ModelRejected, match="'tools' is not supported"):
        answer(Behaviour(refuses={"tools": "'tools' is not supported"}), asked(tools=({"type": "function"},)))


def test_what_was_dropped_in_vain_is_not_remembered() -> None:
    async def work(server: FakeServer) -> frozenset[str]:
        refusals = Refusals()
        with pytest.raises(ModelRejected):
            await client_of(server, refusals=refusals).generate(asked(temperature=1.0))
        return refusals.of(server.url, "model")

    faults = ["coded:400:unsupported_value:'temperature' is not supported", "status:400:no such model"]
    assert against(Behaviour(faults=faults), work) == frozenset()


# --- failures --------------------------------------------------------------------------------------------------------

FAILURES: list[tuple[str, type[ModelError], str]] = [
    ("status:500", ModelUnavailable, r"is unavailable \(status 500\): told to fail"),
    ("status:408", ModelUnavailable, r"status 408"),
    ("status:409", ModelUnavailable, r"status 409"),
    ("status:425", ModelUnavailable, r"status 425"),
    ("429:0", ModelUnavailable, r"status 429\): slow down"),
    ("coded:429:insufficient_quota:you have no money left", ModelRejected, r"status 429\): you have no money left"),
    ("status:501", ModelRejected, r"status 501"),
    ("status:401:bad key", ModelRejected, r"status 401\): bad key; .*`api_key_env`"),
    ("status:403:not yours", ModelRejected, r"status 403\): not yours"),
    ("status:404:no model", ModelRejected, r"status 404\): no model; check the model's name and the address"),
    ("status:422:what is this", ModelRejected, r"status 422\): what is this"),
    ("reset", ModelUnavailable, r"broke the connection"),
    ("cut", ModelReplyError, r"cut off"),
    ("garbage", ModelReplyError, r"is no chat completion .*oops"),
    ("no_choices", ModelReplyError, r"the reply holds no answer, `choices` is \[\]; ask again"),
    ("body:{}", ModelReplyError, r"`choices` is None"),
    ("body:[]", ModelReplyError, r"is no chat completion .*: '\[\]'"),
    ('body:{"choices": [{"finish_reason": "stop"}]}', ModelReplyError, r"holds no answer"),
    ("error_200", ModelUnavailable, r"status 429\): upstream is overloaded"),
    ("filter", ModelRefusal, r"withheld the answer: its content filter left nothing"),
    ("coded:400:content_filter:the prompt was filtered", ModelRefusal, r"withheld .*the prompt was filtered"),
    ("coded:400:context_length_exceeded:too long", ContextFull, r"do not fit its window \(status 400\): too long"),
    ("status:400:This model's maximum context length is 4096 tokens.", ContextFull, r"4096 tokens"),
]


@pytest.mark.parametrize(("fault", "kind", "message"), FAILURES, ids=[fault[:30] for fault, _, _ in FAILURES])
def test_each_failure_has_its_error(fault: str, kind: type[ModelError], message: str) -> None:
    with pytest.raises(ModelError, match=message) as caught:
        answer(Behaviour(faults=[fault]))
    assert type(caught.value) is kind
    assert str(caught.value).startswith("fake/model at http://127.0.0.1:")


STREAM_FAILURES: list[tuple[str, type[ModelError], str]] = [
    ("status:500", ModelUnavailable, r"is unavailable \(status 500\): told to fail"),
    ("reset", ModelUnavailable, r"broke the connection"),
    ("cut", ModelReplyError, r"cut off"),
    ("ends_early", ModelReplyError, r"the stream ended before the answer did; ask again"),
    ("garbage", ModelReplyError, r"a chunk of the stream is no chat completion .*oops"),
    ("stream_error", ModelUnavailable, r"status 503\): overloaded"),
    ("no_choices", ModelReplyError, r"`choices` is \[\]"),
    ("filter", ModelRefusal, r"withheld"),
]


@pytest.mark.parametrize(("fault", "kind", "message"), STREAM_FAILURES, ids=[fault for fault, _, _ in STREAM_FAILURES])
def test_each_failure_of_a_stream_has_its_error(fault: str, kind: type[ModelError], message: str) -> None:
    with pytest.raises(ModelError, match=message) as caught:
        answer(Behaviour(faults=[fault]), streaming=True)
    assert type(caught.value) is kind


def test_silence_is_a_timeout() -> None:
    with pytest.raises(ModelTimeout, match=r"gave no answer in time .*`timeout_s`"):
        answer(Behaviour(faults=["hang"]), timeout_s=0.1)


def test_a_stream_that_falls_silent_is_a_timeout() -> None:
    with pytest.raises(ModelTimeout, match=r"gave no answer in time"):
        answer(Behaviour(faults=["hang"]), idle_timeout_s=0.1, streaming=True)


def test_an_address_where_nobody_answers_cannot_be_reached() -> None:
    async def work(server: FakeServer) -> None:
        model = client_of(server)
        await server.__aexit__()
        await model.generate(asked())

    with pytest.raises(ModelUnavailable, match=r"cannot be reached .*check the address and that the server runs"):
        against(Behaviour(), work)


@pytest.mark.parametrize(
    ("asked_for", "expected_s"), [("429:2.5", 2.5), ("429:date+30", 30.0), ("429:soon", None), ("429", None)]
)
def test_the_wait_that_an_endpoint_asks_for_is_told(asked_for: str, expected_s: float | None) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        answer(Behaviour(faults=[asked_for]))
    assert caught.value.retry_after_s == expected_s


@BOTH_WAYS
def test_the_key_stands_in_no_message(streaming: bool) -> None:
    # The server echoes the whole request head, key included.
    with pytest.raises(ModelRejected, match=r"\[key\]") as caught:
        answer(Behaviour(key="another"), key=KEY, key_env="MY_KEY", streaming=streaming)
    assert KEY not in str(caught.value)
    assert "the environment variable MY_KEY" in str(caught.value)
    with pytest.raises(ModelReplyError) as unreadable:
        answer(Behaviour(faults=[f"body:<p>{KEY}</p>"]), key=KEY)
    assert "[key]" in str(unreadable.value)


def test_a_redirect_is_not_followed() -> None:
    async def work(server: FakeServer) -> int:
        server.behave(Behaviour(faults=[f"redirect:{server.url}/chat/completions"]))
        with pytest.raises(ModelRejected, match=r"status 307\): moved"):
            await client_of(server, key=KEY).generate(asked())
        return server.stats.n_calls

    assert against(Behaviour(), work) == 1


# --- streams ---------------------------------------------------------------------------------------------------------


def test_a_stream_gives_the_words_as_they_come_and_then_the_draft() -> None:
    async def work(server: FakeServer) -> tuple[list[tuple[str, str]], Draft | None]:
        pieces = [piece async for piece in client_of(server).stream(asked())]
        return [(piece.text, piece.reasoning) for piece in pieces[:-1]], pieces[-1].draft

    behaviour = Behaviour(replies=[("", "it is four")], message={"reasoning_content": "adding"})
    words, draft = against(behaviour, work)
    assert words == [("", "adding"), ("it", ""), (" is", ""), (" four", "")]
    assert draft is not None
    assert (draft.text, draft.usage.calls, draft.extra) == ("it is four", 1, {"reasoning_content": "adding"})


def test_a_stream_that_is_left_early_gives_its_connection_up() -> None:
    async def work(server: FakeServer) -> str:
        model = client_of(server, max_concurrency=1)
        async with aclosing(model.stream(asked())) as pieces:
            await anext(pieces)
            assert server.n_open == 1
        async with asyncio.timeout(1):
            await server.until_closed()
        # Its slot is free again as well, where only one request may be in flight.
        return (await model.generate(asked()))[0].text

    assert against(Behaviour(faults=["hang"], replies=[("", "here")]), work) == "here"


def test_a_stream_is_of_one_answer() -> None:
    async def work(server: FakeServer) -> None:
        await anext(client_of(server).stream(asked(n=2)))

    with pytest.raises(Misuse, match=r"got n=2; ask `generate` for several"):
        against(Behaviour(), work)


@pytest.mark.parametrize(
    "behaviour", [Behaviour(says_done=False), Behaviour(streams=False)], ids=["no end mark", "whole"]
)
def test_servers_that_stream_half_heartedly_are_understood(behaviour: Behaviour) -> None:
    (draft,) = answer(behaviour, streaming=True)
    assert draft.text.startswith("answer ")


# --- many at once ----------------------------------------------------------------------------------------------------


@BOTH_WAYS
def test_no_more_requests_are_in_flight_than_the_endpoint_allows(streaming: bool) -> None:
    async def work(server: FakeServer) -> tuple[int, int]:
        # Two models of one endpoint share its slots.
        models = [client_of(server, max_concurrency=3, streaming=streaming) for _ in range(2)]
        async with asyncio.TaskGroup() as group:
            for i in range(20):
                group.create_task(models[i % 2].generate(asked(str(i))))
        return server.stats.n_at_once, server.stats.n_answered

    n_at_once, n_answered = against(Behaviour(latency_s=0.005), work)
    assert n_at_once <= 3
    assert n_answered == 20


def test_a_cancelled_request_gives_its_slot_back() -> None:
    async def work(server: FakeServer) -> str:
        model = client_of(server, max_concurrency=1)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await model.generate(asked())
        return (await model.generate(asked()))[0].text

    assert against(Behaviour(faults=["hang"], replies=[("", "here")]), work) == "here"


def test_a_large_body_is_sent_without_a_warning() -> None:
    text = "x" * 3_000_000
    (draft,) = answer(Behaviour(), asked(text))
    assert draft.usage.prompt_tokens > 700_000


def test_broken_characters_survive_both_ways() -> None:
    body = '{"choices": [{"message": {"content": "a\\ud800b"}, "logprobs": {"x": NaN}}], "usage": {"prompt_tokens": 3}}'
    (draft,) = answer(Behaviour(faults=["body:" + body]), asked("half \ud800 a character"))
    assert (draft.text, draft.usage.prompt_tokens, draft.extra) == ("a?b", 3, {"logprobs": {"x": None}})


def test_the_representation_shows_model_and_address_and_no_key() -> None:
    async def work(server: FakeServer) -> str:
        return repr(client_of(server, key=KEY))

    shown = against(Behaviour(), work)
    assert shown.startswith("OpenAICompatible(fake/model at http://127.0.0.1:")
    assert KEY not in shown
