"""What commands say of promises: what is certified, that it does not hold, that an alarm stands, what a record had."""

import asyncio
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from redraft.core import Certificate, Record
from redraft.report.text import counted, printable
from redraft.settings import Settings, store_url

if TYPE_CHECKING:
    from redraft.engine.release import Guarantee

_KEPT = "drafts are kept until `redraft monitor reset`"


def promise(certificate: Certificate) -> str:
    """What is promised, in few words."""
    among = "among right drafts " if certificate.among == "right" else ""
    confidence = f"{100 * (1 - certificate.delta):g} %"
    return (
        f"broken rate {among}at most {100 * certificate.epsilon:g} %, confidence {confidence}, from a score of "
        f"{certificate.threshold:g} on ({counted(certificate.n, 'case')}, calibration {certificate.calibration_id})"
    )


def standing(guarantee: "Guarantee") -> str:
    """Whether a certificate is in force, and what is returned if it is not."""
    if guarantee.void is not None:
        instead = "what the gate lets in, without a promise" if guarantee.on_void == "uncertified" else "the draft"
        return f"{guarantee.void}; until then {instead} is returned"
    if guarantee.certificate is None:
        return "the calibration certified nothing that gains: the draft is returned"
    return f"in force: {promise(guarantee.certificate)}"


def warn_if_void(console: Console, guarantee: "Guarantee | None") -> None:
    """A line when the profile's certificate does not hold; nothing when it does, or there is none."""
    if guarantee is not None and (guarantee.void is not None or guarantee.certificate is None):
        console.print(Text(f"certificate: {printable(standing(guarantee))}", style="yellow"), soft_wrap=True)


def standing_alarm(settings: Settings) -> str | None:
    """The alarm that stands over the profile in use, and what it does; None without one, or without a watch.

    Raises:
        StoreError: when the store cannot be read.
        MissingExtra: without the packages that watching needs.
    """
    table = settings.in_use.monitor
    if table is None:
        return None
    # Imported here: the database and what watching needs, for those who have a use for them only.
    from redraft.profiles.monitoring import Watch
    from redraft.store import RecordStore
    from redraft.store.monitoring import MonitorStore

    with RecordStore.open(store_url(settings)) as store:
        alarm = asyncio.run(Watch(MonitorStore(store.database), settings.profile).standing_alarm())
    if alarm is None:
        return None
    does = "corrections go on (fallback none)" if table.fallback == "none" else _KEPT
    return f"alarm: {alarm}; {does}"


def warn_of_alarm(console: Console, settings: Settings) -> None:
    """A line when an alarm stands over the profile in use; nothing otherwise."""
    if alarm := standing_alarm(settings):
        console.print(Text(printable(alarm), style="yellow"), soft_wrap=True)


def of_record(record: Record) -> str | None:
    """What a record was made under; None when there was no certificate."""
    if record.certificate is not None:
        return promise(record.certificate)
    guarantee = record.settings.get("guarantee")
    if not guarantee:
        return None
    void = guarantee.get("void")
    return f"not in force: {void}" if void else "the calibration certified nothing that gains"
