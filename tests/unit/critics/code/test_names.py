import ast

from redraft.critics.code.names import names_bound, names_used, needed


def kept(code: str, used: str) -> list[str]:
    return [ast.unparse(node).splitlines()[0] for node in needed(ast.parse(code).body, frozenset(used.split()))]


def test_names_bound_by_statements_of_every_sort() -> None:
    code = "import a.b\nfrom c import d as e\ndef f(): g = 1\nclass H: pass\ni, (j, *k) = x\nfor l in m: pass\n"
    assert names_bound(*ast.parse(code).body) == {"a", "e", "f", "H", "i", "j", "k", "l"}


def test_names_used_are_those_read_and_bound() -> None:
    assert names_used(ast.parse("x = y + z.w")) == {"x", "y", "z"}


def test_what_is_not_needed_is_left_out() -> None:
    assert kept("import math\nimport os\nr = math.pi\nTITLE = 'x'\n", "r") == ["import math", "r = math.pi"]


def test_what_binds_nothing_and_does_something_stays() -> None:
    assert kept("import random\nrandom.seed(1)\n'words'\npass\n", "f") == ["import random", "random.seed(1)"]


def test_a_loop_that_fills_a_used_list_stays() -> None:
    assert kept("n = []\nfor i in range(3):\n    n.append(i)\n", "n") == ["n = []", "for i in range(3):"]
