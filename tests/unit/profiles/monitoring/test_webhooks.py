"""Telling a webhook: what arrives, and what is said when it does not."""

import asyncio
import socket
import threading

import pytest

from redraft.errors import SettingsError
from redraft.profiles.monitoring import webhooks
from redraft.profiles.monitoring.webhooks import address_of, post
from redraft.settings import MonitorTable
from support.monitoring import webhook


def test_what_is_posted_arrives_as_it_is() -> None:
    with webhook() as hook:
        assert asyncio.run(post(hook.address, '{"alarm": "change"}')) is None
        assert hook.received == [{"alarm": "change"}]


@pytest.mark.parametrize("status", [400, 500, 301, 307])
def test_an_answer_that_is_no_yes_is_told_and_not_followed(status: int) -> None:
    with webhook() as hook:
        hook.status = status
        assert asyncio.run(post(hook.address, "{}")) == f"it answered {status}"
        assert hook.received == []


def test_nobody_there_is_told_without_the_address() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        said = asyncio.run(post(f"http://127.0.0.1:{held.getsockname()[1]}/secret-path", "{}"))
    assert said is not None and "refused" in said and "secret-path" not in said


def test_the_time_for_the_name_of_the_address_is_within_that_for_the_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def look_up(*_: object, **__: object) -> list[object]:
        over.wait(30)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(webhooks, "TIMEOUT_S", 0.05)
    assert asyncio.run(post("http://hook.example/x", "{}")) == "no answer within 0.05 s"
    assert not over.is_set()  # and nobody waited for the name
    over.set()


def test_an_address_that_cannot_be_one_is_told() -> None:
    said = asyncio.run(post("http://127.0.0.1:99999999/x", "{}"))
    assert said is not None


def test_the_address_comes_from_the_settings_or_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert address_of(None, "p") is None and address_of(MonitorTable(), "p") is None
    assert address_of(MonitorTable(webhook="https://host/x"), "p") == "https://host/x"
    monkeypatch.setenv("MY_HOOK", "https://host/secret")
    assert address_of(MonitorTable(webhook_env="MY_HOOK"), "p") == "https://host/secret"


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        (MonitorTable(webhook="file:///etc/passwd"), "no address of the web"),
        (MonitorTable(webhook="https://a", webhook_env="B"), "give one of them"),
        (MonitorTable(webhook_env="NOT_SET"), "'NOT_SET' is not set"),
    ],
)
def test_an_address_that_cannot_work_is_refused_before_there_is_an_alarm(table: MonitorTable, problem: str) -> None:
    with pytest.raises(SettingsError, match=problem):
        address_of(table, "p")


def test_a_secret_that_is_no_address_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_HOOK", "s3cret")
    with pytest.raises(SettingsError) as refused:
        address_of(MonitorTable(webhook_env="MY_HOOK"), "p")
    assert "s3cret" not in str(refused.value)
