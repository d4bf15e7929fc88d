"""The tree of exceptions: as drawn, catchable by standard bases, with what the reader needs beside the message."""

import copy
import pickle
import re

import pytest

from redraft import errors

CLASSES = {n: v for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, Exception)}


def drawn(docstring: str) -> dict[str, tuple[str, list[str]]]:
    """The tree in the module's docstring: class -> (its parent, further bases named in brackets)."""
    tree: dict[str, tuple[str, list[str]]] = {}
    path: list[tuple[int, str]] = []
    for line in docstring.splitlines():
        found = re.match(r"^( {4}[│ ├└─]*)([A-Z]\w+)(?: \(([\w, ]+)\))?", line)
        if not found:
            continue
        depth = len(found[1])
        path = [(d, n) for d, n in path if d < depth]
        tree[found[2]] = (path[-1][1] if path else "Exception", (found[3] or "").split(", ") if found[3] else [])
        path.append((depth, found[2]))
    return tree


def test_the_drawn_tree_is_the_tree() -> None:
    names = {name: [base.__name__ for base in cls.__bases__] for name, cls in CLASSES.items()}
    real = {name: (first, rest) for name, (first, *rest) in names.items()}
    assert len(real) > 10
    assert drawn(errors.__doc__ or "") == real


def test_a_wrong_drawing_is_seen() -> None:
    picture = """The tree::

    RedraftError
    ├── Aa (ValueError)  words
    │   └── Bb (OSError, KeyError)
    └── Cc  words
"""
    assert drawn(picture) == {
        "RedraftError": ("Exception", []),
        "Aa": ("RedraftError", ["ValueError"]),
        "Bb": ("Aa", ["OSError", "KeyError"]),
        "Cc": ("RedraftError", []),
    }


@pytest.mark.parametrize("name", CLASSES)
def test_every_error_is_caught_as_a_redraft_error(name: str) -> None:
    assert issubclass(CLASSES[name], errors.RedraftError)


@pytest.mark.parametrize(
    ("error", "standard"),
    [
        (errors.Misuse("x"), ValueError),
        (errors.SettingsError("x"), ValueError),
        (errors.MissingExtra("x"), ImportError),
        (errors.ModelTimeout("x"), TimeoutError),
        (errors.ModelUnavailable("x"), ConnectionError),
        (errors.ScriptExhausted("x"), AssertionError),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else type(value).__name__,
)
def test_who_does_not_know_redraft_catches_the_standard_base(error: Exception, standard: type[Exception]) -> None:
    with pytest.raises(standard, match="x"):
        raise error


def test_an_unavailable_model_keeps_the_wait_it_asked_for() -> None:
    assert errors.ModelUnavailable("overloaded", retry_after_s=2.5).retry_after_s == 2.5
    assert errors.ModelUnavailable("overloaded").retry_after_s is None


def test_a_rejection_keeps_its_status() -> None:
    error = errors.ModelRejected("wrong key", status=401)
    assert (error.status, str(error)) == (401, "wrong key")
    assert errors.ModelRejected("no such model").status is None


def test_an_answer_nobody_accepted_is_not_lost() -> None:
    correction = object()
    assert errors.NotAccepted("no answer passed", correction=correction).correction is correction


def test_an_answer_nobody_accepted_survives_the_way_to_another_process() -> None:
    error = errors.NotAccepted("no answer passed", correction=("the answer", 2))
    error.add_note("seen in a worker")
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert isinstance(again, errors.NotAccepted)
        assert (str(again), again.correction) == ("no answer passed", ("the answer", 2))
        assert again.__notes__ == ["seen in a worker"]
