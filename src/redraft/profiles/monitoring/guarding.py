"""A plan under watch: an alarm that stands keeps the draft, and every record is learnt from."""

from dataclasses import replace
from typing import Any

from redraft.core import Record, Recorder
from redraft.engine.plan import Plan
from redraft.engine.release import Guarantee
from redraft.errors import Misuse
from redraft.profiles.monitoring.watch import Watch
from redraft.profiles.monitoring.webhooks import address_of
from redraft.settings import Settings
from redraft.store.database import Database
from redraft.store.monitoring import MonitorStore
from redraft.trust.monitoring import Terms
from redraft.trust.monitoring.drift import check_available

DELTA = 0.05
"""The chance of a false alarm where neither the settings nor a certificate say one."""


def watch_of(plan: Plan, settings: Settings, database: Database) -> Watch | None:
    """The watch over the profile in use; None when its settings do not ask for one.

    Raises:
        SettingsError: when nothing says what is promised, or a value cannot work.
        MissingExtra: without the packages of the extra `trust`.
    """
    table, profile = settings.in_use.monitor, settings.profile
    if table is None:
        return None
    check_available()
    return Watch(
        MonitorStore(database),
        profile,
        terms=terms_of(plan, settings),
        audit_rate=table.audit_rate,
        due_days=table.due_days,
        address=address_of(table, profile),
    )


def terms_of(plan: Plan, settings: Settings) -> Terms:
    """What the profile in use promises: its settings, and where they are silent its certificate.

    Raises:
        SettingsError: when neither says how many of all answers may break, or a value cannot work.
    """
    table, path = settings.in_use.monitor, ("profiles", settings.profile, "monitor")
    assert table is not None
    certificate = None if plan.guarantee is None else plan.guarantee.certificate
    epsilon, delta = table.epsilon, table.delta
    if epsilon is None and certificate is not None:
        if certificate.among != "all":
            # To watch it, every unchanged answer would need a label too: whether its draft is right is not known.
            problem = " is missing, and the certificate bounds the rate among right drafts, which cannot be watched"
            advice = "add what may break of all answers: the certificate's bound times the share of right drafts"
            raise settings.written.refused((*path, "epsilon"), problem, advice)
        epsilon = certificate.epsilon
    if delta is None:
        delta = DELTA if certificate is None else certificate.delta
    if epsilon is None:
        advice = "add epsilon = 0.02, or calibrate the profile first"
        raise settings.written.refused(
            (*path, "epsilon"), " is missing and there is no certificate to take it from", advice
        )
    try:
        return Terms(epsilon=epsilon, delta=delta, threshold=table.threshold, window=table.window)
    except Misuse as error:
        raise settings.written.refused(path, f": {error}", "correct that value") from error


async def guarded(plan: Plan, watch: Watch, *, fallback: str) -> Plan:
    """The plan as it may run now: while an alarm stands, with a guarantee that is void.

    The alarm is looked up once, for the plan: whoever corrects with one plan for hours learns of it at the end.

    Args:
        plan: as the settings describe it.
        watch: over its profile.
        fallback: ``keep`` to keep the draft while an alarm stands, ``none`` to go on.
    """
    if fallback == "none":
        return plan
    alarm = await watch.standing_alarm()
    if alarm is None:
        return plan
    certificate = None if plan.guarantee is None else plan.guarantee.certificate
    return replace(plan, guarantee=Guarantee(certificate=certificate, void=f"alarm: {alarm}", on_void="keep"))


class WatchedRecorder:
    """Hands a record on, then lets the watch learn from it and tell its webhook."""

    def __init__(self, inner: Recorder, watch: Watch) -> None:
        """Keep records in `inner`."""
        self.inner, self._watch = inner, watch

    async def write(self, record: Record) -> None:
        """See `redraft.core.Recorder`.

        Raises:
            StoreError: when the record cannot be kept or what it says cannot be counted.
        """
        await self.inner.write(record)
        await self._watch.write(record)
        await self._watch.tell()

    def __getattr__(self, name: str) -> Any:
        """Whatever else the recorder can do, such as finding a record to go on from."""
        return getattr(self.inner, name)
