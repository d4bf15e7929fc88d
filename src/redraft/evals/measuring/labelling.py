"""Labels from elsewhere: from a verified critic that is run, or was in stored records, or from people's lists."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from redraft.core import PERSON, Critic, Critique
from redraft.errors import Misuse
from redraft.evals.labelled.reading import read_rows
from redraft.evals.measuring.journal import Journal, Judgement
from redraft.evals.measuring.judging import judge
from redraft.evals.measuring.outputs import Output, StoredOutputs

PASSES = 0.5
"""Score of a labelling critic from which an output is acceptable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Labels and whose they are.

    Attributes:
        by: who gave them, as the card says it.
        acceptable: by the output's id; outputs that could not be labelled are missing.
    """

    by: str
    acceptable: Mapping[str, bool]


async def labelled_by(
    critic: Critic,
    source: StoredOutputs,
    journal: Journal,
    *,
    concurrency: int,
    timeout_s: float,
    on_labelled: Callable[[int], None],
) -> Labels:
    """Labels from running a critic on every output; its judgements are kept in the journal, too.

    Args:
        critic: who labels; verified, as an opinion is no label.
        source: what is labelled.
        journal: opened for writing; labels of an earlier run are taken from it.
        concurrency: judgements side by side, at least 1.
        timeout_s: seconds after which a judgement counts as not given.
        on_labelled: told how many outputs are done.

    Raises:
        Misuse: when the critic is not verified.
    """
    if critic.kind != "verified":
        raise Misuse(
            f"the critic {critic.name!r} is {critic.kind}, and labels need one that runs, proves or looks up; "
            "name a verified critic, or label the outputs by people"
        )
    done = journal.judged(data=source.sha256, critic=critic.name, version=critic.version)
    critiques: dict[str, Critique] = {}

    def keep(output: Output, judgement: Judgement) -> None:
        if output.id not in done:
            journal.add(judgement)
        critiques[output.id] = judgement.critique
        on_labelled(len(critiques))

    await judge(
        source.outputs, critic, data=source.sha256, done=done, concurrency=concurrency, timeout_s=timeout_s,
        on_judged=keep,
    )  # fmt: skip
    return _labels(f"{critic.name} (verified, version {critic.version})", critiques)


def labels_in_records(name: str, source: StoredOutputs) -> Labels:
    """Labels from what a verified critic, or a person, said when the records were written.

    Args:
        name: of the critic in the records; ``person`` for people.
        source: records.

    Raises:
        Misuse: when the critiques are opinions of a model.
    """
    said = {one.id: critique for one in source.outputs for critique in one.critiques if critique.critic == name}
    opinion = next((critique for critique in said.values() if critique.kind != "verified" and name != PERSON), None)
    if opinion is not None:
        raise Misuse(
            f"what {name!r} says in {source.name} is {opinion.kind}, and labels need a critic that runs, proves or "
            "looks up, or a person; name another one"
        )
    versions = sorted({critique.version for critique in said.values()})
    return _labels(f"{name} in the records (version {', '.join(versions)})", said)


def labels_of_people(path: Path) -> Labels:
    """Labels of attempts from a file of lines ``{"record_id", "attempt", "acceptable"}``.

    The first attempt of a record is number 0.

    Raises:
        Misuse: when a line is none of that, or an attempt has both labels.
    """
    labels: dict[str, bool] = {}
    for number, row in read_rows(path):
        match row:
            case {"record_id": str(record), "attempt": int(attempt), "acceptable": bool(label)} if attempt >= 0:
                id = f"{record} {attempt}"
            case _:
                raise Misuse(
                    f'{path}, line {number}: a label is {{"record_id": text, "attempt": 0 or more, "acceptable": true '
                    f"or false}}, got {json.dumps(row)[:120]}; write it so"
                )
        if labels.setdefault(id, label) != label:
            raise Misuse(f"{path}, line {number}: attempt {attempt} of record {record!r} has both labels; keep one")
    return Labels(by=path.name, acceptable=labels)


def _labels(by: str, critiques: Mapping[str, Critique]) -> Labels:
    scores = {id: critique.score for id, critique in critiques.items()}
    return Labels(by=by, acceptable={id: score >= PASSES for id, score in scores.items() if score is not None})
