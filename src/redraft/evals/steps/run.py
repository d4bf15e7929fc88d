"""The critic of steps, measured on a file of labelled outputs."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from redraft.core import Context, Critique, rng_for
from redraft.critics.steps import StepsCritic
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.labelled.reading import form_of, read_labelled, sha256_of
from redraft.evals.steps.baseline import chain_critique
from redraft.evals.steps.examined import Examined, examined
from redraft.evals.steps.figures import Figures, figures
from redraft.evals.steps.references import Compared, compared

HALVES = ("test", "development", "both")
"""The test half comes first: it is the figure to cite."""

_REPORT_EVERY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsEvalConfig:
    """What is measured.

    Attributes:
        data: file of labelled outputs, best with ``task`` or ``model`` among their groups.
        form: name of the form of its rows; None to recognise it.
        limit: outputs at most, from the beginning; None for all.
        n_shown: flagged outputs that are drawn for the result, so that people can see what the findings are.
        seed: fixes that draw.
    """

    data: Path
    form: str | None = None
    limit: int | None = None
    n_shown: int = 20
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsResult:
    """The critic of steps on some labelled outputs.

    Attributes:
        critic_version: version of the critic.
        data: name of the file.
        sha256: of its bytes.
        form: name of the form of its rows.
        limit: only so many outputs from the beginning; None for all.
        figures: for each group and for all, in each half and in both.
        compared: figures beside what others reached.
        where: of the flagged outputs' first findings, how many stand in the text, in a calculator's note, after one, or
            are the answer.
        reasons: why outputs were not scored, with how often.
        shown: flagged outputs, drawn at random.
        disagreements: outputs whose verdict or first wrong step is not the label's, false alarms first.
    """

    critic_version: str
    data: str
    sha256: str
    form: str
    limit: int | None
    figures: tuple[Figures, ...]
    compared: tuple[Compared, ...]
    where: dict[str, int]
    reasons: dict[str, int]
    shown: tuple[Examined, ...]
    disagreements: tuple[Examined, ...]


def evaluate_steps(config: StepsEvalConfig, *, on_progress: Callable[[str], None] = lambda line: None) -> StepsResult:
    """The critic's figures on a file of labelled outputs.

    Raises:
        Misuse: when the file or a row of it cannot be read.
    """
    form = form_of(config.data, config.form)
    critic = StepsCritic()
    judged: list[Examined] = []
    simple: list[Examined] = []
    for output in read_labelled(config.data, form=form, limit=config.limit):
        started = time.process_time()
        critique = asyncio.run(_critique(critic, output))
        judged.append(examined(output, critique, time.process_time() - started))
        simple.append(examined(output, chain_critique(output.draft.text), 0.0))
        if len(judged) % _REPORT_EVERY == 0:
            on_progress(f"{len(judged)} outputs examined")
    by_group = _by_group(judged)
    flagged = [one for one in judged if one.flagged]
    drawn = rng_for(config.seed, "steps", "shown").sample(flagged, min(config.n_shown, len(flagged)))
    return StepsResult(
        critic_version=critic.version,
        data=config.data.name,
        sha256=sha256_of(config.data),
        form=form,
        limit=config.limit,
        figures=by_group,
        compared=compared(by_group, _by_group(simple)),
        where=dict(Counter(one.where for one in flagged if one.where is not None).most_common()),
        reasons=dict(Counter(_kind_of_reason(one) for one in judged if not one.scored).most_common()),
        shown=tuple(drawn),
        disagreements=tuple(sorted(filter(_disagrees, judged), key=lambda one: (not one.acceptable, one.group))),
    )


async def _critique(critic: StepsCritic, output: LabelledOutput) -> Critique:
    return await critic.examine(output.prompt, output.draft, Context(prompt=output.prompt))


def _by_group(judged: Sequence[Examined]) -> tuple[Figures, ...]:
    names = sorted({one.group for one in judged})
    groups = {name: [one for one in judged if one.group == name] for name in names}
    if len(groups) > 1:
        groups["all"] = list(judged)
    return tuple(
        figures([one for one in ones if half in ("both", one.half)], group=name, half=half)
        for name, ones in groups.items()
        for half in HALVES
    )


def _disagrees(one: Examined) -> bool:
    # Where no step was marked, passing what cannot be judged is no disagreement.
    return one.flagged if one.acceptable else one.located is False


def _kind_of_reason(one: Examined) -> str:
    reason = one.reason or ""
    return "".join("#" if character.isdigit() else character for character in reason).replace("##", "#")
