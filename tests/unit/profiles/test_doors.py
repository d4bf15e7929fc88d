import asyncio
import contextvars
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import redraft
from redraft.core import Critique, Dialect, Draft, Request
from redraft.errors import Misuse, NotAccepted, StoreError
from redraft.models import ScriptedModel
from redraft.store import RecordStore


def is_four(text: str) -> bool:
    return text == "4"


class Waiting:
    """A model that answers when it is told to, and remembers whether it was interrupted."""

    name, window_tokens = "test/waiting", None
    dialect: Dialect = "chat"

    def __init__(self) -> None:
        self.asked, self.interrupted = threading.Event(), threading.Event()

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        self.asked.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            self.interrupted.set()
            raise
        return (Draft.of("late"),)


def test_a_prompt_is_corrected_until_it_passes() -> None:
    model = ScriptedModel("5", "4")
    correction = asyncio.run(redraft.correct("2 + 2?", model=model, critics=[is_four]))
    assert (correction.text, correction.accepted, correction.changed) == ("4", True, True)
    assert len(model.asked) == 2


def test_a_conversation_is_a_prompt_too() -> None:
    model = ScriptedModel("4")
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "2 + 2?"}]
    asyncio.run(redraft.correct(messages, model=model, critics=[is_four]))
    assert [(m.role, m.text) for m in model.asked[0].messages] == [("system", "Be brief."), ("user", "2 + 2?")]


def test_a_given_draft_is_examined_before_any_model_is_asked() -> None:
    silent, writing = ScriptedModel(), ScriptedModel("4")
    kept = asyncio.run(redraft.correct("2 + 2?", draft="4", model=silent, critics=[is_four]))
    assert (kept.text, kept.accepted, kept.attempts[0].draft.by, silent.asked) == ("4", True, "given", [])
    mended = redraft.correct_sync("2 + 2?", draft=Draft.of("5", by="a colleague"), model=writing, critics=[is_four])
    assert (mended.text, len(writing.asked)) == ("4", 1)
    assert [(a.draft.by, a.draft.round) for a in mended.attempts] == [("a colleague", 0), ("scripted/model", 1)]
    assert [m.text for m in writing.asked[0].messages][1] == "5"


def test_code_that_does_not_await_gets_the_same() -> None:
    correction = redraft.correct_sync("2 + 2?", model=ScriptedModel("5", "4"), critics=[is_four])
    assert correction.text == "4"


def test_inside_a_running_loop_the_work_goes_to_another_one_with_the_same_context_variables() -> None:
    user = contextvars.ContextVar[str]("user")
    seen: list[object] = []

    def critic(text: str) -> bool:
        seen.append(threading.current_thread())
        return text == "4"

    async def remembered(text: str) -> bool:
        seen.append(user.get())
        return True

    async def cell() -> redraft.Correction:
        user.set("ann")
        return redraft.correct_sync("2 + 2?", model=ScriptedModel("4"), critics=[critic, remembered])

    assert asyncio.run(cell()).text == "4"
    assert "ann" in seen
    assert threading.main_thread() not in seen


def test_an_error_comes_through_from_the_other_loop() -> None:
    async def cell() -> None:
        redraft.correct_sync("2 + 2?", model=ScriptedModel("5", "6"), critics=[is_four], rounds=1, on_exhausted="raise")

    with pytest.raises(NotAccepted) as caught:
        asyncio.run(cell())
    assert isinstance(caught.value.correction, redraft.Correction)
    assert caught.value.correction.text == "5"


def test_an_interrupt_in_a_notebook_stops_the_work_at_once() -> None:
    program = """
import asyncio, os, signal, sys, threading
import redraft
from unit.profiles.test_doors import Waiting

model = Waiting()
def interrupt():
    model.asked.wait()
    os.kill(os.getpid(), signal.SIGINT)

async def cell():
    signal.signal(signal.SIGINT, signal.default_int_handler)  # as a notebook's kernel has it
    threading.Thread(target=interrupt).start()
    try:
        redraft.correct_sync("x", model=model, critics=[])
    except KeyboardInterrupt:
        print(model.interrupted.is_set())

asyncio.run(cell())
"""
    env = {"PYTHONPATH": ":".join(sys.path)}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout == "True\n"


def test_events_are_streamed_while_they_happen_and_the_last_holds_the_correction() -> None:
    async def watch() -> list[redraft.Event]:
        model = ScriptedModel("5", "4")
        return [event async for event in redraft.stream("2 + 2?", model=model, critics=[is_four])]

    events = asyncio.run(watch())
    kinds = [event.kind for event in events]
    assert kinds[:3] == ["started", "drafted", "examined"]
    assert kinds[-1] == "finished"
    assert kinds.count("drafted") == 2
    assert events[-1].correction is not None
    assert events[-1].correction.text == "4"


def test_other_observers_see_the_streamed_events_too() -> None:
    class Counting:
        n = 0

        def on_event(self, event: redraft.Event) -> None:
            self.n += 1

    counting = Counting()

    async def watch() -> int:
        events = redraft.stream("2 + 2?", model=ScriptedModel("4"), critics=[is_four], observers=[counting])
        return len([event async for event in events])

    assert asyncio.run(watch()) == counting.n > 0


@pytest.mark.parametrize("polite", [True, False])
def test_who_stops_watching_stops_the_work(polite: bool) -> None:
    async def watch() -> bool:
        model = Waiting()
        events = redraft.stream("x", model=model, critics=[])
        async for event in events:
            assert event.kind == "started"
            await asyncio.to_thread(model.asked.wait)
            break
        if polite:
            await events.aclose()
        else:
            del events
            await asyncio.sleep(0.01)
        return model.interrupted.is_set()

    assert asyncio.run(watch())


def test_an_error_of_the_work_reaches_who_watches_after_the_last_event() -> None:
    kinds = []

    async def watch() -> None:
        model = ScriptedModel("5")
        async for event in redraft.stream("2 + 2?", model=model, critics=[is_four], rounds=0, on_exhausted="raise"):
            kinds.append(event.kind)

    with pytest.raises(NotAccepted):
        asyncio.run(watch())
    assert kinds[-1] == "finished"


def test_the_record_is_kept_where_the_caller_says(tmp_path: Path) -> None:
    path = str(tmp_path / "r.db")
    correction = redraft.correct_sync("2 + 2?", model=ScriptedModel("4"), critics=[is_four], store=path)
    with RecordStore.open(path) as store:
        assert asyncio.run(store.get(correction.record_id)).context.attempts == correction.attempts
        redraft.correct_sync("2 + 3?", model=ScriptedModel("4"), critics=[is_four], store=store)
        assert len(asyncio.run(store.list())) == 2


def test_the_record_is_kept_where_the_settings_say(tmp_path: Path) -> None:
    Path("redraft.toml").write_text('[store]\nurl = "kept/r.db"')
    redraft.correct_sync("2 + 2?", model=ScriptedModel("4"), critics=[is_four])
    assert Path("kept/r.db").exists()


def test_without_a_store_nothing_is_written() -> None:
    redraft.correct_sync("2 + 2?", model=ScriptedModel("4"), critics=[is_four])
    assert list(Path().iterdir()) == []


def test_a_store_that_cannot_be_opened_is_noticed_before_a_model_is_asked(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("no database, " * 100)
    model = ScriptedModel("4")
    with pytest.raises(StoreError, match="not a database"):
        redraft.correct_sync("2 + 2?", model=model, critics=[is_four], store=str(tmp_path / "notes"))
    assert model.asked == []


def test_a_record_is_resumed_with_a_persons_critique(tmp_path: Path) -> None:
    path = str(tmp_path / "r.db")
    first = redraft.correct_sync("2 + 2?", model=ScriptedModel("5"), critics=[], store=path)
    critique = Critique(critic="ann", kind="external", score=0.0, text="2 + 2 is not 5")
    again = asyncio.run(redraft.resume(first.record_id[:8], critique, model=ScriptedModel("4"), critics=[], store=path))
    assert [a.draft.text for a in again.attempts] == ["5", "4"]
    with RecordStore.open(path) as store:
        assert asyncio.run(store.get(again.record_id)).resumes == first.record_id


def test_an_id_without_a_store_to_look_in_is_refused() -> None:
    critique = Critique(critic="ann", kind="external", score=0.0)
    with pytest.raises(Misuse, match="no store to find record 'abc' in"):
        asyncio.run(redraft.resume("abc", critique, model=ScriptedModel(), critics=[]))


def test_an_argument_that_does_not_exist_is_named() -> None:
    with pytest.raises(Misuse, match=r"no such argument: 'modle'; known: budget, certificate, config"):
        redraft.correct_sync("x", modle="embedded")  # type: ignore[call-arg] # what is tested


def test_importing_redraft_opens_no_door() -> None:
    program = "import sys, redraft; print('redraft.engine' in sys.modules, redraft.correct.__name__)"
    env = {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "False correct\n"


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'corect'"):
        getattr(redraft, "corect")  # noqa: B009 - the type checker knows that it is not there


def test_nothing_is_recorded_where_it_is_asked_for_whatever_the_settings_say() -> None:
    Path("redraft.toml").write_text('[store]\nurl = "kept.db"')
    for store, kept in ((False, False), (None, True)):
        asyncio.run(redraft.correct("2 + 2?", model=ScriptedModel("4"), critics=[is_four], store=store))
        assert Path("kept.db").exists() is kept
