"""A critic's card as one function."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from redraft.core import Critic
from redraft.core.version import VERSION
from redraft.errors import Misuse
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.labelled.reading import form_of, read_labelled, sha256_of
from redraft.evals.measuring.journal import Journal, Judgement
from redraft.evals.measuring.judging import judge
from redraft.evals.measuring.located import first_finding_within
from redraft.trust.cards import Card, Measured, measure
from redraft.trust.figures import Judged

AT_ONCE = 8
"""Judgements side by side of a critic that waits for an endpoint. One that computes here is asked one at a time, so
that its latency is its own and not that of its neighbours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureConfig:
    """What is measured and how.

    Attributes:
        data: file of labelled outputs.
        journal: file that judgements are kept in, made or gone on with.
        form: name of the form of the data; None to recognise it.
        limit: outputs at most, from the beginning; None for all.
        without: names in the prompts' metadata that the critic shall not see, such as ``tests``.
        threshold: score from which an output passes, in [0, 1].
        concurrency: judgements side by side; None for one with a verified critic, else `AT_ONCE`.
        timeout_s: seconds after which a judgement counts as not given.
        again: whether outputs that were left unscored before are judged again, as after an endpoint's failure.
        command: what the card says it was made by.
    """

    data: Path
    journal: Path
    form: str | None = None
    limit: int | None = None
    without: tuple[str, ...] = ()
    threshold: float = 0.5
    concurrency: int | None = None
    timeout_s: float = 120.0
    again: bool = False
    command: str

    def __post_init__(self) -> None:
        """Refuse what could not end well, before anything is judged."""
        if not 0 <= self.threshold <= 1:
            raise Misuse(f"`threshold` must lie in [0, 1], got {self.threshold!r}; .5 is the usual one")
        if self.concurrency is not None and self.concurrency < 1:
            raise Misuse(f"`concurrency` must be 1 or more, got {self.concurrency!r}; leave it out for the usual one")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a measurement is.

    Attributes:
        n: outputs in all.
        n_done: judged so far, those of an earlier run included.
        n_before: judged by an earlier run.
        n_right: verdicts so far that are those of the labels.
        n_unscored: outputs so far that could not be judged.
    """

    n: int
    n_done: int = 0
    n_before: int = 0
    n_right: int = 0
    n_unscored: int = 0


async def measure_critic(
    critic: Critic, config: MeasureConfig, *, on_progress: Callable[[Progress], None] = lambda progress: None
) -> Card:
    """The card of a critic on labelled outputs; every judgement is kept in the journal as soon as it is made.

    The data are read through before the first judgement, so that a bad row costs nothing.

    Raises:
        Misuse: when data or journal cannot be read or written.
    """
    sha256, form = sha256_of(config.data), form_of(config.data, config.form)
    ids = [output.id for output in _outputs(config, form)]
    progress = Progress(n=len(ids))
    journal = Journal(config.journal)
    # What the critic is not shown makes other data of it.
    data = " without ".join([sha256, *config.without])
    done = journal.judged(data=data, critic=critic.name, version=critic.version)
    if config.again:
        done = {id: judgement for id, judgement in done.items() if judgement.critique.score is not None}
    judged: dict[str, Judged] = {}

    def keep(output: LabelledOutput, judgement: Judgement) -> None:
        nonlocal progress
        if output.id not in done:
            journal.add(judgement)
        judged[output.id] = one = judged_from(output, judgement)
        progress = replace(
            progress,
            n_done=progress.n_done + 1,
            n_before=progress.n_before + (output.id in done),
            n_right=progress.n_right + (one.score is not None and (one.score >= config.threshold) == output.acceptable),
            n_unscored=progress.n_unscored + (one.score is None),
        )
        on_progress(progress)

    with journal:
        await judge(
            _outputs(config, form),
            critic,
            data=data,
            done=done,
            concurrency=config.concurrency or (1 if critic.kind == "verified" else AT_ONCE),
            timeout_s=config.timeout_s,
            on_judged=keep,
        )
    measured = Measured(
        critic=critic.name,
        version=critic.version,
        kind=critic.kind,
        data=config.data.name,
        sha256=sha256,
        form=form,
        limit=config.limit,
        without=config.without,
        command=config.command,
        redraft_version=VERSION,
    )
    return measure([judged[id] for id in ids], measured, threshold=config.threshold)


def judged_from(output: LabelledOutput, judgement: Judgement) -> Judged:
    """A labelled output with what the critic said of it, as statistics want it."""
    critique = judgement.critique
    known = output.mistake is not None and critique.score is not None
    return Judged(
        id=output.id,
        score=critique.score,
        reason=critique.reason,
        unrefuted=critique.unrefuted,
        acceptable=output.acceptable,
        problem=output.problem,
        groups=output.groups,
        located=first_finding_within(critique, output.mistake) if output.mistake is not None and known else None,
        usage=replace(critique.usage, seconds=judgement.wall_s),
        cpu_s=judgement.cpu_s,
    )


def _outputs(config: MeasureConfig, form: str) -> Iterator[LabelledOutput]:
    for output in read_labelled(config.data, form=form, limit=config.limit):
        prompt = output.prompt
        shown = {name: text for name, text in prompt.metadata.items() if name not in config.without}
        yield output if shown == prompt.metadata else replace(output, prompt=replace(prompt, metadata=shown))
