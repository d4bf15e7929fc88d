"""Error replies of many shapes come down to one problem, and each problem to one error."""

import json
from typing import Any

import aiohttp
import pytest
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from redraft.errors import ContextFull, ModelRefusal, ModelRejected, ModelReplyError, ModelTimeout, ModelUnavailable
from redraft.models.openai_compatible.failure import (
    Problem,
    error_of,
    error_on_the_way,
    problem_from,
    problem_of,
    retry_after_of,
)
from redraft.models.openai_compatible.place import Place

PLACE = Place(name="a/b", base_url="http://h/v1", key="secret", key_env="KEY")


@pytest.mark.parametrize(
    ("told", "message", "codes", "params"),
    [
        (
            {
                "error": {
                    "message": "no",
                    "type": "invalid_request_error",
                    "param": "temperature",
                    "code": "unsupported_value",
                }
            },
            "no",
            "unsupported_value invalid_request_error",
            ("temperature",),
        ),
        ({"error": "no such thing"}, "no such thing", "", ()),
        ({"object": "error", "message": "no", "type": "BadRequestError", "code": 400}, "no", "400 badrequesterror", ()),
        ({"detail": "not found"}, "not found", "", ()),
        (
            {"detail": [{"type": "extra_forbidden", "loc": ["body", "seed"], "msg": "Extra inputs are not permitted"}]},
            "['body', 'seed']: Extra inputs are not permitted",
            "extra_forbidden",
            ("seed",),
        ),
        ([{"error": {"code": 400, "message": "bad", "status": "INVALID_ARGUMENT"}}], "bad", "400", ()),
        (
            {"error": {"message": "x", "code": "y", "innererror": {"code": "ResponsibleAIPolicyViolation"}}},
            "x",
            "y responsibleaipolicyviolation",
            (),
        ),
        ({"error": {"message": "x", "param": "response_format.type"}}, "x", "", ("response_format",)),
        ({"reason": "odd"}, '{"reason": "odd"}', "", ()),
        ("plain", "plain", "", ()),
        (None, "", "", ()),
    ],
)
def test_each_shape_of_an_error_is_understood(told: Any, message: str, codes: str, params: tuple[str, ...]) -> None:
    problem = problem_of(400, json.dumps(told).encode(), {})
    assert (problem.message, problem.codes, problem.params) == (message, codes, params)


def test_a_page_is_told_without_its_tags_and_long_explanations_are_cut() -> None:
    assert problem_of(502, b"<html><h1>Bad\n gateway</h1></html>", {}).message == "Bad gateway"
    long = error_of(problem_of(500, b"x" * 5000, {}), place=PLACE)
    assert str(long) == f"a/b at http://h/v1 is unavailable (status 500): {'x' * 300}…"
    assert problem_of(500, b"", {}).message == ""


def test_an_error_within_a_success_brings_its_own_status() -> None:
    assert problem_from(200, {"code": 429, "message": "busy"}).status == 429
    assert problem_from(200, {"code": "odd", "message": "broken"}).status == 502
    assert problem_from(400, {"code": 503, "message": "x"}).status == 400


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        (Problem(status=429, message="Rate limit: too many tokens per minute"), ModelUnavailable),
        (Problem(status=529, message="overloaded"), ModelUnavailable),
        (Problem(status=400, message="prompt is too long: 9 tokens > 8 maximum"), ContextFull),
        (Problem(status=400, message="the request exceeds the available context size"), ContextFull),
        (Problem(status=413, message="Request Entity Too Large"), ModelRejected),
        (Problem(status=400, message="", codes="responsibleaipolicyviolation"), ModelRefusal),
        (Problem(status=400, message="", codes="data_inspection_failed"), ModelRefusal),
        (Problem(status=402, message="pay first"), ModelRejected),
        (Problem(status=302, message=""), ModelRejected),
    ],
)
def test_each_problem_has_its_error(problem: Problem, kind: type[Exception]) -> None:
    assert type(error_of(problem, place=PLACE)) is kind


def test_a_refused_key_is_named_by_its_variable_and_never_shown() -> None:
    error = error_of(Problem(status=401, message="Incorrect API key: secret"), place=PLACE)
    assert str(error) == (
        "a/b at http://h/v1 rejected the request (status 401): Incorrect API key: [key]; "
        "check the key in the environment variable KEY and what it may use"
    )
    unset = Place(name="a/b", base_url="http://h/v1", key=None, key_env="KEY")
    assert "put a key into the environment variable KEY" in str(error_of(Problem(status=401, message=""), place=unset))


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (TimeoutError(), ModelTimeout),
        (aiohttp.SocketTimeoutError("read"), ModelTimeout),
        (aiohttp.ConnectionTimeoutError("host"), ModelUnavailable),
        (aiohttp.ServerDisconnectedError(), ModelUnavailable),
        (aiohttp.ClientOSError(104, "reset"), ModelUnavailable),
        (ConnectionResetError(104, "reset"), ModelUnavailable),
        (aiohttp.ClientPayloadError("short"), ModelReplyError),
        (aiohttp.InvalidURL("x"), ModelRejected),
    ],
)
def test_what_happens_on_the_way_has_its_error(error: Exception, kind: type[Exception]) -> None:
    found = error_on_the_way(error, place=PLACE)
    assert type(found) is kind
    assert str(found).startswith("a/b at http://h/v1")


@pytest.mark.parametrize("n_before", [290, 3985, 15_000])
@pytest.mark.parametrize("page", [False, True])
def test_a_key_is_hidden_wherever_the_explanation_is_cut(n_before: int, page: bool) -> None:
    key = "sk-0123456789abcdef"
    place = Place(name="a/b", base_url="http://h/v1", key=key, key_env="KEY")
    # Blanks shrink to one, so that what stands far behind in a page is shown.
    body = (f"<p>{' ' * n_before}{key}</p>" if page else json.dumps({"error": "x" * n_before + key})).encode()
    assert "sk-" not in str(error_of(problem_of(401, body, {}), place=place))


def test_a_page_full_of_open_tags_is_read_in_one_go() -> None:
    assert problem_of(500, b"<" * 500_000 + b"b>no</b>", {}).message.endswith("no")


def test_the_password_of_a_proxy_is_not_told() -> None:
    asked = aiohttp.RequestInfo(URL("http://me:hunter2@proxy:3128"), "CONNECT", CIMultiDictProxy(CIMultiDict()))
    error = aiohttp.ClientHttpProxyError(asked, (), status=407, message="who are you")
    told = str(error_on_the_way(error, place=PLACE))
    assert "http://proxy:3128" in told
    assert "me" not in told.split("http://proxy")[0].rsplit("url", 1)[1]
    assert "hunter2" not in told


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "3"}, 3.0),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "-3"}, 0.0),
        ({"Retry-After": "1.5"}, 1.5),
        ({"retry-after-ms": "250", "Retry-After": "3"}, 0.25),
        ({"Retry-After": "Sun, 22 Nov 2026 12:00:30 GMT", "Date": "Sun, 22 Nov 2026 12:00:00 GMT"}, 30.0),
        ({"Retry-After": "Sun, 22 Nov 2026 11:00:00 GMT", "Date": "Sun, 22 Nov 2026 12:00:00 GMT"}, 0.0),
        ({"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0.0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": ""}, None),
    ],
)
def test_the_wait_that_is_asked_for_is_read(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_of(headers) == seconds
