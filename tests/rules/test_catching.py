"""Catch what you can name: `except Exception` only at the four rims, where the failure becomes part of the record."""

import ast
import tomllib

from rules.repository import ROOT, judge, relative, source_files

# The command line, one prompt of a batch, one gateway request, one critic's examination.
MAX_RIMS = 4


def catches_everything(handler: ast.ExceptHandler) -> bool:
    """Whether a handler is bare or catches Exception or BaseException."""
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(c is None or (isinstance(c, ast.Name) and c.id in ("Exception", "BaseException")) for c in caught)


def reraises(handler: ast.ExceptHandler) -> bool:
    """Whether the handler ends by raising what it caught: cleaning up, not catching."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def broad_handlers(tree: ast.AST) -> int:
    """How many handlers in a module swallow every exception."""
    handlers = [n for n in ast.walk(tree) if isinstance(n, ast.ExceptHandler)]
    return sum(catches_everything(h) and not reraises(h) for h in handlers)


def rims() -> set[str]:
    """The files the linter's configuration lets catch everything."""
    ignores = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]["per-file-ignores"]
    return {name for name, rules in ignores.items() if "BLE001" in rules}


def test_everything_is_caught_only_at_the_rims() -> None:
    trees = {relative(p): ast.parse(p.read_text()) for p in source_files()}
    offenders = [name for name, tree in trees.items() if broad_handlers(tree)]
    assert judge(offenders, allowed=rims(), n_checked=len(trees), floor=2) == []
    assert len(rims()) <= MAX_RIMS


def test_a_rim_catches_everything_once() -> None:
    several = [name for name in sorted(rims()) if broad_handlers(ast.parse((ROOT / name).read_text())) != 1]
    assert several == []


def test_no_suppression_hides_a_broad_catch_from_the_linter() -> None:
    hidden = [relative(p) for p in source_files() if "noqa: BLE" in p.read_text()]
    assert hidden == []


def test_broad_handlers_are_told_from_narrow_ones_and_from_cleaning_up() -> None:
    def seen(handler: str) -> int:
        return broad_handlers(ast.parse(f"try:\n    pass\n{handler}"))

    assert seen("except Exception:\n    pass") == 1
    assert seen("except (ValueError, BaseException):\n    pass") == 1
    assert seen("except:\n    pass") == 1
    assert seen("except ValueError:\n    pass") == 0
    assert seen("except BaseException:\n    close()\n    raise") == 0
