import ast
import re
from pathlib import Path

import pytest

import redraft.critics.logic
from redraft.critics.logic.issues import Issue
from redraft.critics.logic.wording import Words
from redraft.prompts import load_phrases

FOLDER = Path(redraft.critics.logic.__file__).parent
_SAYING = {"fault", "_fault", "repair", "put_right", "_minor", "say", "_issue", "_note"}


def keys_in_code() -> set[str]:
    """Every key of a phrase that the code names as a literal."""
    found = set()
    for file in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                literals = [a.value for a in node.args[:1] if isinstance(a, ast.Constant)] if name in _SAYING else []
                literals += [
                    k.value.value for k in node.keywords if k.arg == "key" and isinstance(k.value, ast.Constant)
                ]
                found |= {text for text in literals if isinstance(text, str)}
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= set(re.findall(r"§(expected_\w+)", node.value))
    return found


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_whatever_the_code_says_has_a_phrase(language: str) -> None:
    phrases = load_phrases("logic", language)
    keys = keys_in_code()
    assert len(keys) > 80
    assert keys - phrases.keys() == set()


def test_both_languages_have_the_same_phrases_with_the_same_places() -> None:
    english, chinese = load_phrases("logic", "en"), load_phrases("logic", "zh-Hant")
    assert english.keys() == chinese.keys()
    assert {key: text.places for key, text in english.items()} == {key: text.places for key, text in chinese.items()}


def test_a_finding_says_line_and_column_and_shows_the_words() -> None:
    program = "Premises:\nCat(tom) ∧∧ Dog(rex)\n"
    start = program.index("∧ Dog")
    issue = Issue(key="unexpected", values={"seen": "∧", "expected": "§expected_predicate"}, start=start, end=start + 1)
    finding = Words("en").finding(issue, program, 100)
    assert finding.message == 'Line 2, column 11: Found "∧" where a predicate was expected.'
    assert finding.location is not None
    assert (finding.location.start, finding.evidence) == (100 + start, ("∧",))


def test_a_value_of_the_program_is_never_taken_for_a_phrase() -> None:
    issue = Issue(key="unknown_name", values={"seen": "§no_such_phrase"})
    assert Words("en").finding(issue, "", None).message == '"§no_such_phrase" is not declared.'
