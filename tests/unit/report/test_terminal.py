import io

from rich.console import Console

from redraft.core import Budget, Usage
from redraft.critics import Majority
from redraft.errors import ModelTimeout
from redraft.report.story import story_of
from redraft.report.terminal import cost, trajectory
from support.critics import FixedScores
from support.records import record_of


def shown(record, *, colors=False, width=100):
    console = Console(
        file=io.StringIO(), width=width, force_terminal=colors, color_system="truecolor" if colors else None
    )
    console.print(trajectory(story_of(record), colors=colors))
    return console.file.getvalue()


def test_the_whole_story_is_told_without_colours():
    told = shown(record_of(["one two", "one three"], [0.0, 1.0], prompt="say it"))
    for piece in (
        "say it",
        "one [-two-]{+three+}",
        "✗ 0.00",
        "✓ 1.00",
        "(verified)",
        "redraft: not_passed",
        "accept: repaired",
        "returned attempt 2 of 2 · passed",
        "2 calls",
    ):
        assert piece in told
    assert "\x1b" not in told


def test_with_colours_what_went_is_struck_in_red_and_what_came_is_green():
    told = shown(record_of(["one two", "one three"], [0.0, 1.0]), colors=True)
    assert "\x1b[9;31mtwo\x1b[0m" in told
    assert "\x1b[32mthree\x1b[0m" in told
    assert "[-" not in told


def test_only_the_verdict_is_coloured_and_not_what_the_critic_said():
    told = shown(record_of(["a"], [1.0]), colors=True)
    assert "\x1b[32m✓ \x1b[0m\x1b[1;32m1.00\x1b[0m  judged 'a'" in told


def test_what_a_model_wrote_is_shown_and_not_obeyed():
    told = shown(record_of(["\x1b[2J[bold]gone[/bold]"], [1.0]))
    assert "␛[2J[bold]gone[/bold]" in told
    assert "\x1b" not in told


def test_a_judgement_that_was_not_given_is_no_bad_score():
    told = shown(record_of(["a"], [None]))
    assert "? unscored: no opinion" in told and "✗" not in told


def test_a_correction_without_an_answer_says_so():
    assert "returned no answer · model_error" in shown(record_of([ModelTimeout("no answer")], []))


def test_money_is_named_only_where_there_was_some():
    assert cost(Usage(calls=1, prompt_tokens=3, seconds=0.5)) == "1 call, 3 tokens, 0.50 s"
    assert cost(Usage(calls=2, usd=0.0123)) == "2 calls, 0 tokens, 0.00 s, $0.0123"
    assert cost(Usage(usd=None)) == "0 calls, 0 tokens, 0.00 s"


def voted(*scores):
    """A record of one draft with these opinions, decided by majority."""
    critics = [FixedScores(score, name=f"c{i}", kind="external") for i, score in enumerate(scores)]
    return record_of(["a"], [], critics=tuple(critics), panel=Majority(max_disagreement=0.4), budget=Budget(rounds=0))


def test_each_critic_has_its_own_mark_and_all_of_them_together_have_theirs():
    told = shown(voted(1.0, 0.0, 1.0, None), width=140)
    lines = {line.split()[0]: line for line in told.splitlines() if line.strip()}
    assert "✓ 1.00" in lines["c0"] and "✗ 0.00" in lines["c1"] and "? unscored: no opinion" in lines["c3"]
    assert "✓ 0.67  decided by c0 pass, c1 flag, c2 pass; left out c3: no opinion" in lines["together"]


def test_a_dispute_is_told_as_one():
    told = shown(voted(1.0, 0.0), width=140)
    assert "✓ 1.00" in told and "✗ 0.00" in told
    assert "? unscored: the critics disagree: 1 of 2 pass it" in told


def test_a_critic_that_judged_alone_is_not_repeated():
    assert "together" not in shown(record_of(["a"], [1.0]))
