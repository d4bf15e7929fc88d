"""A critic's card as one function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from redraft.core import Critic
from redraft.core.version import VERSION
from redraft.errors import Misuse
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.measuring.data import Data, given_data, labelled_data
from redraft.evals.measuring.document import read_card
from redraft.evals.measuring.journal import Journal, Judgement
from redraft.evals.measuring.judging import judge
from redraft.evals.measuring.labelling import labelled_by, labels_in_records, labels_of_people
from redraft.evals.measuring.located import first_finding_within
from redraft.evals.measuring.outputs import StoredOutputs
from redraft.evals.measuring.stored import Said, others_in, said_in
from redraft.evals.measuring.verdicts import passed, read_verdicts, write_verdicts
from redraft.trust.cards import Card, Measured, measure
from redraft.trust.figures import Judged

AT_ONCE = 8
"""Judgements side by side of a critic that waits for an endpoint. One that computes here is asked one at a time, so
that its latency is its own and not that of its neighbours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureConfig:
    """What is measured and how.

    Attributes:
        data: file of labelled outputs; with a source of unlabelled ones, nothing is read from it.
        journal: file that judgements are kept in, made or gone on with.
        form: name of the form of the data; None to recognise it.
        limit: outputs at most, from the beginning; None for all.
        without: names in the prompts' metadata that the critic shall not see, such as ``tests``.
        threshold: score from which an output passes, in [0, 1].
        concurrency: judgements side by side; None for one with a verified critic, else `AT_ONCE`.
        timeout_s: seconds after which a judgement counts as not given.
        labels: file of labels of attempts, for records.
        version: of a critic that is in records in several; None where there is one.
        beside: folders of other critics' cards, to say how far they agree.
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
    labels: Path | None = None
    version: str | None = None
    beside: tuple[Path, ...] = ()
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
        labelling: whether outputs are still being labelled; `n_done` then counts those that have been.
    """

    n: int
    n_done: int = 0
    n_before: int = 0
    n_right: int = 0
    n_unscored: int = 0
    labelling: bool = False


async def measure_critic(
    critic: Critic | str,
    config: MeasureConfig,
    *,
    source: StoredOutputs | None = None,
    labeller: Critic | str | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Card:
    """The card of a critic; every judgement is kept in the journal as soon as it is made.

    The data are read through before the first judgement, so that a bad row costs nothing. Beside the journal stand the
    verdicts that the card is made of, one line for each output.

    Args:
        critic: who is measured; a name stands for what the critic of that name said in the source's records.
        config: on what, and how.
        source: outputs whose labels come from elsewhere; None for labelled data.
        labeller: a verified critic whose verdicts are the labels, to be run, or the name of one in the records.
        on_progress: told how far it is.

    Raises:
        Misuse: when data or journal cannot be read or written, labels are missing or contradict each other, or a critic
            would be measured by its own verdicts.
    """
    _check_labels(critic, config, source, labeller)
    if isinstance(critic, str):
        assert source is not None
        said = said_in(source, critic, config.version)
    else:
        said = Said(name=critic.name, version=critic.version, kind=critic.kind, critiques={})
    others = dict(_beside(folder, said) for folder in config.beside)
    with Journal(config.journal) as journal:
        data = await _data(config, source, labeller, journal, on_progress)
        if not isinstance(critic, str):
            judged, beside = await _judged(critic, data, config, journal, on_progress), {}
        else:
            assert source is not None
            labelled = labeller if isinstance(labeller, str) else None
            judged, beside = _taken(data, said), others_in(source, said, but=labelled, threshold=config.threshold)
    for name, theirs in others.items():
        beside[name] = {id: theirs[output] for id, output in data.kept.outputs.items() if output in theirs}
    card = measure(judged, _measured(said, data, config), threshold=config.threshold, beside=beside)
    write_verdicts(config.journal.parent, judged, [data.kept.outputs[one.id] for one in judged])
    return card


def _check_labels(critic: Critic | str, config: MeasureConfig, source: StoredOutputs | None, labeller: object) -> None:
    if source is None:
        if labeller is not None or config.labels is not None or isinstance(critic, str):
            raise Misuse("labels from elsewhere need a `source` of outputs; give one, or labelled data alone")
        return
    if (labeller is None) == (config.labels is None):
        raise Misuse(
            f"the outputs of {source.name} need labels from one place: a verified critic (--labels-from CRITIC), or a "
            'file of {"record_id", "attempt", "acceptable"} (--labels FILE); give one of them'
        )
    names = [one if isinstance(one, str) else getattr(one, "name", None) for one in (critic, labeller)]
    if names[0] == names[1]:
        raise Misuse(f"{names[0]!r} cannot be measured by its own verdicts; let another critic label the outputs")


async def _data(
    config: MeasureConfig,
    source: StoredOutputs | None,
    labeller: Critic | str | None,
    journal: Journal,
    on_progress: Callable[[Progress], None],
) -> Data:
    if source is None:
        return labelled_data(config.data, form=config.form, limit=config.limit)
    n = len(source.outputs)
    if isinstance(labeller, str):
        labels = labels_in_records(labeller, source)
    elif labeller is not None:
        labels = await labelled_by(
            labeller,
            source,
            journal,
            concurrency=config.concurrency or 1,
            timeout_s=config.timeout_s,
            on_labelled=lambda n_done: on_progress(Progress(n=n, n_done=n_done, labelling=True)),
        )
    else:
        assert config.labels is not None
        labels = labels_of_people(config.labels)
    return given_data(source, labels)


async def _judged(
    critic: Critic,
    data: Data,
    config: MeasureConfig,
    journal: Journal,
    on_progress: Callable[[Progress], None],
) -> list[Judged]:
    """What the critic says of each output, asked anew where the journal does not know it."""
    progress = Progress(n=len(data.kept.outputs))
    # What the critic is not shown makes other data of it.
    key = " without ".join([data.sha256, *config.without])
    done = journal.judged(data=key, critic=critic.name, version=critic.version)
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

    await judge(
        (_hidden(one, config.without) for one in data.outputs() if one.id in data.kept.outputs),
        critic,
        data=key,
        done=done,
        concurrency=config.concurrency or (1 if critic.kind == "verified" else AT_ONCE),
        timeout_s=config.timeout_s,
        on_judged=keep,
    )
    return [judged[id] for id in data.kept.outputs]


def _taken(data: Data, said: Said) -> list[Judged]:
    """What a critic said when records were written; attempts that it was not asked about are left out."""
    judged = []
    for output in data.outputs():
        critique = said.critiques.get(output.id)
        if critique is not None and output.id in data.kept.outputs:
            seconds = critique.usage.seconds
            judgement = Judgement(data=data.sha256, id=output.id, critique=critique, wall_s=seconds, cpu_s=0.0)
            judged.append(judged_from(output, judgement))
    if not judged:
        raise Misuse(f"no attempt that {said.name!r} judged has a label by {data.labels}; give other labels")
    return judged


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


def _hidden(output: LabelledOutput, without: tuple[str, ...]) -> LabelledOutput:
    prompt = output.prompt
    shown = {name: text for name, text in prompt.metadata.items() if name not in without}
    return output if shown == prompt.metadata else replace(output, prompt=replace(prompt, metadata=shown))


def _beside(folder: Path, said: Said) -> tuple[str, Mapping[str, bool]]:
    """The name of another critic, and what it passes."""
    card = read_card(folder / "card.json")
    of = card.measured
    if (of.critic, of.version) == (said.name, said.version) and not of.without:
        raise Misuse(f"{folder} holds a card of {of.critic!r} itself; give the folder of another critic")
    name = of.critic if of.critic != said.name else f"{of.critic} {of.version}"
    return name, passed(read_verdicts(folder), card.threshold)


def _measured(said: Said, data: Data, config: MeasureConfig) -> Measured:
    return Measured(
        critic=said.name,
        version=said.version,
        kind=said.kind,
        data=data.name,
        sha256=data.sha256,
        form=data.form,
        limit=config.limit,
        without=config.without,
        command=config.command,
        redraft_version=VERSION,
        labels=data.labels,
        n_unlabelled=data.n_unlabelled,
        n_repeated=data.kept.n_repeated,
        n_dropped=data.kept.n_dropped,
    )
