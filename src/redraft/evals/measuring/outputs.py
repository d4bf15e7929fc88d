"""Outputs whose labels come from elsewhere: rows without a label, or the attempts of stored records."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from redraft.core import Critique, Draft, Prompt, Record
from redraft.errors import Misuse
from redraft.evals.labelled.forms.fields import Row, text_in, texts_in
from redraft.evals.labelled.forms.plain import name_in, prompt_in
from redraft.evals.labelled.reading import form_of, read_labelled, read_rows, sha256_of
from redraft.evals.replay.reading import read_records
from redraft.store.codec import encode_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """An answer that somebody may judge.

    Attributes:
        id: names it within its data; that of a record's attempt is the record's with the attempt's number, from 0.
        prompt: what was asked.
        draft: what was answered.
        problem: outputs with the same problem are not independent.
        groups: what to report apart; for an attempt the model that wrote it, the profile, and its round.
        critiques: what was said of it when it was written; empty but for attempts.
    """

    id: str
    prompt: Prompt
    draft: Draft
    problem: str
    groups: Mapping[str, str] = field(default_factory=dict)
    critiques: tuple[Critique, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredOutputs:
    """Outputs with what names them on a card.

    Attributes:
        name: of the file or store, without its folder.
        sha256: of the file's bytes; of a store, of its records in their order.
        form: ``records``, or the form of the rows.
        outputs: what may be judged, in order.
    """

    name: str
    sha256: str
    form: str
    outputs: tuple[Output, ...]

    @property
    def critics(self) -> dict[str, int]:
        """Critics whose critiques come with the outputs, by name, with how many outputs they judged."""
        names = [name for one in self.outputs for name in {critique.critic for critique in one.critiques}]
        return {name: names.count(name) for name in dict.fromkeys(names)}


def read_source(data: str, *, form: str | None = None, limit: int | None = None) -> StoredOutputs:
    """The outputs in a file or a store, recognised by what it holds; labels that stand there are not looked at.

    Args:
        data: rows of ``prompt`` and ``answer`` or of any form that `read_labelled` reads, or records: the path or
            address of a store, or its export.
        form: name of the form of labelled rows; None to recognise it.
        limit: outputs at most, from the beginning; None for all.

    Raises:
        Misuse: when it cannot be read or holds no answer.
    """
    if limit is not None and limit < 1:
        raise Misuse(f"`limit` must be 1 or more, got {limit!r}; leave it out for all outputs")
    records = None if form is not None else read_records(data)
    if records is not None:
        return _from_records(data, records, limit)
    path = Path(data)
    _, first = next(read_rows(path))
    is_plain = form is None and {"prompt", "answer"} <= first.keys()
    named = "plain" if is_plain else form_of(path, form)
    found = _plain(path) if is_plain else _unlabelled(path, named)
    return StoredOutputs(name=path.name, sha256=sha256_of(path), form=named, outputs=tuple(islice(found, limit)))


def _from_records(data: str, records: Iterable[Record], limit: int | None) -> StoredOutputs:
    hashed, outputs = hashlib.sha256(), list[Output]()
    for record in records:
        hashed.update(encode_record(record).encode("utf-8", "surrogatepass"))
        outputs += _attempts(record)
    if not outputs:
        raise Misuse(f"{data} holds no attempt; give records in which a draft was written")
    # An address may carry a password: what stands before its last part is left out.
    name = data.rstrip("/").rpartition("/")[2]
    return StoredOutputs(name=name, sha256=hashed.hexdigest(), form="records", outputs=tuple(outputs[:limit]))


def _attempts(record: Record) -> Iterator[Output]:
    prompt = record.context.prompt
    shared = {"profile": str(record.settings["profile"])} if "profile" in record.settings else {}
    for number, attempt in enumerate(record.context.attempts):
        yield Output(
            id=f"{record.id} {number}",
            prompt=prompt,
            draft=attempt.draft,
            problem=prompt.id,
            groups={"model": attempt.draft.by, "round": str(attempt.draft.round), **shared},
            critiques=attempt.critiques,
        )


def _plain(path: Path) -> Iterator[Output]:
    lines: dict[str, int] = {}
    for index, (number, row) in enumerate(read_rows(path)):
        try:
            output = _row(row, index)
            if output.id in lines:
                raise Misuse(f"the id {output.id!r} is that of line {lines[output.id]} too; give each output its own")
        except Misuse as error:
            raise Misuse(f"{path}, line {number}: {error}") from error
        lines[output.id] = number
        yield output


def _row(row: Row, index: int) -> Output:
    prompt, id, problem = prompt_in(row), name_in(row, "id"), name_in(row, "problem")
    return Output(
        id=f"row {index + 1}" if id is None else id,
        prompt=prompt,
        draft=Draft.of(text_in(row, "answer")),
        problem=prompt.id if problem is None else problem,
        groups=texts_in(row, "groups"),
    )


def _unlabelled(path: Path, form: str) -> Iterator[Output]:
    for one in read_labelled(path, form=form):
        yield Output(id=one.id, prompt=one.prompt, draft=one.draft, problem=one.problem, groups=one.groups)
