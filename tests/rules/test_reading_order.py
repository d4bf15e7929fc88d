"""The loop is the story: one screen that drafts, examines, decides, redrafts and records, in this order."""

import ast
import re

from rules.repository import PACKAGE, functions

LOOP = PACKAGE / "engine" / "loop.py"
# What the loop does, in the order of the reading. A step is found by the verb a called function's name begins with.
STORY = ("draft", "examine", "decide", "redraft", "record")
MAX_LOOP_LINES = 80


def reading_order(docstring: str) -> list[str]:
    """Files the package's docstring tells the reader to read, in its order: `.py` names in backquotes."""
    return re.findall(r"`([\w/]+\.py)`", docstring)


def steps_called(tree: ast.AST) -> list[str]:
    """The story's steps in the order in which their calls first stand in the source."""
    first: dict[str, tuple[int, int]] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for step in STORY:
            if re.match(rf"_?(write_)?{step}(?![a-z])", name):
                place = (node.lineno, node.col_offset)
                first[step] = min(first.get(step, place), place)
    return sorted(first, key=lambda step: first[step])


def test_the_loop_calls_its_steps_in_the_order_of_the_story() -> None:
    if not (PACKAGE / "engine").exists():
        return  # nothing to read before there is an engine; the folder without loop.py fails on the next line
    assert steps_called(ast.parse(LOOP.read_text())) == list(STORY)


def test_the_loop_fits_on_one_screen() -> None:
    if not (PACKAGE / "engine").exists():
        return
    longest = max((f.end_lineno or 0) - f.lineno + 1 for f in functions(ast.parse(LOOP.read_text())))
    assert longest <= MAX_LOOP_LINES


def test_calls_in_another_order_are_seen() -> None:
    tale = "async def f():\n await write_draft()\n record(d)\n await examine(d)\n decide(d)\n redraft(d)\n"
    assert steps_called(ast.parse(tale)) == ["draft", "record", "examine", "decide", "redraft"]


def test_a_missing_step_is_seen() -> None:
    assert steps_called(ast.parse("write_draft(); examine(); recorder.write()")) == ["draft", "examine"]


def test_the_package_docstring_states_a_reading_order_of_modules_that_exist() -> None:
    order = reading_order(ast.get_docstring(ast.parse((PACKAGE / "__init__.py").read_text())) or "")
    assert len(order) >= 3
    assert [name for name in order if not (PACKAGE / name).is_file()] == []


def test_the_reading_order_names_the_loop() -> None:
    order = reading_order(ast.get_docstring(ast.parse((PACKAGE / "__init__.py").read_text())) or "")
    assert ("engine/loop.py" in order) == (PACKAGE / "engine").exists()


def test_the_reader_of_docstrings_finds_files() -> None:
    assert reading_order("Read `core/draft.py`, then `engine/loop.py`; `correct` is the door.") == [
        "core/draft.py",
        "engine/loop.py",
    ]
