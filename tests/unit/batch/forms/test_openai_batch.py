from pathlib import Path
from typing import Any

import pytest

from redraft.batch.forms import reader_for
from redraft.core import Draft, Part, Request
from redraft.errors import Misuse, ModelRefusal
from support.batches import Answering, read_jsonl, run, write_jsonl


def asking(custom_id: object, text: str = "2 + 2?", **body: Any) -> dict[str, Any]:
    messages = [{"role": "user", "content": text}]
    body = {"model": "gpt-5", "messages": messages, **body}
    return {"custom_id": custom_id, "method": "POST", "url": "/v1/chat/completions", "body": body}


def test_responses_come_in_the_format_of_the_requests(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", [asking("a"), asking("b", "no")])
    model = Answering(lambda text: ModelRefusal("withheld") if text == "no" else "4", name="test/four")
    run(source, tmp_path / "o.jsonl", tmp_path / "s.db", model)
    first, second = read_jsonl(tmp_path / "o.jsonl")
    body = first["response"]["body"]
    assert (first["custom_id"], first["error"], first["response"]["status_code"]) == ("a", None, 200)
    assert body["choices"] == [
        {"index": 0, "message": {"role": "assistant", "content": "4"}, "logprobs": None, "finish_reason": "stop"}
    ]
    assert (body["object"], body["model"], body["usage"]["total_tokens"]) == ("chat.completion", "test/four", 12)
    assert (body["redraft"]["accepted"], body["redraft"]["reason"]) == (False, "unscored")
    assert first["id"] == f"batch_req_{body['redraft']['record_id']}"
    assert body["created"] > 1_700_000_000
    assert (second["custom_id"], second["response"]) == ("b", None)
    assert second["error"]["code"] == "refused"


def test_parameters_of_a_request_reach_the_model_but_its_model_does_not(tmp_path: Path) -> None:
    class Listening(Answering):
        request: Request

        async def generate(self, request: Request) -> tuple[Draft, ...]:
            self.request = request
            return await super().generate(request)

    model = Listening(str)
    line = asking("a", max_tokens=5, temperature=0.2, stop=["x"], user="ann", n=1, stream=False, tools=[{"type": "f"}])
    run(write_jsonl(tmp_path / "in.jsonl", [line]), tmp_path / "o.jsonl", tmp_path / "s.db", model)
    request = model.request
    assert (request.max_tokens, request.temperature, request.stop, request.n) == (5, 0.2, ("x",), 1)
    assert (request.tools, dict(request.extra)) == (({"type": "f"},), {"user": "ann"})


def test_tool_calls_come_back_as_tool_calls(tmp_path: Path) -> None:
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}

    class Calling(Answering):
        async def generate(self, request: Request) -> tuple[Draft, ...]:
            return (Draft(parts=(Part(kind="tool_call", data=call),), by=self.name, finish_reason="tool_calls"),)

    run(write_jsonl(tmp_path / "in.jsonl", [asking("a")]), tmp_path / "o.jsonl", tmp_path / "s.db", Calling(str))
    (choice,) = read_jsonl(tmp_path / "o.jsonl")[0]["response"]["body"]["choices"]
    assert choice["message"] == {"role": "assistant", "content": None, "tool_calls": [call]}
    assert choice["finish_reason"] == "tool_calls"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("oops", "is not JSON"),
        ({"body": {"messages": []}}, "needs a `custom_id`"),
        (asking("b") | {"method": "GET"}, "must be a POST to /v1/chat/completions, got 'GET' '/v1/chat/completions'"),
        (
            asking("b") | {"url": "/v1/embeddings"},
            "must be a POST to /v1/chat/completions, got 'POST' '/v1/embeddings'",
        ),
        (asking("b") | {"body": {}}, "`body` must be an object with `messages`, got {}"),
        (asking("b", messages=[]), r"a text, a list of messages or a Prompt, got \[\]"),
        (asking("b", n=2), "`n` must be 1, got 2; a correction returns one answer"),
        (asking("b", stream=True), "`stream` must be false"),
        (asking("b", stop=5), "`stop` must be a text or a list of texts, got 5"),
        (asking("b", stop=["x", 5]), "`stop` must be a text or a list of texts"),
        (asking("b", tools={"type": "function"}), "`tools` must be a list of objects"),
        (asking({}), "an id must be a text or a whole number"),
    ],
)
def test_bad_requests_get_an_error_of_their_own(tmp_path: Path, line: object, problem: str) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", [asking("a"), line])
    report = run(source, tmp_path / "o.jsonl", tmp_path / "s.db", Answering(str))
    (bad,) = report.bad_lines
    assert bad.line == 2
    with pytest.raises(AssertionError, match=problem):
        raise AssertionError(bad.problem)
    good, error = read_jsonl(tmp_path / "o.jsonl")
    assert good["error"] is None
    assert (error["id"], error["response"]) == ("batch_req_line-2", None)
    assert error["error"] == {"code": "invalid_line", "message": bad.problem}


def test_the_first_line_tells_a_batch_of_requests_from_plain_prompts(tmp_path: Path) -> None:
    assert reader_for(write_jsonl(tmp_path / "a.jsonl", ["", asking("a")]), None).form == "openai"
    assert reader_for(write_jsonl(tmp_path / "b.jsonl", [{"prompt": "x"}]), None).form == "jsonl"
    assert reader_for(write_jsonl(tmp_path / "c.jsonl", ["oops"]), None).form == "jsonl"
    assert reader_for(write_jsonl(tmp_path / "d.jsonl", []), None).form == "jsonl"
    assert reader_for(write_jsonl(tmp_path / "e.jsonl", ["oops", asking("a")]), "openai").form == "openai"


def test_responses_need_a_jsonl_file(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", [asking("a")])
    with pytest.raises(Misuse, match=r"the input is an OpenAI batch, so the output is too: end 'o\.csv' in \.jsonl"):
        run(source, tmp_path / "o.csv", tmp_path / "s.db", Answering(str))
