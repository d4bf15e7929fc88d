import io

import pytest
from rich.console import Console

from redraft.cli.views.counting_live import CountingLive


def shown(n: int, *, terminal: bool, steps: list[int]) -> str:
    file = io.StringIO()
    console = Console(file=file, force_terminal=terminal, width=100, color_system=None)
    with CountingLive(console, what="output") as live:
        for done in steps:
            live.show(done, n, f"{done} so far")
    return file.getvalue()


def test_without_a_terminal_there_is_a_line_for_each_tenth() -> None:
    lines = shown(200, terminal=False, steps=list(range(1, 201))).splitlines()
    assert len(lines) == 10
    assert lines[0] == "20 of 200 outputs: 20 so far" and lines[-1] == "200 of 200 outputs: 200 so far"


def test_fewer_things_than_tenths_have_a_line_each() -> None:
    assert shown(1, terminal=False, steps=[1]) == "1 of 1 output: 1 so far\n"
    assert len(shown(3, terminal=False, steps=[1, 2, 3]).splitlines()) == 3


def test_on_a_terminal_there_is_a_bar_that_goes_away() -> None:
    text = shown(200, terminal=True, steps=[1, 200])
    assert "200/200" in text and "200 so far" in text and "\x1b[2K" in text
    assert "200 of 200 outputs" not in text


def test_an_interrupt_is_told_what_becomes_of_the_work() -> None:
    file = io.StringIO()
    live = CountingLive(Console(file=file), what="output", on_interrupt="nothing is lost")
    with pytest.raises(KeyboardInterrupt), live:
        raise KeyboardInterrupt
    assert file.getvalue() == "nothing is lost\n"
    with pytest.raises(ValueError, match="else"), live:
        raise ValueError("else")
    assert file.getvalue() == "nothing is lost\n"
