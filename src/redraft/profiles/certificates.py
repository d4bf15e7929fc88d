"""Certificates of profiles: read, held against what is about to run, and put in force or called void."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec

from redraft.engine.plan import Plan
from redraft.engine.release import NO_OPTIONS, Guarantee, OnVoid
from redraft.errors import Misuse
from redraft.profiles.fingerprints import OPTIONS, changes, fingerprint
from redraft.store.codec import encode
from redraft.trust.certificate.checking import check_file
from redraft.trust.certificate.document import SCHEMA_VERSION, CertificateFile, NetHalf, Row


def calibration_id_of(data_sha256: str, made_for: Mapping[str, Any]) -> str:
    """The name of a calibration: a hash of its data and of the fingerprint that it holds for."""
    return hashlib.sha256(encode({"data": data_sha256, "fingerprint": made_for}).encode()).hexdigest()[:16]


def read_certificate(path: str | Path) -> CertificateFile:
    """The certificate in a file that `redraft calibrate` wrote.

    Raises:
        Misuse: when it cannot be read, is of a later version, or is not what a calibration writes: figures that do not
            follow from its counts, a name that does not follow from its fingerprint.
    """
    try:
        text = Path(path).read_bytes()
    except OSError as error:
        raise Misuse(
            f"cannot read the certificate {str(path)!r}: {error.strerror}; make one with redraft calibrate"
        ) from error
    try:
        row = msgspec.json.decode(text)
        version = row.get("schema_version") if isinstance(row, dict) else None
        if isinstance(version, int) and version > SCHEMA_VERSION:
            late = f"is of version {version}, this Redraft reads {SCHEMA_VERSION}"
            raise Misuse(f"the certificate {str(path)!r} {late}; update it")
        file = msgspec.convert(row, CertificateFile)
    except msgspec.MsgspecError as error:
        raise Misuse(f"{str(path)!r} is no certificate: {error}; make one with redraft calibrate") from error
    try:
        _check_names(row)
        check_file(file)
        _check_id(file)
    except Misuse as error:
        raise Misuse(f"{str(path)!r} is no certificate that can be believed: {error}; calibrate again") from error
    return file


def guarantee_for(file: CertificateFile, plan: Plan, *, on_void: OnVoid = "keep") -> Guarantee:
    """What `file` guarantees for `plan`: its certificate, or why it is void.

    Args:
        file: the certificate.
        plan: what is about to run.
        on_void: what is returned while the certificate is void.
    """
    made_for = {part: value for part, value in file.fingerprint.items() if part != OPTIONS}
    options = tuple(file.fingerprint.get(OPTIONS, (NO_OPTIONS,)))
    changed = changes(made_for, fingerprint(plan))
    void = None
    if changed:
        shown = "; ".join(str(change) for change in changed[:3])
        more = f"; and {len(changed) - 3} more" if len(changed) > 3 else ""
        void = f"the certificate of {file.created_at[:10]} is void: {shown}{more}; calibrate again"
    return Guarantee(certificate=file.certificate, void=void, on_void=on_void, options=options)


def _check_names(row: dict[str, Any]) -> None:
    """Refuse names that no calibration writes: what they mean would be ignored."""
    halves = [] if row.get("net") is None else [row["net"]]
    tables = [(row, CertificateFile), *((one, Row) for one in row["rows"]), *((one, NetHalf) for one in halves)]
    for table, kind in tables:
        unknown = sorted(table.keys() - {field.name for field in fields(kind)})
        if unknown:
            raise Misuse(f"it has an unknown name {unknown[0]!r}")


def _check_id(file: CertificateFile) -> None:
    if file.schema_version != SCHEMA_VERSION:
        raise Misuse(f"`schema_version` is {file.schema_version!r}, and the only one there is is {SCHEMA_VERSION}")
    follows = calibration_id_of(file.data_sha256, file.fingerprint)
    if file.calibration_id != follows:
        raise Misuse(f"`calibration_id` is {file.calibration_id!r}, and from data and fingerprint follows {follows!r}")
