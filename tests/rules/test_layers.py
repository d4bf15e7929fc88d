"""A lower layer never imports an upper one, siblings never import each other, a new folder must choose its layer."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from rules.repository import PACKAGE, ROOT

CONFIG = ROOT / "pyproject.toml"


def lint(folder: Path, config: Path) -> subprocess.CompletedProcess[str]:
    """Run the import contract over the package `redraft` that lies in a folder."""
    program = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); from importlinter import cli; cli.lint_imports_command()"
    )
    command = [sys.executable, "-c", program, str(folder), "--config", str(config), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def layers() -> list[str]:
    """The layers of the contract, top first, as they are written."""
    contract = tomllib.loads(CONFIG.read_text())["tool"]["importlinter"]["contracts"][0]
    assert contract["type"] == "layers"
    assert contract["exhaustive"] is True
    return list(contract["layers"])


def wrong_parentheses(written: list[str], existing: set[str]) -> set[str]:
    """Layers that are optional although they exist, or required although they do not."""
    marked = {name: bool(open_) for line in written for open_, name in re.findall(r"(\(?)(\w+)\)?", line)}
    return {name for name, optional in marked.items() if optional == (name in existing)}


def package_with(folder: Path, files: dict[str, str]) -> Path:
    """A package `redraft` made of the given files."""
    for name, text in {"__init__.py": "", **files}.items():
        path = folder / "redraft" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_the_import_contract_is_kept() -> None:
    done = lint(ROOT / "src", CONFIG)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 kept, 0 broken" in done.stdout


def test_layers_in_parentheses_are_those_that_do_not_exist_yet() -> None:
    existing = {p.stem for p in PACKAGE.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    written = layers()
    assert len(written) == 9
    assert wrong_parentheses(written, existing) == set()


def test_a_layer_that_exists_in_parentheses_or_is_missing_without_is_found() -> None:
    assert wrong_parentheses(["(a) | b", "c"], {"a", "b"}) == {"a", "c"}


def contract_for(folder: Path) -> Path:
    """The contract of the layers with every layer optional, for packages that hold only what a test needs."""
    text = "[[tool.importlinter.contracts]]".join(CONFIG.read_text().split("[[tool.importlinter.contracts]]")[:2])
    for line in layers():
        text = text.replace(f'"{line}"', '"' + re.sub(r"\(?(\w+)\)?", r"(\1)", line) + '"')
    config = folder / "contract.toml"
    config.write_text(text)
    return config


def test_the_contract_accepts_a_lawful_package(tmp_path: Path) -> None:
    folder = package_with(tmp_path, {"errors.py": "", "core/__init__.py": "from redraft import errors"})
    done = lint(folder, contract_for(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_upward_import_inside_a_function_breaks_the_contract(tmp_path: Path) -> None:
    upward = "def peek():\n    from redraft import engine\n    return engine\n"
    folder = package_with(tmp_path, {"core/__init__.py": upward, "engine/__init__.py": ""})
    done = lint(folder, contract_for(tmp_path))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "redraft.core is not allowed to import redraft.engine" in done.stdout


def test_a_sibling_import_breaks_the_contract(tmp_path: Path) -> None:
    folder = package_with(tmp_path, {"models/__init__.py": "from redraft import store", "store/__init__.py": ""})
    done = lint(folder, contract_for(tmp_path))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "redraft.models is not allowed to import redraft.store" in done.stdout


def test_a_folder_without_a_layer_breaks_the_contract(tmp_path: Path) -> None:
    folder = package_with(tmp_path, {"helpers/__init__.py": ""})
    done = lint(folder, contract_for(tmp_path))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "helpers" in done.stdout


# A package that has everything the contracts of the theory lab name.
LAB = {
    **{f"{name}/__init__.py": "" for name in ("evals", "profiles", "engine", "critics", "models", "prompts", "store")},
    **{f"{name}/__init__.py": "" for name in ("sandbox", "theory", "theory/statements", "theory/constructions")},
}


def lab_contracts(folder: Path) -> Path:
    """The two contracts of the theory lab alone."""
    parts = CONFIG.read_text().split("[[tool.importlinter.contracts]]")
    config = folder / "contract.toml"
    config.write_text(
        "[[tool.importlinter.contracts]]".join(['[tool.importlinter]\nroot_package = "redraft"\n\n', *parts[2:]])
    )
    return config


def test_a_construction_that_imports_its_oracle_breaks_the_contract(tmp_path: Path) -> None:
    folder = package_with(
        tmp_path, {**LAB, "theory/constructions/v1.py": "from redraft.theory.statements import losses"}
    )
    (folder / "redraft/theory/statements/losses.py").write_text("")
    done = lint(folder, lab_contracts(tmp_path))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "redraft.theory.constructions is not allowed to import redraft.theory.statements" in done.stdout


def test_a_lab_that_imports_the_engine_breaks_the_contract(tmp_path: Path) -> None:
    folder = package_with(tmp_path, {**LAB, "theory/figures.py": "def f():\n    from redraft import engine\n"})
    done = lint(folder, lab_contracts(tmp_path))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "redraft.theory is not allowed to import redraft.engine" in done.stdout
