"""Why a call failed, in the words of `redraft.errors`."""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from redraft.errors import (
    ContextFull,
    ModelError,
    ModelRefusal,
    ModelRejected,
    ModelReplyError,
    ModelTimeout,
    ModelUnavailable,
)
from redraft.models.openai_compatible.place import Place

_EXPLANATION_CHARACTERS = 300

# After these the same request may succeed: timeout, conflict, too early, too many. Of the server's own failures only
# these never pass: not implemented, version not supported.
_PASSING, _NEVER = frozenset({408, 409, 425, 429}), frozenset({501, 505})
_TOO_LONG = frozenset({400, 413, 422})
# Codes of OpenAI, Azure and Alibaba.
_FILTERS = ("content_filter", "content_policy_violation", "responsibleaipolicyviolation", "data_inspection_failed")
_FULL = re.compile(
    r"context_length_exceeded|exceed_context_size|context (?:length|window|size)|prompt is too long|input is too long"
    r"|too many (?:input )?tokens",
    re.IGNORECASE,
)
_SPENT = ("insufficient_quota", "billing_hard_limit_reached")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What an endpoint said about a request that it did not answer.

    Attributes:
        status: the HTTP status, or the one that an error inside a 200 names.
        message: its explanation on one line; empty when it gave none. It may echo the key: show it by `error_of`.
        codes: its codes and types, in lower case, joined by blanks.
        params: the names of the parameters that it blames.
        retry_after_s: what it asked us to wait, in seconds; None if it did not say.
    """

    status: int
    message: str
    codes: str = ""
    params: tuple[str, ...] = ()
    retry_after_s: float | None = None


def problem_of(status: int, body: bytes, headers: Mapping[str, str]) -> Problem:
    """The problem that an error reply describes, whichever of the common shapes it has."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        # A proxy's page, or nothing at all.
        told = re.sub(r"<[^<>]*>", " ", body.decode("utf-8", "replace"))
    return problem_from(status, told, retry_after_s=retry_after_of(headers))


def problem_from(status: int, told: Any, *, retry_after_s: float | None = None) -> Problem:
    """The problem in a decoded error: an object, an object inside ``error``, a list, or a text."""
    if isinstance(told, list) and told:
        told = told[0]
    if isinstance(told, Mapping) and told.get("error"):
        told = told["error"]
    if not isinstance(told, Mapping):
        return Problem(status=status, message=_on_one_line(str(told or "")), retry_after_s=retry_after_s)
    inner = told.get("innererror")
    codes = [told.get("code"), told.get("type"), inner.get("code") if isinstance(inner, Mapping) else None]
    params = [str(told["param"])] if told.get("param") else []
    message = told.get("message") or told.get("detail") or told.get("msg") or told
    if isinstance(message, list):
        # FastAPI: one entry for each field, located as ["body", "seed"].
        entries = [entry for entry in message if isinstance(entry, Mapping)]
        params += [str(place[1]) for place in (entry.get("loc") or [] for entry in entries) if len(place) > 1]
        codes += [entry.get("type") for entry in entries]
        message = "; ".join(f"{entry.get('loc')}: {entry.get('msg')}" for entry in entries) or message
    return Problem(
        status=_status_within(told.get("code"), status),
        message=_on_one_line(
            message if isinstance(message, str) else json.dumps(message, ensure_ascii=False, default=str)
        ),
        codes=" ".join(str(code) for code in codes if code).lower(),
        params=tuple(param.split(".")[0].split("[")[0] for param in params),
        retry_after_s=retry_after_s,
    )


def error_of(problem: Problem, *, place: Place) -> ModelError:
    """The error to raise for a problem that the endpoint at `place` had."""
    # The key is hidden before anything is cut: half a key is still too much of it.
    status, said = problem.status, _short(place.hide(problem.message)) or "no explanation"
    if any(code in problem.codes for code in _FILTERS):
        return ModelRefusal(f"{place} withheld the answer (status {status}): {said}")
    if status in _TOO_LONG and (_FULL.search(problem.codes) or _FULL.search(problem.message)):
        return ContextFull(f"{place}: prompt and attempts do not fit its window (status {status}): {said}")
    passing = status in _PASSING or (status >= 500 and status not in _NEVER)
    # A spent account answers 429 too, and no waiting fills it.
    if passing and not any(code in problem.codes for code in _SPENT):
        wait_s = problem.retry_after_s
        return ModelUnavailable(f"{place} is unavailable (status {status}): {said}", retry_after_s=wait_s)
    advice = _advice(status, place)
    return ModelRejected(f"{place} rejected the request (status {status}): {said}; {advice}", status=status)


def _advice(status: int, place: Place) -> str:
    if status in (401, 403):
        if place.sends_key:
            return f"check the key in the environment variable {place.key_env} and what it may use"
        if place.key_env is not None:
            return f"put a key into the environment variable {place.key_env}"
        return "no key is sent to this address: name the environment variable that holds one in `api_key_env`"
    if status == 404:
        return "check the model's name and the address, which usually ends in /v1"
    return "change the request or the settings of this model"


def error_on_the_way(error: Exception, *, place: Place) -> ModelError:
    """The error to raise when no reply arrived, or only a part of one."""
    what = f"{type(error).__name__}: {_without_passwords(str(error))}" if str(error) else type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return ModelUnavailable(f"{place} cannot be reached ({what}); check the address and that the server runs")
    if isinstance(error, asyncio.TimeoutError):
        return ModelTimeout(f"{place} gave no answer in time ({what}); raise `timeout_s` if it is only slow")
    if isinstance(error, aiohttp.ClientPayloadError):
        return ModelReplyError(f"{place}: the reply was cut off ({what})")
    if isinstance(error, aiohttp.InvalidURL):
        return ModelRejected(f"{place}: the address is no URL ({what})")
    return ModelUnavailable(f"{place} broke the connection ({what})")


def retry_after_of(headers: Mapping[str, str]) -> float | None:
    """Seconds that a reply asks us to wait, at least 0; None when it does not ask.

    Reads ``Retry-After`` as seconds or as a date (against the reply's own ``Date``, so that clocks need not agree), and
    ``retry-after-ms``.
    """
    millis = headers.get("retry-after-ms")
    asked = headers.get("Retry-After")
    try:
        if millis is not None:
            return max(0.0, float(millis) / 1000)
        if asked is None:
            return None
        return max(0.0, float(asked))
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(str(asked))
        now = parsedate_to_datetime(headers["Date"]) if "Date" in headers else datetime.now(UTC)
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError):
        return None


def _without_passwords(text: str) -> str:
    """`text` without the name and password in its addresses, such as that of a proxy."""
    return re.sub(r"//[^/\s]*@", "//", text)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    return text if len(text) <= _EXPLANATION_CHARACTERS else text[:_EXPLANATION_CHARACTERS] + "…"


def _status_within(code: object, status: int) -> int:
    """The status that an error object names for itself, where the HTTP status says that all is well."""
    if status != 200:
        return status
    return code if isinstance(code, int) and 400 <= code < 600 else 502
