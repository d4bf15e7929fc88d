from hypothesis import given as drawn
from hypothesis import strategies as st

from redraft.critics.code.given import given_code


def test_a_header_with_a_docstring_is_a_function_to_complete() -> None:
    prompt = 'def f(a, b, c=1):\n  """Say so."""\n'
    found = given_code(prompt)
    assert (found.function, found.parameters, found.docstring) == ("f", ("a", "b"), "Say so.")
    assert (found.header, found.body_indent) == (prompt, "  ")


def test_a_bare_header_is_one_too() -> None:
    assert given_code("Write this:\n\ndef f(a):").header == "def f(a):"


def test_a_place_to_fill_is_no_body() -> None:
    assert given_code("def f(a):\n    '''Doc.'''\n    pass\n").header == "def f(a):\n    '''Doc.'''\n"
    assert given_code("def f(a):\n    ...\n").header == "def f(a):\n"


def test_code_in_a_block_and_code_before_sentences_are_found() -> None:
    assert given_code("Complete it:\n```python\ndef f(a):\n    '''Doc.'''\n```\nThanks.").function == "f"
    assert given_code("Complete it:\n\ndef f(a):\n    '''Doc.'''\n\nThanks in advance, it is urgent.").function == "f"


def test_a_finished_function_is_no_header() -> None:
    found = given_code("Mend this:\n```python\ndef f(a):\n    return a\n```")
    assert (found.function, found.header) == ("f", "")


def test_a_prompt_in_words_gives_no_code() -> None:
    assert given_code("Write a function that adds two numbers.").function == ""
    assert given_code("import this, please, into your answer").function == ""


@drawn(st.text() | st.lists(st.sampled_from(["def f(", "x):", "\n", "    pass", "```", "import "])).map("".join))
def test_any_prompt_is_read(text: str) -> None:
    found = given_code(text)
    assert found.header == "" or found.function
