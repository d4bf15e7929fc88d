import ast

import pytest

from redraft.critics.code.testing.woven import is_woven


def woven(tests: str) -> bool:
    return is_woven(ast.parse(tests).body, ())


@pytest.mark.parametrize(
    "tests",
    [
        "s = S()\nassert s.inc() == 1\nassert s.inc() == 2",
        "s = S()\nfor i in [1, 2]:\n    assert s.inc() == i",
        "a = [2, 1]\nassert f(a) == [1, 2]\nassert a == [2, 1]",
        "if f(1) == 0:\n    raise AssertionError",
        "assert f(1) == 1\npytest.fail('no')",
        "with pytest.raises(ValueError) as e:\n    f(1)\nassert e.value",
        "def verify(a, b):\n    assert a == b\nverify(f(1), 2)",
        "x = f(1)\nwith pytest.raises(ValueError):\n    f(2)",
        "assert (y := f(2)) == 4 and y == 4",
    ],
)
def test_what_belongs_together_is_not_taken_apart(tests: str) -> None:
    assert woven(tests)


@pytest.mark.parametrize(
    "tests",
    [
        "assert f(1) == 1\nassert f(2) == 2",
        "eps = 1e-6\nassert abs(f(1) - 2) < eps\nassert abs(f(2) - 3) < eps",
        "x = [3, 1]\nassert f(x) == [1, 3]",
        "for x in [1, 2]:\n    assert f(x) == x",
        "import math\nassert f(math.sqrt(4)) == 2\nassert f(math.sqrt(9)) == 3",
    ],
)
def test_assertions_that_stand_alone_are_tried_alone(tests: str) -> None:
    assert not woven(tests)
