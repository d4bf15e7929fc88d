"""OpenAI's batch format: requests for chat completions in, responses in the same format out.

Each request keeps its parameters; only ``model`` is the profile's. A response has one more object, ``redraft``, beside
OpenAI's fields.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from redraft.batch.config import FormName
from redraft.batch.entries import Entry, id_from
from redraft.batch.forms.jsonl import JsonlWriter, lines_of, object_in
from redraft.batch.outcome import Outcome
from redraft.core import Draft
from redraft.errors import Misuse
from redraft.profiles import as_prompt

# Decided by the plan, or of no meaning in a batch.
_NOT_OPTIONS = ("model", "messages", "n", "stream", "stream_options", "prompt_cache_key")


class OpenAIReader:
    """Reads requests of an OpenAI batch."""

    form: FormName = "openai"
    columns: Sequence[str] = ()

    def __init__(self, path: Path) -> None:
        """Read from `path`."""
        self._path = path

    def count(self) -> int:
        """Lines that are not empty."""
        return sum(1 for _ in lines_of(self._path))

    def entries(self) -> Iterator[Entry]:
        """See `Reader`."""
        for number, line in lines_of(self._path):
            row = object_in(line)
            if isinstance(row, str):
                yield Entry(line=number, row={}, problem=row)
                continue
            try:
                yield _entry(number, row)
            except Misuse as error:
                yield Entry(line=number, row=row, problem=str(error))


class OpenAIWriter:
    """Writes responses of an OpenAI batch."""

    def __init__(self, path: Path) -> None:
        """Write to `path`, made anew."""
        self._lines = JsonlWriter(path)

    def write(self, entry: Entry, outcome: Outcome | None) -> None:
        """See `Writer`."""
        custom_id = entry.row.get("custom_id")
        if outcome is None or outcome.answer is None:
            record_id = f"line-{entry.line}" if outcome is None else outcome.record_id
            code = "invalid_line" if outcome is None else outcome.reason
            message = entry.problem if outcome is None else outcome.detail
            answer: dict[str, Any] = {"response": None, "error": {"code": code, "message": message}}
        else:
            record_id = outcome.record_id
            body = _completion(outcome, outcome.answer)
            answer = {"response": {"status_code": 200, "request_id": record_id, "body": body}, "error": None}
        self._lines.write_object({"id": f"batch_req_{record_id}", "custom_id": custom_id, **answer})

    def flush(self) -> None:
        """See `Writer`."""
        self._lines.flush()

    def close(self) -> None:
        """See `Writer`."""
        self._lines.close()


def _entry(line: int, row: Mapping[str, Any]) -> Entry:
    """The entry of one request.

    Raises:
        Misuse: when it is none, or asks for what a batch cannot give.
    """
    custom_id, body = id_from(row.get("custom_id")), row.get("body")
    if custom_id is None:
        raise Misuse("needs a `custom_id`, the name that its response will have")
    if row.get("method", "POST") != "POST" or not str(row.get("url", "")).endswith("/chat/completions"):
        raise Misuse(f"must be a POST to /v1/chat/completions, got {row.get('method')!r} {row.get('url')!r}")
    if not isinstance(body, Mapping) or not isinstance(body.get("messages"), Sequence):
        raise Misuse(f"`body` must be an object with `messages`, got {body!r:.200}")
    if body.get("n") not in (None, 1):
        raise Misuse(f"`n` must be 1, got {body['n']!r}; a correction returns one answer")
    if body.get("stream"):
        raise Misuse("`stream` must be false: a batch has no one to stream to")
    _check_lists(body)
    options = {name: value for name, value in body.items() if name not in _NOT_OPTIONS and value is not None}
    return Entry(line=line, row=row, prompt=as_prompt(body["messages"], id=custom_id, options=options))


def _check_lists(body: Mapping[str, Any]) -> None:
    """Refuse what should be a list and is none: a request of the engine could not hold it."""
    for name, kinds in (("stop", str), ("tools", Mapping)):
        value = body.get(name)
        if value is None or (name == "stop" and isinstance(value, str)):
            continue
        if not isinstance(value, list) or not all(isinstance(element, kinds) for element in value):
            what = "a text or a list of texts" if name == "stop" else "a list of objects"
            raise Misuse(f"`{name}` must be {what}, got {value!r:.200}; correct that request")


def _completion(outcome: Outcome, answer: Draft) -> dict[str, Any]:
    usage = outcome.usage
    calls = [dict(part.data) for part in answer.parts if part.kind == "tool_call"]
    message = {"role": "assistant", "content": answer.text if answer.text or not calls else None}
    return {
        "id": f"chatcmpl-{outcome.record_id}",
        "object": "chat.completion",
        "created": outcome.created,
        "model": answer.by,
        "choices": [
            {
                "index": 0,
                "message": message | ({"tool_calls": calls} if calls else {}),
                "logprobs": answer.extra.get("logprobs"),
                "finish_reason": answer.finish_reason or "stop",
            }
        ],
        "usage": {
            "prompt_tokens": usage.prompt_tokens,
            "completion_tokens": usage.completion_tokens,
            "total_tokens": usage.tokens,
            "prompt_tokens_details": {"cached_tokens": usage.cached_tokens},
        },
        "redraft": {
            "accepted": outcome.accepted,
            "reason": outcome.reason,
            "detail": outcome.detail,
            "changed": outcome.changed,
            "draft": None if outcome.first is None else outcome.first.text,
            "n_attempts": outcome.n_attempts,
            "calls": usage.calls,
            "seconds": usage.seconds,
            "usd": usage.usd,
            "certificate": outcome.certificate,
            "record_id": outcome.record_id,
        },
    }
