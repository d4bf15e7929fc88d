"""The doctests of a prompt, as cases."""

import ast
import doctest
from collections.abc import Iterator

from redraft.critics.code.parsing import tree_of
from redraft.critics.code.testing.assertions import read_assertion
from redraft.critics.code.testing.cases import Case, Compares, Prints, Raises, plain_call
from redraft.critics.code.testing.literals import NotLiteral, literal_in
from redraft.critics.code.testing.values import shortened
from redraft.critics.code.testing.whole import as_function, as_test

_MAX_EXAMPLES = 100


def doctests_in(text: str, docstring: str) -> tuple[Case, ...]:
    """The examples after ``>>>`` in a docstring, or else in the words of a prompt.

    A value that is written out is compared as a value: an example that shows ``2.0`` is met by ``2``. Everything else
    is compared as `doctest` does it, character by character but for white space.

    Args:
        text: the prompt.
        docstring: what stands in the docstring of the prompt's function; may be empty.
    """
    within = docstring if ">>>" in docstring else text
    if ">>>" not in within:
        return ()
    before: list[ast.stmt] = []
    found: list[Case] = []
    for example in _examples(within)[:_MAX_EXAMPLES]:
        try:
            body = tree_of(example.source).body
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
            continue  # a sentence behind `>>>`
        if example.options.get(doctest.SKIP):
            continue
        only = body[0] if len(body) == 1 and isinstance(body[0], ast.Expr) else None
        if only is not None and (example.want or example.exc_msg):
            found.append(_case(example, only.value, before))
        elif only is not None and isinstance(only.value, ast.Compare):
            found.extend(_compared(only.value, before))  # `>>> f(2) == 4` with nothing below it says that it holds
        else:
            before.extend(body)
    return tuple(found)


def _examples(text: str) -> list[doctest.Example]:
    """All examples; where one is not written as doctest wants it, those of each paragraph that is."""
    parser = doctest.DocTestParser()
    try:
        return parser.get_examples(text)
    except ValueError:
        return [example for paragraph in _paragraphs(text) for example in _of_paragraph(parser, paragraph)]


def _of_paragraph(parser: doctest.DocTestParser, paragraph: str) -> list[doctest.Example]:
    try:
        return parser.get_examples(paragraph)
    except ValueError:
        return []


def _paragraphs(text: str) -> Iterator[str]:
    """Runs of lines, each from one ``>>>`` to the next or to an empty line."""
    run: list[str] = []
    for line in [*text.splitlines(), ""]:
        if run and (not line.strip() or line.lstrip().startswith(">>>")):
            yield "\n".join(run)
            run = []
        if line.lstrip().startswith(">>>") or run:
            run.append(line)


def _compared(condition: ast.Compare, before: list[ast.stmt]) -> Iterator[Case]:
    read = read_assertion(condition, {})
    if read is not None:
        plain = plain_call(read[0])
        function, arguments = plain if plain else ("", None)
        yield Case(
            origin="doctest", shown=shortened(ast.unparse(read[0]), 400), expectation=read[1], function=function,
            arguments=arguments, **as_function(before, read[0]),
        )  # fmt: skip


def _case(example: doctest.Example, expression: ast.expr, before: list[ast.stmt]) -> Case:
    # The end of a docstring that was not read as one.
    want = example.want.rstrip().removesuffix('"""').removesuffix("'''").strip()
    shown = shortened(ast.unparse(expression), 400)
    plain = plain_call(expression)
    function, arguments = plain if plain else ("", None)
    if example.exc_msg is not None:
        kind, _, message = example.exc_msg.partition(":")
        says = None if example.options.get(doctest.IGNORE_EXCEPTION_DETAIL) else message.strip()
        raises = Raises(kind=kind.strip().rpartition(".")[2], message=says, options=_options(example))
        return Case(origin="doctest", shown=shown, expectation=raises, **as_function(before, expression))
    prints = isinstance(expression, ast.Call) and getattr(expression.func, "id", "") == "print"
    try:
        if prints or (example.options.get(doctest.ELLIPSIS) and "..." in want):
            raise NotLiteral("what is printed is compared as text")
        value = literal_in(want)
    except NotLiteral:
        options = _options(example)
        # The guest shows the value, as the interpreter would; `repr` may be a name of the draft's own.
        as_shown = tree_of("(lambda value: None if value is None else f'{value!r}')(0)", mode="eval").body
        assert isinstance(as_shown, ast.Call)
        as_shown.args = [expression]
        return Case(
            origin="doctest", shown=shown, expectation=Prints(text=f"{want}\n", options=options),
            **as_function(before, as_shown),
        )  # fmt: skip
    return Case(
        origin="doctest", shown=shown, expectation=Compares(relation="==", value=value), function=function,
        arguments=arguments, source=as_test(before, [_equals(expression, want)]), **as_function(before, expression),
    )  # fmt: skip


def _options(example: doctest.Example) -> int:
    return sum(flag for flag, on in example.options.items() if on) | doctest.NORMALIZE_WHITESPACE


def _equals(expression: ast.expr, want: str) -> ast.stmt:
    return tree_of(f"assert ({ast.unparse(expression)}) == ({want})").body[0]
