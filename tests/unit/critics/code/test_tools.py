import asyncio
import sys

import pytest

from redraft.critics.code import CodeCritic
from redraft.critics.code.tools import ask_tool, path_of, version_of_tool
from redraft.errors import MissingExtra


def test_a_missing_tool_says_what_to_install_and_what_to_leave_out() -> None:
    with pytest.raises(MissingExtra, match=r"needs surely-not-there.*pip install 'redraft\[code\]'.*checks="):
        path_of("surely-not-there")
    assert version_of_tool("surely-not-there") == "unknown"


def test_a_critic_without_static_checks_needs_no_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(tool: str) -> str:
        raise MissingExtra(f"no {tool}")

    monkeypatch.setattr("redraft.critics.code.critic.path_of", nowhere)
    CodeCritic(checks=("syntax", "tests"))
    with pytest.raises(MissingExtra, match="no ruff"):
        CodeCritic(checks=("ruff",))


def test_a_tool_sees_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hunter2")
    command = [sys.executable, "-c", "import os, sys; print(sorted(os.environ), sys.stdin.read())"]
    said = asyncio.run(ask_tool(command, stdin="half \ud800 a character"))
    assert "SECRET_KEY" not in said.stdout
    assert "half ? a character" in said.stdout
    assert said.exit_code == 0
