"""Problems from a file or a store: labelled outputs, lists of answers, or records."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from redraft.core import Draft, Record
from redraft.errors import Misuse, StoreError
from redraft.evals.labelled.forms.fields import texts_in
from redraft.evals.labelled.forms.plain import name_in, prompt_in
from redraft.evals.labelled.reading import read_labelled, read_rows
from redraft.evals.replay.problems import Answer, Problem, from_outputs
from redraft.store import RecordStore
from redraft.store.codec import decode_record

_SQLITE = b"SQLite format 3\0"


def read_problems(
    data: str, *, form: str | None = None, by: str | None = None, limit: int | None = None
) -> tuple[Problem, ...]:
    """The problems in a file or a store, recognised by what it holds.

    Args:
        data: labelled outputs in any form that `read_labelled` reads; JSON lines of ``{"prompt", "answers"}`` with,
            if they like, ``acceptable`` (a label for each answer), ``id`` and ``groups``; or records: the path or
            address of a record store, or its export.
        form: name of the form, for labelled outputs.
        by: a group whose values are kept apart, for labelled outputs.
        limit: problems at most, from the beginning; None for all.

    Raises:
        Misuse: when it cannot be read or holds no answer.
    """
    problems = _problems(data, form, by)
    if not problems:
        raise Misuse(f"{data} holds no answer to replay; give stored answers or records with drafts")
    return problems if limit is None else problems[:limit]


def _problems(data: str, form: str | None, by: str | None) -> tuple[Problem, ...]:
    path = Path(data)
    if form is None or _is_store(data):
        records = read_records(data)
        if records is not None:
            return from_records(records)
        _, first = next(read_rows(path))
        if {"prompt", "answers"} <= first.keys():
            return _from_lists(path)
    return from_outputs(read_labelled(path, form=form), by=by)


def read_records(data: str) -> Iterable[Record] | None:
    """The records in a store or in its export; None when the file holds something else.

    Args:
        data: path or address of a record store, or a file of JSON lines.

    Raises:
        Misuse: when it cannot be read.
    """
    if not holds_records(data):
        return None
    return asyncio.run(_stored(data)) if _is_store(data) else _decoded(Path(data))


def holds_records(data: str) -> bool:
    """Whether the path or address is that of a record store or of its export.

    Raises:
        Misuse: when it cannot be read.
    """
    if _is_store(data):
        return True
    _, first = next(read_rows(Path(data)))
    return {"context", "decisions"} <= first.keys()


def _is_store(data: str) -> bool:
    return "://" in data or _is_sqlite(Path(data))


def from_records(records: Iterable[Record]) -> tuple[Problem, ...]:
    """The drafts of each record, in the order in which they were written; records without a draft are left out."""
    return tuple(
        Problem(
            id=record.id,
            cluster=record.context.prompt.id,
            prompt=record.context.prompt,
            answers=tuple(
                Answer(id=f"{record.id} {number}", draft=attempt.draft, acceptable=None)
                for number, attempt in enumerate(record.context.attempts, start=1)
            ),
            groups={"model": str(record.settings["model"])} if "model" in record.settings else {},
        )
        for record in records
        if record.context.attempts
    )


def _from_lists(path: Path) -> tuple[Problem, ...]:
    problems = []
    for index, (number, row) in enumerate(read_rows(path)):
        try:
            problems.append(_listed(row, index))
        except Misuse as error:
            raise Misuse(f"{path}, line {number}: {error}") from error
    return tuple(problems)


def _listed(row: Mapping[str, Any], index: int) -> Problem:
    prompt, id = prompt_in(row), name_in(row, "id")
    answers = row.get("answers")
    if not isinstance(answers, list) or not answers or not all(isinstance(answer, str) for answer in answers):
        raise Misuse(f"`answers` must be a list of one or more texts, got {answers!r:.60}; write them in order")
    labels = row.get("acceptable")
    if labels is None:
        labels = [None] * len(answers)
    elif not isinstance(labels, list) or len(labels) != len(answers) or not all(isinstance(x, bool) for x in labels):
        raise Misuse(
            f"`acceptable` must be a list of true or false, one for each of the {len(answers)} answers, "
            f"got {labels!r:.60}; write it so, or leave it out"
        )
    name = f"row {index + 1}" if id is None else id
    return Problem(
        id=name,
        cluster=prompt.id,
        prompt=prompt,
        answers=tuple(
            Answer(id=f"{name} {number}", draft=Draft.of(answer), acceptable=label)
            for number, (answer, label) in enumerate(zip(answers, labels, strict=True), start=1)
        ),
        groups=texts_in(row, "groups"),
    )


def _is_sqlite(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError as error:
        raise Misuse(f"cannot read {str(path)!r}: {error.strerror}; check the path") from error


async def _stored(url: str) -> list[Record]:
    try:
        with RecordStore.open(url) as store:
            return [decode_record(document) async for document in store.documents()]
    except StoreError as error:
        raise Misuse(f"{error}") from error


def _decoded(path: Path) -> Iterable[Record]:
    for number, row in read_rows(path):
        try:
            yield decode_record(json.dumps(row))
        except StoreError as error:
            raise Misuse(f"{path}, line {number}: {error}") from error
