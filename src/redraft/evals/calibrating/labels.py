"""What people said of collected answers, and the certificate that follows; no model is asked."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redraft.errors import Misuse
from redraft.evals.calibrating.certifying import Calibrated, Promise, certificate_from
from redraft.evals.calibrating.checks import check_enough
from redraft.evals.calibrating.collecting import KeyRow, LabelKey
from redraft.evals.calibrating.halves import split
from redraft.evals.calibrating.looks import with_look
from redraft.evals.labelled.reading import read_rows
from redraft.store.codec import decode_as
from redraft.trust.certificate.document import CertificateFile
from redraft.trust.certificate.outcomes import Case

UNCLEAR = "unclear"
"""The label of an answer of which people cannot tell; a certificate takes it for the worst."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """The labels of one question.

    Attributes:
        a: whether answer a is right; None if people could not tell.
        b: whether answer b is right; None if people could not tell.
    """

    a: bool | None
    b: bool | None


def read_key(path: Path) -> LabelKey:
    """The key that `collect` wrote beside its questions.

    Raises:
        Misuse: when it cannot be read or is none.
    """
    try:
        return decode_as(path.read_bytes(), LabelKey)
    except OSError as error:
        raise Misuse(
            f"cannot read the key {str(path)!r}: {error.strerror}; it was written beside the questions, name it with "
            "--key"
        ) from error
    except ValueError as error:  # what a key holds is msgspec's to say, and its errors are ValueErrors
        raise Misuse(f"{str(path)!r} is no key of labels: {error}") from error


def read_labels(path: Path) -> dict[str, Labelled]:
    """The labels by case.

    Raises:
        Misuse: when a label is missing or none, or a case is labelled twice.
    """
    if path.is_file() and not path.stat().st_size:
        return {}  # no case had a question: the profile returned every draft
    found: dict[str, Labelled] = {}
    n_missing, first_missing = 0, ""
    for number, row in read_rows(path):
        case = row.get("case")
        if not isinstance(case, str):
            raise Misuse(f"{path}, line {number}: `case` is missing; label the file that --collect wrote")
        if case in found:
            raise Misuse(f"{path}, line {number}: case {case!r} is labelled twice; leave one of them out")
        labels = [row.get("a_right"), row.get("b_right")]
        if None in labels:
            n_missing += 1
            first_missing = first_missing or f"line {number}"
        found[case] = Labelled(a=_label(labels[0], path, number), b=_label(labels[1], path, number))
    if n_missing:
        raise Misuse(
            f"{path}: {n_missing} of {len(found)} questions are not labelled yet, the first in {first_missing}; write "
            f'true or false for `a_right` and `b_right`, or "{UNCLEAR}" where nobody can tell'
        )
    return found


def certificate_from_labels(
    labels: dict[str, Labelled], key: LabelKey, promise: Promise, *, command: str, out: Path | None = None
) -> CertificateFile:
    """The certificate of the profile that the answers were collected from.

    Args:
        labels: by case.
        key: of the answers.
        promise: what shall be certified.
        command: what makes the certificate.
        out: where the certificate goes, and where that of an earlier look at the cases lies; None for nowhere.

    Raises:
        Misuse: when labels and key do not belong together, or there are too few cases.
    """
    rows = [row for row in key.rows if row.answered]
    check_enough(len(rows), epsilon=promise.epsilon, delta=promise.level, in_halves=promise.net)
    if promise.among != "all":
        raise Misuse("labels of collected answers bound the broken rate among all cases; leave out --among right")
    asked = {row.id for row in key.rows if row.draft is not None}
    strange, missing = sorted(labels.keys() - asked), sorted(asked - labels.keys())
    if strange:
        raise Misuse(f"the key knows no case {strange[0]!r}; give the key that was written beside these questions")
    if missing:
        raise Misuse(f"{len(missing)} questions are missing, such as case {missing[0]!r}; give the whole file back")
    first, second = split(rows, [row.id for row in rows]) if promise.net else (rows, None)
    on = Calibrated(
        data=key.data,
        sha256=key.sha256,
        case_hashes=tuple(row.asked for row in key.rows),
        fingerprint=key.fingerprint,
        command=command,
    )
    promise = promise if out is None else with_look(promise, on, out)
    confirming = None if second is None else [_case(row, labels) for row in second]
    cases, n_unanswered = [_case(row, labels) for row in first], len(key.rows) - len(rows)
    return certificate_from(cases, confirming, promise, on, n_right=None, n_unanswered=n_unanswered)


def _case(row: KeyRow, labels: dict[str, Labelled]) -> Case:
    if row.draft is None:
        return Case(score=None, draft_right=True, result_right=True)  # the draft is returned: nothing can break
    label = labels[row.id]
    draft, result = (label.a, label.b) if row.draft == "a" else (label.b, label.a)
    return Case(score=row.score, draft_right=draft, result_right=result)


def _label(value: Any, path: Path, number: int) -> bool | None:
    if value is None or value == UNCLEAR:
        return None
    if isinstance(value, bool):
        return value
    raise Misuse(f'{path}, line {number}: a label is true, false or "{UNCLEAR}", got {value!r}')
