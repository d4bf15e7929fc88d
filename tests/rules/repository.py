"""What the rule tests share: which files there are, and the judge with a floor and a ratchet."""

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "redraft"
# What lies in a checkout and belongs to nobody: environments, builds, and the hidden folders of tools.
NOT_OURS = re.compile(r"\.(?!ci$|gitignore$).*|venv|build|dist|__pycache__|.*\.egg-info")


def tracked_files() -> list[Path]:
    """Every file that belongs to the repository, sorted; without git (a source archive) every file that is there."""
    if (ROOT / ".git").exists():
        command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached"]
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
        found = {ROOT / name for name in listed if name}
    else:
        found = {path for path in ROOT.rglob("*") if not any(map(NOT_OURS.fullmatch, path.relative_to(ROOT).parts))}
    return sorted(path for path in found if path.is_file())


def source_files() -> list[Path]:
    """Every Python file of the package, sorted."""
    return sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)


def relative(path: Path) -> str:
    """The path as the repository names it, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


def markdown_files() -> list[Path]:
    """README and every page of the docs."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method in a parsed module, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def judge(offenders: Iterable[str], *, allowed: Iterable[str] = (), n_checked: int, floor: int = 1) -> list[str]:
    """Problems of a rule: new offenders, stale exceptions, and a search that found too little to check.

    Args:
        offenders: What breaks the rule today.
        allowed: What may break it; an entry that no longer does is a problem, so that the list only shrinks.
        n_checked: How many things were looked at.
        floor: The fewest that must have been looked at for the rule to mean anything.

    Returns:
        One line per problem; empty when the rule holds.
    """
    offenders, allowed = set(offenders), set(allowed)
    problems = [] if n_checked >= floor else [f"only {n_checked} checked, expected at least {floor}"]
    problems += [f"new offender: {name}" for name in sorted(offenders - allowed)]
    problems += [f"no longer offends, take it off the list: {name}" for name in sorted(allowed - offenders)]
    return problems
