import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from redraft.core import Budget, Context, Draft, Prompt, Request
from redraft.critics import FunctionCritic
from redraft.engine.plan import Plan
from redraft.engine.strategies import InContextAlignment
from redraft.errors import Misuse, ModelUnavailable
from redraft.evals.calibrating.certifying import Promise
from redraft.evals.calibrating.collecting import CollectConfig, Collected, collect, key_path
from redraft.evals.calibrating.labels import UNCLEAR, certificate_from_labels, read_key, read_labels
from redraft.profiles.certificates import guarantee_for
from redraft.store.codec import encode
from redraft.trust.certificate.document import CertificateFile

PROMISE = Promise(epsilon=0.05, delta=0.05)


class Writer:
    """Answers ``draft N`` first and ``better N`` after a critique."""

    name = "test/writer"
    dialect = "chat"
    window_tokens = None

    def __init__(self) -> None:
        self.n_asked = 0

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        self.n_asked += 1
        number = request.messages[0].text.split()[-1]
        word = "draft" if len(request.messages) == 1 else "better"
        return (Draft.of(f"{word} {number}", by=self.name),)


def judged(prompt: Prompt, draft: Draft, context: Context) -> float:
    """Every fifth draft fails, and every redraft passes."""
    return 0.95 if context.attempts else float(int(prompt.text.split()[-1]) % 5 != 0)


def plan(model: Any) -> Plan:
    critic = FunctionCritic(function=judged, name="judged", kind="verified")
    return Plan(model=model, critics=(critic,), strategy=InContextAlignment(), budget=Budget(rounds=1))


def collected(n: int = 100, model: Any = None) -> Collected:
    Path("prompts.jsonl").write_text("".join(json.dumps({"prompt": f"number {k}"}) + "\n" for k in range(n)))
    config = CollectConfig(
        data=Path("prompts.jsonl"), plan=plan(model or Writer()), out=Path("ask.jsonl"), concurrency=8, command="c"
    )
    return asyncio.run(collect(config))


def questions() -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path("ask.jsonl").read_text().splitlines()]


def label(found: list[dict[str, Any]], *, better_right: object = True, draft_right: object = False) -> None:
    for question in found:
        for place in "ab":
            better = question[place].startswith("better")
            question[f"{place}_right"] = better_right if better else draft_right
    Path("ask.jsonl").write_text("".join(json.dumps(question) + "\n" for question in found))


def certified(**promise: Any) -> CertificateFile:
    key = read_key(key_path(Path("ask.jsonl")))
    chosen = Promise(epsilon=0.05, delta=0.05, **promise)
    return certificate_from_labels(read_labels(Path("ask.jsonl")), key, chosen, command="c")


def test_people_see_only_cases_that_matter_and_not_which_answer_is_the_draft() -> None:
    done = collected()
    found = questions()
    assert (done.n, done.n_questions, len(found)) == (100, 20, 20)
    assert set(found[0]) == {"case", "prompt", "a", "b", "a_right", "b_right"}
    firsts = [question["a"].split()[0] for question in found]
    assert 4 <= firsts.count("draft") <= 16
    numbers = [int(question["prompt"].split()[-1]) for question in found]
    assert sorted(numbers) == list(range(0, 100, 5)) != numbers


def test_labels_give_the_certificate_without_any_model() -> None:
    collected()
    label(questions())
    file = certified()
    assert (file.threshold, file.n, file.n_right) == (0.95, 100, None)
    assert guarantee_for(file, plan(Writer())).in_force == file.certificate


def test_what_people_cannot_tell_counts_as_broken() -> None:
    collected()
    label(questions(), better_right=UNCLEAR, draft_right=True)
    file = certified()
    assert file.threshold is None
    assert file.rows[-1].n_flips == file.n_unscored == 20


def test_prompts_without_any_answer_do_not_count() -> None:
    class Away(Writer):
        """Is not there for every fifth prompt."""

        async def generate(self, request: Request) -> tuple[Draft, ...]:
            if request.messages[0].text.split()[-1].endswith(("1", "3")):
                raise ModelUnavailable("away")
            return await super().generate(request)

    collected(model=Away())
    label(questions())
    file = certified()
    assert (file.n, file.n_unanswered, file.threshold) == (80, 20, 0.95)
    with pytest.raises(Misuse, match="80 cases are too few"):
        certified(n_looks=4)


def test_what_was_answered_before_is_not_asked_again() -> None:
    model = Writer()
    collected(model=model)
    assert model.n_asked == 120
    before = questions()
    collected(model=model)
    assert model.n_asked == 120
    assert questions() == before


def test_missing_and_strange_labels_are_refused() -> None:
    collected()
    with pytest.raises(Misuse, match="20 of 20 questions are not labelled yet, the first in line 1"):
        read_labels(Path("ask.jsonl"))
    label(questions())
    found = questions()
    Path("ask.jsonl").write_text("".join(json.dumps(question) + "\n" for question in [*found, found[0]]))
    with pytest.raises(Misuse, match=r"line 21: case .* is labelled twice"):
        certified()
    Path("ask.jsonl").write_text("".join(json.dumps(question) + "\n" for question in found[1:]))
    with pytest.raises(Misuse, match="1 questions are missing"):
        certified()
    found[0]["a_right"] = "yes"
    Path("ask.jsonl").write_text("".join(json.dumps(question) + "\n" for question in found))
    with pytest.raises(Misuse, match="a label is true, false or \"unclear\", got 'yes'"):
        certified()
    found[0] |= {"a_right": True, "case": "other"}
    Path("ask.jsonl").write_text("".join(json.dumps(question) + "\n" for question in found))
    with pytest.raises(Misuse, match="the key knows no case 'other'"):
        certified()


def test_without_a_question_there_is_nothing_to_label_and_nothing_to_gain() -> None:
    collected()
    Path("ask.jsonl").write_text("")
    key = key_path(Path("ask.jsonl"))
    hidden = read_key(key)
    kept = tuple(replace(row, score=None, draft=None) for row in hidden.rows)
    key.write_text(encode(replace(hidden, rows=kept)))
    assert certified().threshold is None


def test_too_few_labelled_cases_say_how_many_are_needed() -> None:
    collected(40)
    label(questions())
    with pytest.raises(Misuse, match=r"40 cases are too few: .* takes 59"):
        certified()


def test_a_prompt_that_stands_twice_is_refused() -> None:
    Path("prompts.jsonl").write_text('{"prompt": "a"}\n{"prompt": "b"}\n{"prompt": "a"}\n')
    config = CollectConfig(data=Path("prompts.jsonl"), plan=plan(Writer()), out=Path("x"), concurrency=1, command="c")
    with pytest.raises(Misuse, match="line 3 asks what line 1 asks"):
        asyncio.run(collect(config))


def test_a_key_with_a_score_that_is_no_score_is_refused() -> None:
    collected()
    label(questions())
    key = key_path(Path("ask.jsonl"))
    key.write_text(key.read_text().replace('"score":0.95', '"score":7', 1))
    with pytest.raises(Misuse, match=r"a score lies in \[0, 1\], got 7"):
        certified()
    key.write_text(key.read_text().replace('"score":7', '"score":NaN', 1))
    with pytest.raises(Misuse, match="got nan"):
        certified()
    with pytest.raises(Misuse, match="cannot read the key"):
        read_key(Path("gone.key.json"))
