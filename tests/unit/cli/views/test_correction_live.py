import asyncio
import io

from rich.console import Console

from redraft.cli.views.correction_live import CorrectionLive
from redraft.core import Prompt
from redraft.engine.loop import correct
from redraft.engine.plan import Plan
from redraft.engine.strategies import InContextAlignment
from redraft.models.scripted import ScriptedModel
from support.critics import FixedScores


def watched(answers, scores, **settings):
    console = Console(file=io.StringIO(), width=200, color_system=None)
    live = CorrectionLive(console, colors=False, threshold=0.5, **settings)
    critics = (FixedScores(*scores),)
    plan = Plan(model=ScriptedModel(*answers), critics=critics, strategy=InContextAlignment(), observers=(live,))
    with live:
        asyncio.run(correct(Prompt.of("q"), plan))
    return console.file.getvalue()


def test_every_step_is_shown_in_the_order_in_which_it_happens():
    shown = watched(["one two", "one three"], [0.0, 1.0])
    steps = ["one two", "✗ 0.00", "redraft: not_passed", "one [-two-]{+three+}", "✓ 1.00", "accept: repaired", "end"]
    places = [shown.index(step) for step in steps]
    assert places == sorted(places)


def test_in_brief_a_long_answer_takes_one_line():
    long = "word " * 200
    brief = watched([long], [1.0], briefly=True).splitlines()
    assert brief[0].rstrip().endswith("…")
    assert "fixed" in brief[1]  # the critic's line follows at once
    assert watched([long], [1.0]).count("word") >= 200


def test_an_unscored_judgement_is_shown_as_such():
    assert "? unscored: no opinion" in watched(["a"], [None])
