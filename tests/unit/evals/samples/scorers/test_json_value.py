import asyncio

import pytest

from redraft.core import Draft
from redraft.errors import Misuse
from redraft.evals.samples.scorers import JsonValue


def right(answer: str, reference: str) -> bool | None:
    return asyncio.run(JsonValue(reference=reference).score(Draft.of(answer))).right


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        ('{"b": [1.0, 2], "a": null}', '{"a": null, "b": [1, 2]}'),
        ('Here it is:\n```json\n{"a": 1}\n```\nDone.', '{"a": 1}'),
        ("  true ", "true"),
    ],
)
def test_equal_values_are_right(answer: str, reference: str) -> None:
    assert right(answer, reference) is True


@pytest.mark.parametrize(
    "answer",
    ["", "{", "1", "[true]", '{"a": 2}', "NaN", "[" * 100_000, "[" * 5_000 + "]" * 5_000, "```\n```", "9" * 10_000],
)
def test_other_values_and_broken_json_are_wrong(answer: str) -> None:
    assert right(answer, '{"a": 1}') is False


def test_true_is_not_one() -> None:
    assert right("true", "1") is False


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        ('{"a": 2, "a": 1}', '{"a": 1}'),
        ('[{"a": 1, "a": 1}]', '[{"a": 1}]'),
        ("1e500", "1"),
        ('{"a": NaN}', '{"a": 1}'),
        ('```json\n{"a": 1}\n```\nor\n```json\n{"a": 2}\n```', '{"a": 1}'),
        ("9007199254740992.0", "9007199254740993"),
    ],
)
def test_json_that_could_be_read_in_two_ways_is_wrong(answer: str, reference: str) -> None:
    assert right(answer, reference) is False


@pytest.mark.parametrize("reference", ["1e400", '{"a": 1, "a": 2}', "NaN", "{", "[" * 100_000])
def test_a_reference_that_no_answer_can_equal_is_refused(reference: str) -> None:
    with pytest.raises(Misuse, match=r"cannot be read as JSON: .*; mend it"):
        JsonValue(reference=reference)
