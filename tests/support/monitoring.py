"""Watched profiles for tests: records made by the real engine, and a webhook that is a real server."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import redraft
from redraft.core import Correction, Prompt
from redraft.models import ScriptedModel
from redraft.settings import MonitorTable, ProfileTable, Settings, StoreTable
from support.critics import FixedScores


def settings(store: Path, **monitor: Any) -> Settings:
    """Settings of a profile under watch, whose every correction is audited unless told otherwise."""
    table = MonitorTable(**{"epsilon": 0.05, "audit_rate": 1.0, **monitor})
    return Settings(profiles={"default": ProfileTable(monitor=table)}, store=StoreTable(url=str(store)))


def corrected(watched: Settings, answers: list[str], scores: list[float | None], **choices: Any) -> Correction:
    """One correction with these answers and verdicts."""
    return redraft.correct_sync(
        Prompt.of(f"What is {id(answers)}?"),
        config=watched,
        model=ScriptedModel(*answers),
        critics=[FixedScores(*scores)],
        **choices,
    )


def changed(watched: Settings) -> Correction:
    """A correction that returns another text than its draft."""
    return corrected(watched, ["four", "five"], [0.0, 1.0])


def kept(watched: Settings) -> Correction:
    """A correction that returns its draft."""
    return corrected(watched, ["four"], [1.0])


class Hook:
    """What a webhook received, and how it answers."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.status = 204
        self.address = ""


@contextmanager
def webhook() -> Iterator[Hook]:
    """A server on the loopback that takes alarms."""
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if hook.status < 300:
                hook.received.append(json.loads(body))
            self.send_response(hook.status)
            if 300 <= hook.status < 400:
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    hook.address = f"http://127.0.0.1:{server.server_port}/alarms"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
