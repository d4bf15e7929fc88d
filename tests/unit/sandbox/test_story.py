"""What a harness tells becomes a run; what no harness tells ends the telling."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import Misuse
from redraft.sandbox.jobs import Limits, Outcome, Program, Raised, Run, Test
from redraft.sandbox.story import Cut, Meddled, Story

PROGRAM_ENDED = {"event": "program", "status": "finished", "raised": None}
ZERO = {"kind": "ZeroDivisionError", "message": "division by zero", "line": 4}


def passed(index: int, value: Any = None) -> dict[str, Any]:
    return {"event": "outcome", "index": index, "status": "passed", "raised": None, "value": value, "cpu_s": 0.5}


def output(text: str, stream: str = "stdout") -> dict[str, Any]:
    return {"event": "output", "stream": stream, "latin1": text.encode().decode("latin-1")}


def story_of(*tests: str, **limits: Any) -> Story:
    """A story of a program with calls as tests, each named by its expression."""
    program = Program(code="x = 1", tests=tuple(Test(name=call, call=call) for call in tests))
    return Story(program, Limits(**limits))


def tell(story: Story, *events: dict[str, Any]) -> None:
    for event in events:
        story.hear(json.dumps(event))


def ended(story: Story) -> Run:
    return story.run("wasm", cpu_s=1.0, wall_s=2.0)


def test_a_program_that_came_to_its_end_is_one_request() -> None:
    story = story_of("f(1)")
    assert story.next_request() == {
        "code": "x = 1",
        "stdin": "",
        "argv": [],
        "output_bytes": 65_536,
        "tests": [{"code": None, "call": "f(1)", "setup": ""}],
    }
    tell(story, output("before"), PROGRAM_ENDED, output("while"), passed(0, {"l": [1]}), {"event": "end"})
    story.end()
    assert story.next_request() is None
    outcome = Outcome(name="f(1)", status="passed", value=[1], stdout="while", cpu_s=0.5)
    expected = Run(
        level="wasm", status="finished", stdout="before", outcomes=(outcome,), cpu_s=1.0, wall_s=2.0, memory_bytes=None
    )
    assert ended(story) == expected


@pytest.mark.parametrize(("cut", "status"), [("timeout", "timeout"), ("killed", "killed"), ("memory", "killed")])
def test_a_test_that_ends_its_interpreter_costs_itself_only(cut: Cut, status: str) -> None:
    story = story_of("a", "b", "c")
    story.next_request()
    tell(story, output("once"), PROGRAM_ENDED, passed(0, 1), output("in b"))
    story.end(cut, "why")
    request = story.next_request()
    assert request is not None
    assert [test["call"] for test in request["tests"]] == ["c"]
    tell(story, output("once"), PROGRAM_ENDED, passed(0, 3), {"event": "end"})
    story.end()
    assert story.next_request() is None
    run = ended(story)
    assert [(o.name, o.status, o.value, o.stdout) for o in run.outcomes] == [
        ("a", "passed", 1, ""),
        ("b", status, None, "in b"),
        ("c", "passed", 3, ""),
    ]
    assert (run.status, run.stdout, run.reason) == ("finished", "once", "test 'b': why")


def test_outcomes_that_were_all_told_outlast_a_cut_before_the_end() -> None:
    story = story_of("a")
    story.next_request()
    tell(story, PROGRAM_ENDED, passed(0, 1))
    story.end("timeout", "why")
    assert story.next_request() is None
    run = ended(story)
    assert ([outcome.status for outcome in run.outcomes], run.reason) == (["passed"], "why")


def test_a_program_that_is_cut_off_leaves_its_tests_untried() -> None:
    story = story_of("a")
    story.next_request()
    tell(story, output("began"))
    story.end("timeout", "it took more than 5 s")
    assert story.next_request() is None
    run = ended(story)
    assert (run.status, run.reason, run.stdout) == ("timeout", "it took more than 5 s", "began")
    assert run.outcomes == (Outcome(name="a", status="not_run"),)


def test_a_program_that_ends_only_the_second_time_leaves_the_rest_untried() -> None:
    story = story_of("a", "b")
    story.next_request()
    tell(story, PROGRAM_ENDED)
    story.end("killed", "gone")
    story.next_request()
    story.end("killed", "gone again")
    assert story.next_request() is None
    assert [outcome.status for outcome in ended(story).outcomes] == ["killed", "not_run"]
    assert ended(story).status == "finished"


def test_a_program_that_raised_keeps_what_it_raised_when_it_runs_again() -> None:
    story = story_of("a", "b")
    for _ in range(2):
        story.next_request()
        tell(story, {"event": "program", "status": "raised", "raised": ZERO})
        story.end("timeout", "slow")
    assert ended(story).status == "raised"
    assert ended(story).raised == Raised(kind="ZeroDivisionError", message="division by zero", line=4)


def test_an_interpreter_that_is_gone_without_a_word_was_left_by_force() -> None:
    story = story_of()
    story.next_request()
    story.end()
    assert (ended(story).status, ended(story).reason) == ("killed", "it left the interpreter by force")


def test_a_flood_and_a_full_memory_are_named_with_their_limits() -> None:
    story = story_of(output_bytes=100)
    story.next_request()
    tell(story, output("x" * 150), {"event": "flood", "stream": "stdout"})
    story.end()
    assert ended(story).reason == "it wrote more than 100 bytes to stdout"
    assert (ended(story).status, ended(story).stdout) == ("output", "x" * 100)
    story = story_of(memory_mb=7)
    story.next_request()
    tell(story, {"event": "memory"})
    story.end()
    assert (ended(story).status, ended(story).reason) == ("memory", "it needed more than 7 MiB")


def test_characters_cut_in_two_between_pieces_of_output_are_put_together() -> None:
    story = story_of()
    story.next_request()
    for piece in "é".encode():
        tell(story, {"event": "output", "stream": "stdout", "latin1": chr(piece)})
    tell(story, output("wrong", "stderr"), PROGRAM_ENDED, {"event": "end"})
    story.end()
    assert (ended(story).stdout, ended(story).stderr) == ("é", "wrong")


FORGED: list[tuple[dict[str, Any], ...]] = [
    ({"event": "end"},),
    (passed(0),),
    (PROGRAM_ENDED, PROGRAM_ENDED),
    (PROGRAM_ENDED, {"event": "end"}),
    (PROGRAM_ENDED, passed(1)),
    (PROGRAM_ENDED, passed(0), passed(0)),
    (PROGRAM_ENDED, passed(0), passed(1)),
    (PROGRAM_ENDED, {**passed(0), "value": {"x": 1}}),
    (PROGRAM_ENDED, {**passed(0), "cpu_s": -1}),
    (PROGRAM_ENDED, {**passed(0), "cpu_s": True}),
    (PROGRAM_ENDED, {**passed(0), "status": "timeout"}),
    (PROGRAM_ENDED, {**passed(0), "status": "failed"}),
    (PROGRAM_ENDED, passed(0), {"event": "end"}, output("more")),
    ({"event": "program", "status": "timeout", "raised": None},),
    ({"event": "program", "status": "finished"},),
    ({"event": "program", "status": "raised", "raised": {**ZERO, "line": "4"}},),
    ({"event": "program", "status": "raised", "raised": {**ZERO, "message": 4}},),
    ({"event": "output", "stream": "stdin", "latin1": ""},),
    ({"event": "output", "stream": "stdout", "latin1": "\u20ac"},),
    ({"event": "output", "stream": "stdout", "latin1": 5},),
    ({"event": "output", "stream": ["stdout"], "latin1": ""},),
    ({"event": ["program"], "status": {}, "raised": []},),
    ({"event": "program", "status": "raised", "raised": "x"},),
    ({"event": "program", "status": "raised", "raised": [1]},),
    (PROGRAM_ENDED, {**passed(0), "index": "0"}),
    (PROGRAM_ENDED, {**passed(0), "value": {"f": "0x1p99999"}}),
    ({"event": "flood", "stream": "both"},),
    ({"event": "flood", "stream": "stdout"}, output("more")),
    ({"event": "no such"},),
    ({},),
]


@pytest.mark.parametrize("events", FORGED, ids=str)
def test_what_no_harness_tells_at_that_time_is_refused(events: tuple[dict[str, Any], ...]) -> None:
    story = story_of("a")
    story.next_request()
    tell(story, *events[:-1])
    with pytest.raises(Meddled):
        tell(story, events[-1])
    story.end("killed", "it meddled")
    assert len(ended(story).outcomes) == 1


@pytest.mark.parametrize("line", ["", "nonsense", "[]", "3", '"event"', "[" * 100_000, '{"event": ' + "9" * 5000 + "}"])
def test_a_line_that_is_no_event_is_refused_whatever_it_is(line: str) -> None:
    story = story_of()
    story.next_request()
    with pytest.raises(Meddled):
        story.hear(line)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.dictionaries(st.text(), x)))
def test_only_one_error_comes_of_what_is_told(told: Any) -> None:
    story = story_of("a")
    story.next_request()
    with pytest.raises(Meddled):
        story.hear(json.dumps(told))


def test_more_than_a_harness_tells_is_refused() -> None:
    story = story_of()
    story.next_request()
    with pytest.raises(Meddled, match="more was told"):
        story.hear(" " * 60_000_000)
    story = story_of()
    story.next_request()
    with pytest.raises(Meddled, match="more was told"):
        tell(story, *[output("x")] * 30_000)


def test_what_a_test_wrote_is_kept_in_part() -> None:
    story = story_of("a")
    story.next_request()
    tell(story, PROGRAM_ENDED, output("x" * 3_000), output("y" * 3_000), passed(0), {"event": "end"})
    story.end()
    assert ended(story).outcomes[0].stdout == "x" * 3_000 + "y" * 1_000


def test_a_program_that_no_interpreter_began_had_no_time() -> None:
    run = ended(story_of("a"))
    assert (run.status, run.reason) == ("timeout", "its time was over before it began")
    assert run.outcomes[0].status == "not_run"


def test_a_test_has_either_code_or_a_call() -> None:
    with pytest.raises(Misuse, match="code=None and call=None"):
        Test(name="a")
