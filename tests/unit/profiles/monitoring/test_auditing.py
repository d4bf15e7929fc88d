"""Labels from a critic: verified ones alone, and none that took part."""

import asyncio

import pytest

from redraft.errors import CriticFailed, Misuse, ModelUnavailable
from redraft.profiles.monitoring import Watch
from redraft.profiles.monitoring.auditing import audit_by
from redraft.store import RecordStore
from redraft.store.monitoring import WHOLE, MonitorStore
from redraft.trust.monitoring import Terms
from support.critics import FixedScores
from support.records import record_of


def test_a_verified_critic_labels_draft_and_answer() -> None:
    with RecordStore.open("sqlite://") as store:
        watch = Watch(MonitorStore(store.database), "default", terms=Terms(epsilon=0.05), audit_rate=1.0)
        record, critic = record_of(["four", "five"], [0.2, 1.0]), FixedScores(1.0, 0.0, name="tests")
        asyncio.run(watch.write(record))
        done = asyncio.run(audit_by(critic, record, watch))
        assert done.labelling is not None and done.labelling.counted
        assert [text for text, _ in critic.seen] == ["four", "five"]
        assert asyncio.run(watch.states())[WHOLE].monitor.evidence.n_broken == 1


def test_what_the_critic_cannot_judge_goes_on_waiting() -> None:
    with RecordStore.open("sqlite://") as store:
        watch = Watch(MonitorStore(store.database), "default", terms=Terms(epsilon=0.05), audit_rate=1.0)
        record = record_of(["four", "five"], [0.2, 1.0])
        asyncio.run(watch.write(record))
        for critic in (FixedScores(1.0, None, name="tests"), FixedScores(CriticFailed("no opinion"), name="tests")):
            done = asyncio.run(audit_by(critic, record, watch))
            assert done.labelling is None and done.why == "no opinion"
        assert len(asyncio.run(watch.due())) == 1


def test_opinions_and_critics_that_took_part_are_refused() -> None:
    record = record_of(["four", "five"], [0.2, 1.0])
    with RecordStore.open("sqlite://") as store:
        watch = Watch(MonitorStore(store.database), "default")
        with pytest.raises(Misuse, match="opinions are no labels"):
            asyncio.run(audit_by(FixedScores(1.0, kind="external", name="judge"), record, watch))
        with pytest.raises(Misuse, match="took part in the correction"):
            asyncio.run(audit_by(FixedScores(1.0), record, watch))
        with pytest.raises(Misuse, match="holds no draft"):
            asyncio.run(audit_by(FixedScores(name="tests"), record_of([ModelUnavailable("down")], []), watch))
