"""A search service on the loopback that answers as it is told, and remembers what it was asked."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Service:
    """What the service does next, and what it was asked.

    Attributes:
        status: of every answer.
        body: of every answer; a value that is no bytes goes out as JSON.
        headers: further headers.
        delay_s: seconds before an answer.
        asked: bodies of the requests, as values.
        keys: their ``Authorization`` headers.
        url: its address.
    """

    def __init__(self) -> None:
        self.status, self.body, self.delay_s = 200, b"[]", 0.0  # type: int, Any, float
        self.headers: dict[str, str] = {}
        self.asked: list[Any] = []
        self.keys: list[str | None] = []
        self.paths: list[str] = []
        self.url = ""


@contextmanager
def search_service() -> Iterator[Service]:
    """A service that runs until the end of the block."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            service.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            service.keys.append(self.headers["Authorization"])
            service.paths.append(self.path)
            time.sleep(service.delay_s)
            told = service.body(service.asked[-1]) if callable(service.body) else service.body
            body = told if isinstance(told, bytes) else json.dumps(told).encode()
            self.send_response(service.status)
            for name, value in {"Content-Length": str(len(body)), **service.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service.url = f"http://127.0.0.1:{server.server_address[1]}/search"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
