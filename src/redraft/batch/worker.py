"""One prompt of a batch: claim it, correct it, and write record and ledger in one transaction."""

import asyncio
import contextlib
import hashlib
import json
import traceback
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from redraft.batch.entries import content_of
from redraft.batch.kept_calls import CURRENT, KeptCalls
from redraft.batch.outcome import Outcome, outcome_of
from redraft.core import Context, Decision, Draft, Prompt, Record, Recorder, Usage
from redraft.core.version import VERSION
from redraft.engine.loop import correct
from redraft.engine.plan import Plan
from redraft.errors import NotAccepted, StoreError
from redraft.profiles.instructing import instructed
from redraft.store import Claim, LeaseLost, Ledger, RecordStore

POLL_S = 1.0
"""Seconds between two looks at a prompt that another worker has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Whoever corrects prompts of one run; several, also on several machines, may share the run's ledger.

    Attributes:
        plan: how to correct; its recorder is not used.
        store: where records go.
        ledger: the run, in the same database.
        retry_failed: whether to try again what an earlier try ended without an answer.
        watch: learns from every record; None for nobody.
        sleep: waits for so many seconds; a test passes its own.
    """

    plan: Plan
    store: RecordStore
    ledger: Ledger
    retry_failed: bool = False
    watch: Recorder | None = None
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    _described: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Describe the plan once: it is part of every prompt's key."""
        # object.__setattr__ is how a frozen dataclass fills in what it was not given.
        object.__setattr__(self, "_described", json.dumps(self.plan.described(), sort_keys=True, default=str))

    async def work_on(self, prompt: Prompt, given: str | None = None) -> Outcome:
        """What became of `prompt`, now or in an earlier run.

        Args:
            prompt: what is asked.
            given: an answer that is there already, in place of the model's first draft.

        Raises:
            StoreError: when store or ledger fail; whatever else goes wrong is in the outcome and its record.
        """
        key = self.key_of(prompt, given)
        while True:
            claim = await self.ledger.claim(key, retry_failed=self.retry_failed)
            if claim.record_id is not None:
                return outcome_of(await self.store.get(claim.record_id), resumed=True)
            if claim.state == "mine":
                with contextlib.suppress(LeaseLost):  # another worker has it now: its outcome is this prompt's
                    return outcome_of(await self._corrected(prompt, given, claim))
            await self.sleep(POLL_S)

    def key_of(self, prompt: Prompt, given: str | None = None) -> str:
        """Names the work: the prompt's id, what it asks, what is given, and the plan; a change makes it other work."""
        address = f"{prompt.id}\x1f{content_of(prompt)}\x1f{self._described}"
        address += "" if given is None else f"\x1f{given}"
        return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    async def _corrected(self, prompt: Prompt, given: str | None, claim: Claim) -> Record:
        keeper = _Keeper(self.ledger, claim, self.watch)
        answered = await self.ledger.answered(claim.key) if claim.tries > 1 else {}
        calls = KeptCalls(self.ledger, claim.key, answered)
        CURRENT.set(calls)
        try:
            draft = None if given is None else Draft.of(given)
            asked = await instructed(prompt, self.plan)
            await correct(asked, replace(self.plan, recorder=keeper), given=draft)
        except StoreError:
            raise
        except NotAccepted:
            pass  # the record says so
        except Exception as error:  # rim: the batch goes on, the record says why this prompt failed
            if keeper.record is None:
                await keeper.write(crashed(prompt, self.plan, error, calls.usage))
        assert keeper.record is not None
        return keeper.record


class _Keeper:
    """A recorder that also notes in the ledger that the prompt is done."""

    def __init__(self, ledger: Ledger, claim: Claim, watch: Recorder | None) -> None:
        self._ledger, self._claim, self._watch = ledger, claim, watch
        self.record: Record | None = None

    async def write(self, record: Record) -> None:
        """See `redraft.core.Recorder`."""
        await self._ledger.complete(self._claim.key, record, failed=outcome_of(record).failed)
        self.record = record
        if self._watch is not None:
            await self._watch.write(record)


def crashed(prompt: Prompt, plan: Plan, error: Exception, usage: Usage) -> Record:
    """The record of a prompt whose correction broke off after costing `usage`."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    detail = f"{type(error).__name__}: {error} (in {where.name}, line {where.lineno})"
    return Record(
        id=uuid.uuid4().hex,
        created_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        context=Context(prompt=prompt),
        decisions=(Decision(action="abstain", reason="crashed", detail=detail),),
        usage=usage,
        settings=plan.described(),
        redraft_version=VERSION,
    )
