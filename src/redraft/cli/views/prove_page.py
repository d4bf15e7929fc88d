"""A proof as one HTML page: the advice, what it rests on, and two tasks in full."""

import platform
from collections.abc import Sequence
from math import ceil, floor

from redraft.cli.views import prove_tables as tables
from redraft.evals.playing import Played
from redraft.evals.prove import CriticResult, Proof, ProveResult, Tested, sentences
from redraft.evals.prove.curves import Curve
from redraft.evals.prove.rates import Rates
from redraft.report import page as html
from redraft.report.drawing import Tone
from redraft.report.markup import Html, element
from redraft.report.plots import Dot, Point, Series, dot_plot, line_plot
from redraft.report.story import story_of
from redraft.report.tables import for_page
from redraft.report.text import counted, percent
from redraft.trust.intervals import Estimate

_TITLES = {
    "correct": "Correct",
    "do_not_correct": "Do not correct",
    "not_told_apart": "Not told apart",
}
_TONES: dict[str, Tone] = {
    "gated": "one", "ungated": "two", "best_of_n": "three", "self_consistency": "four", "oracle": "five",
}  # fmt: skip


def prove_page(proof: Proof) -> str:
    """The document.

    Raises:
        MissingExtra: without matplotlib.
    """
    result = proof.result
    first, *others = sentences(result)
    advice = result.advice
    title = "Not told apart" if advice is None else _TITLES[advice.says]
    critic = _chosen_critic(result)
    blocks = [html.section("What that rests on", element("ul", *(element("li", said) for said in others)))]
    if advice is None or not others:
        blocks = []
    key = [] if advice is None else [html.key_figures(_key_figures(result, critic))]
    return html.page(
        f"{title}: {result.model}",
        element("b", first),
        *key,
        *blocks,
        html.section("By calls", *_calls_blocks(result)),
        *(html.section(_heading("Predicted and measured", one, result), *_tests_blocks(one)) for one in result.critics),
        *(
            html.section(_heading("What checks notice and redrafts do", one, result), *_rates_blocks(one, result))
            for one in result.critics
        ),
        *_examples(proof),
        html.section("How this was found", html.aside(_HONESTY), html.facts(_facts(result))),
    )


_HONESTY = (
    "Tasks are made from a seed and scored by exact verifiers; no model has seen them as a data set. They are not your "
    "tasks: what helps here may not help there, and redraft calibrate finds that out from your own labelled cases. The "
    "first half of the tasks predicts and chooses, the second half is measured on; ways of answering share drafts and "
    "checks, so differences are paired."
)


def _heading(words: str, critic: CriticResult, result: ProveResult) -> str:
    return words if len(result.critics) == 1 else f"{words}: {critic.critic}"


def _chosen_critic(result: ProveResult) -> CriticResult:
    chosen = None if result.advice is None else result.advice.critic
    return next((critic for critic in result.critics if critic.critic == chosen), result.critics[0])


def _key_figures(result: ProveResult, critic: CriticResult) -> list[html.KeyFigure]:
    advice = result.advice
    assert advice is not None
    gain = advice.gain
    figures = [
        html.KeyFigure(
            f"{100 * gain.change.value:+.1f}",
            "points gained, on the half kept apart",
            f"95 % interval {100 * gain.change.low:+.1f} to {100 * gain.change.high:+.1f}, n = {gain.change.n}",
        ),
        html.KeyFigure(percent(gain.repaired.value), "of tasks repaired", _doubt(gain.repaired)),
        html.KeyFigure(percent(gain.broken.value), "of tasks broken", _doubt(gain.broken)),
    ]
    accuracy = critic.rates.accuracy
    return figures + (
        [html.KeyFigure(percent(accuracy.value), "of drafts right", _doubt(accuracy))] if accuracy else []
    )


def _doubt(estimate: Estimate) -> str:
    return f"95 % interval {100 * estimate.low:.1f} to {100 * estimate.high:.1f} %, n = {estimate.n}"


def _calls_blocks(result: ProveResult) -> list[Html]:
    critic = _chosen_critic(result).critic
    shown = [c for c in result.curves if c.way in _TONES and (c.critic in (critic, None) or c.way == "oracle")]
    table = for_page(tables.ways_table(result))
    if not shown:
        return [table]
    series = [_by_calls(curve) for curve in shown]
    most = max(1, ceil(max(point.x for line in series for point in line.points)))
    title = "Right answers by calls"
    described = "; ".join(
        f"{_SHORT[curve.way]} from {percent(curve.stages[0].right.value)} to {percent(curve.stages[-1].right.value)}"
        for curve in shown
    )
    svg = line_plot(
        title,
        described,
        series,
        x_label="mean calls for a task: answers and checks",
        y_label="right answers",
        x_ticks=[(k, str(k)) for k in range(1, most + 1)] if most > 1 else [(0, "0"), (1, "1")],
        y_range=_range([stage.right for curve in shown for stage in curve.stages]),
    )
    caption = (
        f"Each point allows one round, or one answer, more; {counted(result.n_tasks, 'task')}, shaded: 95 % intervals. "
        "The upper bound knows the answers and is no choice."
    )
    return [html.figure(title, svg, caption), table]


_SHORT = {"gated": "gated", "ungated": "no gate", "best_of_n": "best of n", "self_consistency": "majority",
          "oracle": "upper bound"}  # fmt: skip


def _by_calls(curve: Curve) -> Series:
    points = tuple(Point(stage.calls, stage.right.value, stage.right.low, stage.right.high) for stage in curve.stages)
    return Series(name=_SHORT[curve.way], points=points, tone=_TONES[curve.way])


def _tests_blocks(critic: CriticResult) -> list[Html]:
    if not critic.tests:
        return [html.paragraph("The first half tells too little to predict anything.")]
    blocks = [_test_plot(critic, gated=gated) for gated in (True, False)]
    return [*blocks, for_page(tables.tests_table(critic))]


def _test_plot(critic: CriticResult, *, gated: bool) -> Html:
    tests = [test for test in critic.tests if test.gated == gated]
    tones: dict[str, Tone] = {"alike": "three", "differing": "two"}
    series = [
        Series(name=tables.law_name(test), points=_points(test.predicted), tone=tones[test.law]) for test in tests
    ]
    series.append(Series(name="measured", points=_points(tests[0].measured), tone="one"))
    way = "gated" if gated else "without a gate"
    title = f"Right answers after each round, {way}"
    svg = line_plot(
        title,
        "; ".join(_ends(test) for test in tests),
        series,
        x_label="rounds at most",
        y_label="right answers",
        x_ticks=[(k, str(k)) for k in range(len(tests[0].measured))],
        y_range=_range([point for test in tests for point in (*test.predicted, *test.measured)]),
    )
    caption = "Predicted from one half of the tasks by two laws, measured on the other half; shaded: 95 % intervals."
    return html.figure(title, svg, caption)


def _ends(test: Tested) -> str:
    return (
        f"{tables.law_name(test)}: predicted {percent(test.predicted[-1].value)} after the last round, "
        f"measured {percent(test.measured[-1].value)}"
    )


def _points(estimates: Sequence[Estimate]) -> tuple[Point, ...]:
    return tuple(Point(k, one.value, one.low, one.high) for k, one in enumerate(estimates))


def _range(estimates: Sequence[Estimate]) -> tuple[float, float]:
    """From the tenth below the lowest interval to the tenth above the highest."""
    low, high = min(one.low for one in estimates), max(one.high for one in estimates)
    return max(0.0, floor(10 * low) / 10), min(1.0, ceil(10 * high) / 10)


def _rates_blocks(critic: CriticResult, result: ProveResult) -> list[Html]:
    blocks = [_rates_plot(critic.rates), for_page(tables.rates_table(critic, result))]
    splits = (("family", critic.families), ("grade", critic.grades))
    return [*blocks, *(for_page(tables.split_table(critic, what, split)) for what, split in splits if len(split) > 1)]


def _rates_plot(rates: Rates) -> Html:
    named: tuple[tuple[str, Estimate | None, Tone], ...] = (
        ("wrong drafts that fail", rates.sensitivity, "one"),
        ("right drafts that pass", rates.specificity, "one"),
        ("failed, wrong: repaired", rates.repair, "three"),
        ("passed, wrong: repaired", rates.repair_passed, "three"),
        ("failed, right: broken", rates.breakage, "two"),
        ("passed, right: broken", rates.breakage_passed, "two"),
    )
    dots = [Dot(name=name, value=one.value, low=one.low, high=one.high, tone=tone) for name, one, tone in named if one]
    if not dots:
        return html.paragraph("No draft could be scored and judged.")
    title = "What the check notices and what redrafts do"
    described = "; ".join(f"{dot.name} {percent(dot.value)}" for dot in dots)
    svg = dot_plot(title, described, dots, x_label="share", x_range=(0.0, 1.0))
    caption = (
        "Redrafts of drafts that failed their check are what a correction writes; those of drafts that passed were "
        "written for this page alone, whatever the verdict. Whiskers: 95 % intervals."
    )
    return html.figure(title, svg, caption)


def _examples(proof: Proof) -> list[Html]:
    """A repaired and a broken task of the chosen correction, as far as there is one."""
    advice = proof.result.advice
    if advice is None:
        return []
    number = next(i for i, arm in enumerate(proof.arms) if arm.way == advice.way and arm.critic == advice.critic)
    ways = [task.ways[number] for task in proof.played]
    found = (
        ("A task that was repaired", [way for way in ways if way.repaired]),
        ("A task that was broken", [way for way in ways if way.broken]),
    )
    return [html.section(title, html.trajectory(story_of(_shortest(some).record))) for title, some in found if some]


def _shortest(ways: Sequence[Played]) -> Played:
    return min(ways, key=lambda way: sum(len(attempt.draft.text) for attempt in way.record.context.attempts))


def _facts(result: ProveResult) -> dict[str, str]:
    usage = result.usage
    money = {} if not usage.usd else {"Cost": f"${usage.usd:.2f}"}
    return {
        "Model": result.model,
        "Critics": ", ".join(f"{critic.critic} ({critic.kind}), version {critic.version}" for critic in result.critics),
        "Tasks": f"{result.n_tasks:,}, seed {result.seed}; {result.n_unscored:,} unscored",
        "Calls": f"{usage.calls:,}, {usage.tokens:,} tokens; {result.n_failed:,} failed in this run",
        **money,
        "Redraft": f"{result.redraft_version}, Python {platform.python_version()}",
    }
