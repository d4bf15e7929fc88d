"""Messages of real servers say which parameter they do not take; others are about something else."""

import pytest

from redraft.models.openai_compatible.failure import Problem
from redraft.models.openai_compatible.refusals import Refusals, refused_parameters

SENT = {
    "model",
    "messages",
    "n",
    "temperature",
    "seed",
    "max_tokens",
    "stop",
    "tools",
    "logprobs",
    "top_logprobs",
    "response_format",
    "prompt_cache_key",
    "stream",
    "stream_options",
}


@pytest.mark.parametrize(
    ("message", "params", "refused"),
    [
        ("Unsupported parameter: 'max_tokens' is not supported with this model.", ("max_tokens",), {"max_tokens"}),
        (
            "Unsupported value: 'temperature' does not support 0.7 with this model. Only the default is supported.",
            ("temperature",),
            {"temperature"},
        ),
        ("Unrecognized request argument supplied: prompt_cache_key", (), {"prompt_cache_key"}),
        ("property 'prompt_cache_key' is unsupported", (), {"prompt_cache_key"}),
        ("'n' : number must be at most 1", (), {"n"}),
        ("n must be 1 when using greedy sampling", ("n",), {"n"}),
        ("Only one completion choice is allowed", (), {"n"}),
        ('Invalid JSON payload received. Unknown name "seed": Cannot find field.', (), {"seed"}),
        ("['body', 'seed']: Extra inputs are not permitted", ("seed",), {"seed"}),
        ("logprobs are not supported with reasoning models", (), {"logprobs"}),
        ("This model does not support `logprobs` and `top_logprobs`.", (), {"logprobs", "top_logprobs"}),
        ("Unsupported fields: stream_options, seed", (), {"stream_options"}),
        ("response_format of type json_schema is not supported by this model", (), {"response_format"}),
    ],
)
def test_a_parameter_that_is_not_taken_is_found(message: str, params: tuple[str, ...], refused: set[str]) -> None:
    assert refused_parameters(Problem(status=400, message=message, params=params), SENT) == refused


@pytest.mark.parametrize(
    ("status", "message", "params"),
    [
        (400, "temperature must be at most 2", ("temperature",)),
        (400, "Invalid schema for response_format 'x': 'type' is missing", ("response_format",)),
        (400, "'tools' is not supported by this model", ("tools",)),
        (400, "The seed of this stop is not supported", ()),
        (400, "Unsupported value: 'messages[0].role' does not support 'system' with this model.", ("messages",)),
        (400, "'presence_penalty' is not supported", ("presence_penalty",)),
        (401, "'temperature' is not supported", ("temperature",)),
        (400, "bad request", ()),
    ],
)
def test_what_is_about_something_else_blames_no_parameter(status: int, message: str, params: tuple[str, ...]) -> None:
    assert refused_parameters(Problem(status=status, message=message, params=params), SENT) == frozenset()


def test_a_code_can_say_it_where_the_message_does_not() -> None:
    problem = Problem(status=422, message="['body', 'seed']: no", codes="extra_forbidden", params=("seed",))
    assert refused_parameters(problem, SENT) == {"seed"}
    assert refused_parameters(Problem(status=422, message="no", params=("seed",)), SENT) == frozenset()


def test_what_is_learnt_is_remembered_for_the_endpoint_and_the_model() -> None:
    known = Refusals()
    known.learn("http://h/v1", "m", {"seed"})
    known.learn("http://h/v1", "m", {"n"})
    assert known.of("http://h/v1", "m") == {"seed", "n"}
    assert known.of("http://h/v1", "other") == known.of("http://other/v1", "m") == frozenset()
