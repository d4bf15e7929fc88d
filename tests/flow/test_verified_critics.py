"""Critics that run, prove and compute, from the command line: an endpoint over HTTP, files, the real sandbox."""

import json
from pathlib import Path

import pytest

from fake_server import Behaviour, serving
from support.command_line import redraft

AGAIN = "the new answer alone"  # stands in the message that asks for a redraft

CODE_PROMPT = '''Write a Python function.

def largest(numbers):
    """The largest of the numbers; None when there is none.

    >>> largest([3, 1, 2])
    3
    """
'''
CODE_TESTS = """
assert largest([]) is None
assert largest([-5, -2]) == -2
"""
WRONG_CODE = """```python
def largest(numbers):
    best = 0
    for n in numbers:
        best = max(best, n)
    return best
```"""
RIGHT_CODE = "```python\ndef largest(numbers):\n    return max(numbers, default=None)\n```"

STEPS_PROMPT = "A box holds 12 eggs. 3 eggs break in each of 4 boxes. How many eggs are left?"
WRONG_STEPS = "There are 12 * 4 = 48 eggs.\n3 * 4 = 14 of them break.\n48 - 14 = 34\nA: 34"
RIGHT_STEPS = "There are 12 * 4 = 48 eggs.\n3 * 4 = 12 of them break.\n48 - 12 = 36\nA: 36"

LOGIC_PROMPT = (
    "All squares are rectangles. No rectangle is round. Tile is a square.\n"
    "Is it true, false or uncertain that Tile is round?"
)
PROGRAM = """Predicates:
Square(x) ::: x is a square.
Rectangle(x) ::: x is a rectangle.
Round(x) ::: x is round.
Premises:
∀x (Square(x) → Rectangle(x)) ::: All squares are rectangles.
∀x (Rectangle(x) → ¬Round(x)) ::: No rectangle is round.
Square(tile) ::: Tile is a square.
Conclusion:
Round(tile) ::: Tile is round.
"""


def corrected(*arguments, replies):
    """What `redraft correct --json` prints with a model that answers so, and what the model was sent."""
    with serving(Behaviour(replies=replies)) as server:
        done = redraft("correct", *arguments, "--model", f"{server.url}#writer", "--json")
        assert done.code == 0, done.err
        return json.loads(done.out), [request["messages"] for request in server.requests]


def test_code_is_run_and_the_failing_call_is_what_the_model_reads():
    Path("task.md").write_text(CODE_PROMPT)
    Path("tests.py").write_text(CODE_TESTS)
    replies = ((AGAIN, RIGHT_CODE), ("Write a Python function", WRONG_CODE))
    correction, sent = corrected("@task.md", "--critic", "code:tests.py", replies=replies)
    assert (correction["accepted"], correction["text"], len(sent)) == (True, RIGHT_CODE, 2)
    critiques = [attempt["critiques"][0] for attempt in correction["attempts"]]
    assert [critique["score"] for critique in critiques] == [0.0, 1.0]
    assert {critique["kind"] for critique in critiques} == {"verified"}
    assert {critique["details"]["sandbox"] for critique in critiques} == {"wasm"}
    assert "largest([])" in sent[1][-1]["content"] or "largest([-5, -2])" in sent[1][-1]["content"]


def test_an_answer_that_is_there_already_is_checked_and_repaired():
    Path("draft.md").write_text(f"{WRONG_CODE}\n")
    Path("tests.py").write_text(CODE_TESTS)
    options = ("--draft", "draft.md", "--critic", "code:tests.py")
    correction, sent = corrected(CODE_PROMPT, *options, replies=((AGAIN, RIGHT_CODE),))
    assert (correction["text"], len(sent)) == (RIGHT_CODE, 1)
    assert correction["attempts"][0]["draft"]["by"] == "given"
    assert correction["attempts"][0]["draft"]["parts"][0]["text"] == WRONG_CODE
    done = redraft("correct", CODE_PROMPT, *options, "--model", "http://127.0.0.1:9/v1#m", "--dry-run", "--json")
    assert json.loads(done.out)["least"]["calls"] == 0
    missing = redraft("correct", CODE_PROMPT, "--draft", "nothing.md", "--model", "embedded")
    assert missing.code == 2 and "'nothing.md' cannot be read" in missing.err


def test_code_that_only_the_prompts_own_example_tests_passes_by_it():
    replies = (("Write a Python function", RIGHT_CODE),)
    correction, _ = corrected(CODE_PROMPT, "--critic", "code", replies=replies)
    assert (correction["accepted"], len(correction["attempts"])) == (True, 1)


def test_the_first_wrong_step_is_found_and_only_that_one():
    replies = ((AGAIN, RIGHT_STEPS), ("12 eggs", WRONG_STEPS))
    correction, sent = corrected(STEPS_PROMPT, "--critic", "steps", replies=replies)
    first, second = (attempt["critiques"][0] for attempt in correction["attempts"])
    assert (first["score"], second["unrefuted"], correction["text"]) == (0.0, True, RIGHT_STEPS)
    assert (correction["accepted"], correction["reason"]) == (False, "unscored")
    (finding,) = first["findings"]
    place = finding["location"]
    assert "3 * 4 = 14" in WRONG_STEPS[int(place["start"]) : int(place["end"])] or "14" in finding["message"]
    assert "12" in sent[1][-1]["content"]


def test_an_answer_is_refuted_by_its_own_formalisation_and_told_what_follows():
    wrong, right = (f"```logic\n{PROGRAM}```\nAnswer: {answer}" for answer in ("True", "False"))
    replies = ((AGAIN, right), ("All squares", wrong))
    correction, sent = corrected(LOGIC_PROMPT, "--critic", "logic", replies=replies)
    assert (correction["accepted"], correction["text"], len(sent)) == (True, right, 2)
    first = correction["attempts"][0]["critiques"][0]
    assert (first["score"], first["kind"]) == (0.0, "verified")
    assert "No rectangle is round" in first["text"]


def test_an_answer_alone_is_held_against_a_formalisation_in_a_file():
    Path("program.txt").write_text(PROGRAM, encoding="utf-8")
    replies = ((AGAIN, "Answer: False"), ("All squares", "Answer: True"))
    correction, _ = corrected(LOGIC_PROMPT, "--critic", "logic:program.txt", replies=replies)
    assert [attempt["critiques"][0]["score"] for attempt in correction["attempts"]] == [0.0, 1.0]


def test_the_embedded_model_is_corrected_by_computing_its_steps():
    done = redraft("correct", "make 46 10 3 12", "--model", "embedded", "--critic", "steps", "--json")
    correction = json.loads(done.out)
    assert (done.code, correction["accepted"]) == (0, True)
    assert correction["attempts"][-1]["critiques"][0]["text"].endswith("ok")


@pytest.mark.parametrize("critic", ["code", "logic", "steps"])
@pytest.mark.parametrize(
    "answer",
    [
        "",
        " \n",
        "Bonjour tout le monde.",
        "\x00\x01\x02\ufffd",
        "```python\n" * 50,
        "def f(:\n" * 300,
        "∀" * 5_000,
        "1 = 2" * 9_000,
    ],
    ids=["empty", "blank", "prose", "binary", "fences", "syntax", "signs", "long"],
)
def test_no_answer_ends_a_correction(critic, answer):
    correction, _ = corrected("Say something.", "--critic", critic, "--rounds", "0", replies=(("Say", answer),))
    (attempt,) = correction["attempts"]
    critique = attempt["critiques"][0]
    assert "Error" not in (critique["reason"] or "")
    assert critique["reason"] or critique["score"] == 1.0 or critique["findings"]


def test_each_row_of_a_batch_may_bring_its_own_tests():
    rows = [
        {"id": "max", "prompt": CODE_PROMPT, "metadata": {"tests": "assert largest([-5, -2]) == -2"}},
        {"id": "half", "prompt": "Write a Python function half(n).", "metadata": {"tests": "assert half(6) == 3"}},
    ]
    Path("in.jsonl").write_text("\n".join(map(json.dumps, rows)))
    replies = (
        (AGAIN, RIGHT_CODE),
        ("half(n)", "```python\ndef half(n):\n    return n / 2\n```"),
        ("Write", WRONG_CODE),
    )
    with serving(Behaviour(replies=replies)) as server:
        done = redraft("run", "in.jsonl", "out.jsonl", "--model", f"{server.url}#writer", "--critic", "code")
    assert done.code == 0, done.err
    results = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    assert [result["accepted"] for result in results] == [True, True]
