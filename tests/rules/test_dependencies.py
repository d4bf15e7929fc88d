"""Every package the code imports is declared, every declared one is imported, and all of them have a tested version."""

import ast
import re
import sys
import tomllib

from rules.repository import ROOT, judge, source_files
from rules.test_owner_files import imported

# Declared under one name, imported under another.
IMPORTED_AS = {"python-stdnum": "stdnum", "pyyaml": "yaml", "scikit-learn": "sklearn", "z3-solver": "z3"}
# Inside the sandbox there are other modules: our harness under its own name, and the component's doors.
INSIDE_THE_SANDBOX = {"harness", "wit_world"}
# Used without being imported: the tools of the developers.
TOOLS = "dev"


def declared() -> dict[str, set[str]]:
    """Extra (or `base`) -> import names of the packages it brings itself."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    groups = {"base": project["dependencies"], **project["optional-dependencies"]}
    names = {group: {re.match(r"[\w-]+", line).group().lower() for line in lines} for group, lines in groups.items()}  # type: ignore[union-attr]
    return {
        group: {IMPORTED_AS.get(n, n.replace("-", "_")) for n in found - {"redraft"}} for group, found in names.items()
    }


def third_party() -> set[str]:
    """Packages from elsewhere that the source imports anywhere."""
    found: set[str] = set()
    for path in source_files():
        found |= imported(ast.parse(path.read_text()))
    return found - set(sys.stdlib_module_names) - {"redraft"} - INSIDE_THE_SANDBOX


def test_every_imported_package_is_declared() -> None:
    groups = declared()
    known = set().union(*(names for group, names in groups.items() if group != TOOLS))
    imports = third_party()
    assert judge(imports - known, n_checked=len(known), floor=5) == []


def test_every_declared_version_was_tested() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    names = [line.split("==")[0].lower() for line in lines if re.fullmatch(r"[\w.-]+==[\w.]+", line)]
    pinned = {IMPORTED_AS.get(name, name.replace("-", "_")) for name in names}
    everything = set().union(*declared().values())
    assert judge(everything - pinned, n_checked=len(pinned), floor=10) == []


def test_torch_is_pinned_exactly_and_belongs_to_training_and_theory_alone() -> None:
    assert "torch==2.13.0" in (ROOT / "constraints.txt").read_text().splitlines()
    assert [group for group, names in declared().items() if "torch" in names] == ["train", "theory"]


def test_the_default_tests_bring_every_extra() -> None:
    extras: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    reached, new = {TOOLS}, [TOOLS]
    while new:
        named = {
            name
            for line in extras[new.pop()]
            for found in re.findall(r"redraft\[(.*)\]", line)
            for name in found.split(",")
        }
        new += sorted(named - reached)
        reached |= named
    assert reached == set(extras)


def test_imports_inside_functions_and_by_name_are_seen() -> None:
    code = "import json\ndef f():\n    from yaml import safe_load\n    importlib.import_module('torch.nn')\n"
    assert imported(ast.parse(code)) - set(sys.stdlib_module_names) == {"yaml", "torch"}
