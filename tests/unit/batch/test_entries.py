import pytest

from redraft.batch.entries import content_of, entry_from
from redraft.core import Prompt


def test_the_metadata_of_a_row_are_the_prompts() -> None:
    entry = entry_from(1, {"prompt": "q", "metadata": {"tests": "assert f(1) == 2", "level": 3, "tags": ["a"]}})
    assert entry.prompt is not None
    assert entry.prompt.metadata == {"tests": "assert f(1) == 2", "level": "3", "tags": '["a"]'}


@pytest.mark.parametrize("absent", [{}, {"metadata": None}, {"metadata": ""}])
def test_a_row_need_not_have_metadata(absent: dict[str, object]) -> None:
    entry = entry_from(1, {"prompt": "q", **absent})
    assert entry.prompt is not None
    assert entry.prompt.metadata == {}


def test_metadata_that_are_no_object_are_a_bad_row() -> None:
    entry = entry_from(1, {"prompt": "q", "metadata": "assert f(1) == 2"})
    assert entry.prompt is None
    assert entry.problem is not None
    assert entry.problem.startswith("metadata must be an object of texts, got 'assert f(1) == 2'; write {")


def test_other_tests_make_it_other_work() -> None:
    def content(**metadata: str) -> str:
        return content_of(Prompt.from_messages(Prompt.of("q").messages, metadata=metadata))

    assert content() == Prompt.of("q").id
    assert len({content(), content(tests="assert f(1) == 2"), content(tests="assert f(1) == 3")}) == 3
