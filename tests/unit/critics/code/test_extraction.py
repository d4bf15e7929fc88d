import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from redraft.critics.code.extraction import MAX_CHARACTERS, extract
from redraft.critics.code.given import GivenCode, given_code

NOTHING = GivenCode()
HEADER = 'from typing import List\n\n\ndef total(numbers: List[int]) -> int:\n    """The sum."""\n'


def code(text: str, given: GivenCode = NOTHING) -> str:
    source = extract(text, given).source
    assert source is not None
    return source.code


def test_a_tagged_block_is_the_program() -> None:
    assert code("Here it is:\n```python\nx = 1\n```\nDone.") == "x = 1\n"


@pytest.mark.parametrize("tag", ["py", "Python3", "{python}", ""])
def test_python_goes_by_several_tags_and_by_none(tag: str) -> None:
    assert code(f"```{tag}\ndef f():\n    return 1\n```") == "def f():\n    return 1\n"


def test_a_block_that_is_never_closed_ends_with_the_answer() -> None:
    assert code("```python\ndef f():\n    return 1") == "def f():\n    return 1"


def test_a_longer_fence_holds_shorter_ones() -> None:
    assert code('````python\ns = """\n```\n"""\n````') == 's = """\n```\n"""\n'


def test_a_block_inside_a_list_loses_its_indentation() -> None:
    assert code("1. Like this:\n   ```python\n   def f():\n       return 1\n   ```\n") == "def f():\n    return 1\n"


def test_several_blocks_are_one_program_and_shells_and_sessions_are_left_out() -> None:
    text = (
        "```python\nimport math\n```\n```bash\npip install x\n```\n"
        "```python\n>>> f(1)\n```\n```python\ny = math.pi\n```"
    )
    assert code(text) == "import math\n\ny = math.pi\n"


def test_blocks_in_another_language_are_named() -> None:
    found = extract("```JavaScript\nlet x = 1\n```", NOTHING)
    assert (found.source, found.problem, found.language) == (None, "other_language", "javascript")


def test_a_bare_program_needs_no_fence() -> None:
    assert code("import math\nprint(math.pi)") == "import math\nprint(math.pi)"


def test_a_program_among_sentences_is_found() -> None:
    text = "Sure, this is it.\n\ndef f(x):\n    return x\n\nIt gives back what it gets."
    assert code(text) == "def f(x):\n    return x"


@pytest.mark.parametrize(
    "body",
    [
        "    return sum(numbers)\n",
        "return sum(numbers)",
        "result = 0\n    for n in numbers:\n        result += n\n    return result",
    ],
)
def test_a_body_completes_the_prompts_function(body: str) -> None:
    namespace: dict[str, object] = {}
    exec(code(body, given_code(HEADER)), namespace)
    assert namespace["total"]([1, 2]) == 3  # type: ignore[operator]


def test_a_body_in_a_block_completes_it_too() -> None:
    assert code("```python\n    return sum(numbers)\n```", given_code(HEADER)) == HEADER + "    return sum(numbers)\n"


def test_imports_of_the_prompt_that_a_whole_function_leans_on_come_along() -> None:
    answer = "def total(numbers: List[int]) -> int:\n    return sum(numbers)"
    assert code(answer, given_code(HEADER)) == f"from typing import List\n{answer}"


def test_helpers_of_the_prompt_come_with_what_they_need() -> None:
    prompt = "import math\nimport os\n\ndef area(r):\n    return math.pi * r * r\n\ndef volume(r, h):\n    '''r, h'''\n"
    whole = code("def volume(r, h):\n    return area(r) * h", given_code(prompt))
    assert "import math" in whole
    assert "def area" in whole
    assert "import os" not in whole


@pytest.mark.parametrize("text", ["", "   \n", "No.", "I cannot help with that.", "Note: nothing", "42", "a, b"])
def test_words_are_no_code(text: str) -> None:
    assert extract(text, NOTHING).problem == "no_code"


def test_a_sentence_is_no_body_of_the_prompts_function() -> None:
    assert extract("done", given_code(HEADER)).problem == "no_code"


def test_broken_code_is_still_code() -> None:
    assert code("def f(:\n    return 1") == "def f(:\n    return 1"


def test_an_answer_beyond_any_measure_is_not_read() -> None:
    assert extract("x = 1\n" * MAX_CHARACTERS, NOTHING).problem == "too_long"


@pytest.mark.parametrize(
    "text",
    [
        "intro\r\n```python\r\nif True:\r\n    y = 1\r\n```\r\n",
        "1. so:\n   ```python\n   if True:\n       y = 1\n   ```",
        "if True:\n    y = 1",
        "text\n```python\nif True:\n    y = 1\n```\nand\n```python\nz = 2\n```",
    ],
)
def test_a_line_of_the_program_is_found_again_in_the_answer(text: str) -> None:
    source = extract(text, NOTHING).source
    assert source is not None
    place = source.location(2)
    assert place is not None
    assert text[int(place.start) : int(place.end)] == "y = 1"


def test_a_line_of_a_body_is_found_again_and_a_line_of_the_prompt_is_not() -> None:
    text = "a = 1\n    return a + sum(numbers)"
    source = extract(text, given_code(HEADER)).source
    assert source is not None
    number = source.code.splitlines().index("    return a + sum(numbers)") + 1
    place = source.location(number, 11, 1)
    assert place is not None
    assert (text[int(place.start) : int(place.end)], source.own_number(number)) == ("a", 2)
    first = source.location(number - 1)
    assert first is not None
    assert text[int(first.start) : int(first.end)] == "a = 1"
    assert source.location(1) is None


PIECES = st.sampled_from(
    ["```", "```python", "~~~", "def f(x):", "    return x", "\r", "\n", ">>> 1", "\ud800", "\x00", "\t"]
)


@drawn(st.one_of(st.text(), st.lists(PIECES | st.text(max_size=5)).map("\n".join), st.lists(PIECES).map("".join)))
def test_anything_is_read_and_every_place_lies_inside_it(text: str) -> None:
    for given in (NOTHING, given_code(HEADER)):
        found = extract(text, given)
        assert (found.source is None) == (found.problem is not None)
        if found.source is None:
            continue
        for number in range(1, len(found.source.offsets) + 1):
            place = found.source.location(number)
            assert place is None or 0 <= place.start <= place.end <= len(text)
