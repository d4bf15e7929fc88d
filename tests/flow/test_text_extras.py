"""What commands for text say where a package is missing, seen in a Python that does not find it."""

import json
import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
PROGRAM = """
import json, sys
sys.modules["numpy"] = None  # Python then finds no such module
from support.command_line import redraft
print(json.dumps([redraft(*command.split()) for command in sys.argv[1:]]))
"""
EXTRA_OF = {
    "translate app.po --check-only": "translation",
    "translate app.po --model http://127.0.0.1:9/v1#m": "translation",
    "eval translation data.jsonl": "translation",
    "eval facts data.jsonl": "facts",
    "eval preferences": "embedded",
    "eval jailbreak --model embedded": "embedded",
    "eval jailbreak data.jsonl": "report",
}


def test_a_missing_package_is_named_with_the_extra_that_the_command_needs(tmp_path: Path) -> None:
    (tmp_path / "app.po").write_text('msgid ""\nmsgstr "Language: de\\n"\n\nmsgid "Yes"\nmsgstr "Ja"\n')
    (tmp_path / "data.jsonl").write_text("{}\n")
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM, *EXTRA_OF],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS.parent / "src"), str(TESTS)])},
        capture_output=True,
        text=True,
        check=True,
    )
    for (command, extra), (code, _, said) in zip(EXTRA_OF.items(), json.loads(found.stdout), strict=True):
        assert said == f"redraft: numpy is needed here; install it with: pip install 'redraft[{extra}]'\n", command
        assert code == 2
