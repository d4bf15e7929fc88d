import ast
import math

import pytest

from redraft.critics.code.testing.cases import AllMet, Close, Compares, IsTrue, Prints, Raises, plain_call
from redraft.critics.code.testing.values import MARK
from redraft.sandbox import Opaque, Outcome, Raised


def gave(value: object, stdout: str = "") -> Outcome:
    return Outcome(name="0", status="passed", value=value, stdout=stdout)


def raised(kind: str) -> Outcome:
    return Outcome(name="0", status="raised", raised=Raised(kind=kind, message="", line=1))


@pytest.mark.parametrize(
    ("relation", "wanted", "met", "unmet"),
    [
        ("==", [1, 2], [1, 2], (1, 2)),
        ("==", 2, 2.0, 3),
        ("!=", 2, 3, 2),
        ("is", None, None, 0),
        ("is", True, True, 1),
        ("is not", None, 0, None),
        ("in", (1, 2), 2, 3),
        ("in", "abc", "b", "x"),
        ("not in", (1, 2), 3, 2),
        ("contains", 3, [1, 3], [1]),
        ("contains", "k", {"k": 1}, {}),
        ("<", 3, 2, 3),
        ("<=", 3, 3, 4),
        (">", 3, 4, 3),
        (">=", 3, 3, "x"),
    ],
)
def test_relations_are_pythons_own(relation: str, wanted: object, met: object, unmet: object) -> None:
    expectation = Compares(relation=relation, value=wanted)
    assert expectation.met(gave(met))
    assert not expectation.met(gave(unmet))
    assert not expectation.met(raised("ValueError"))
    assert not expectation.met(Outcome(name="0", status="not_run", value=met))


@pytest.mark.parametrize("value", [Opaque(type_name="A", text="<A>"), (MARK, "A", "<A>")])
def test_a_value_that_did_not_come_out_equals_nothing_and_is_true(value: object) -> None:
    assert not Compares(relation="==", value=value).met(gave(value))
    assert Compares(relation="!=", value=1).met(gave(value))
    assert not Compares(relation="<", value=1).met(gave(value))
    assert IsTrue().met(gave(value))


def test_numbers_may_be_near() -> None:
    assert Close(value=0.33, absolute=1e-6).met(gave(0.3300001))
    assert not Close(value=0.33, absolute=1e-9).met(gave(0.3300001))
    assert Close(value=1e9, relative=1e-6).met(gave(1e9 + 1))
    assert not Close(value=1.0, absolute=1.0).met(gave("1"))
    assert not Close(value=1.0, absolute=1.0).met(gave(math.nan))
    assert not Close(value=1.0, absolute=1.0).met(gave(10**400))


def test_an_exception_may_be_wanted() -> None:
    assert Raises(kind="ValueError").met(raised("ValueError"))
    assert Raises(kind="LookupError").met(raised("KeyError"))
    assert Raises(kind="Own").met(raised("module.Own"))
    assert not Raises(kind="KeyError").met(raised("LookupError"))
    assert not Raises(kind="ValueError").met(gave(None))


def test_a_doctest_compares_what_is_printed_and_shown() -> None:
    assert Prints(text="a\n'b'\n").met(gave("'b'", stdout="a\n"))
    assert Prints(text="a\n").met(gave(None, stdout="a\n"))
    assert not Prints(text="a\n").met(gave(None, stdout="b\n"))


def test_records_are_compared_and_the_first_that_fails_is_named() -> None:
    good, bad = ("==", 1, 1, "f(1) == 1"), ("==", 2, 3, "f(2) == 3")
    assert AllMet().met(gave([good, ("true", [1], None, "f(3)"), ("false", 0, None, "not f(4)")]))
    assert not AllMet().met(gave([good, bad]))
    assert AllMet().first_unmet(gave([good, bad])) == bad
    assert not AllMet().met(gave(None))
    assert not AllMet().met(gave([good, "forged"]))
    assert not AllMet().met(gave([]))
    assert AllMet().first_unmet(gave([])) is not None


def test_only_calls_with_values_written_out_are_plain() -> None:
    def read(code: str) -> object:
        return plain_call(ast.parse(code, mode="eval").body)

    assert read("f([1], 'x')") == ("f", ([1], "x"))
    assert [read(code) for code in ("f(x)", "f(a=1)", "o.f(1)", "f(1) + 1", "f(*[1])")] == [None] * 5
