"""One SQL database behind one thread that commits in groups.

SQLite writes one transaction at a time anyway, and a commit costs far more than a row. So whatever was asked for while
the last commit ran goes into the next one together. The event loop is never blocked, and no greenlets are needed.
"""

import asyncio
import contextlib
import os
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy
from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from redraft.errors import MissingExtra, RedraftError, StoreError
from redraft.store.tables import LAYOUT, META, TABLES

T = TypeVar("T")
Work = Callable[[Connection], T]

BUSY_TIMEOUT_S = 30.0
"""How long to wait for another process that writes. Our own transactions take milliseconds, a backup seconds."""

_BUSY_PAUSE_S = 0.005

MAX_GROUP = 256
"""Works in one transaction; bounds how long the first of them waits for its commit."""

_PREPARING = 7_236_681
"""Names the lock under which a server's tables are made; any number that nobody else is likely to take."""

# What a driver raises for a value that has no form in the database: half a surrogate, a number of more than 64 bits.
_NO_FORM = (TypeError, ValueError, OverflowError)


class Database:
    """Runs work in transactions, in the order it was asked for, and answers when it is committed."""

    def __init__(self, url: str) -> None:
        """Open the database and bring its tables up to date.

        Args:
            url: a path of an SQLite file, or an SQLAlchemy URL; ``sqlite://`` is a database in memory.

        Raises:
            StoreError: when it cannot be opened, or was written by a newer version.
        """
        self.url = _url_of(url)
        self._engine = _engine_for(self.url)
        self._queue: queue.SimpleQueue[tuple[Work[Any], Future[Any]] | None] = queue.SimpleQueue()
        self._closed = False
        self._closing = threading.Lock()
        self._thread = threading.Thread(target=self._serve, name="redraft-store", daemon=True)
        self._thread.start()
        try:
            self._submit(_prepare).result()
        except BaseException:
            self.close()
            raise

    async def run(self, work: Work[T]) -> T:
        """What `work` returns, once its changes are committed.

        Args:
            work: reads and writes through the connection and does nothing else: it may run twice when another work of
                the same group fails.

        Raises:
            StoreError: when the database refuses, or a value has no form in it; the works of others go on.
            RedraftError: what `work` itself raises.
        """
        return await asyncio.wrap_future(self._submit(work))

    def close(self) -> None:
        """Finish what was asked for and let go of the database; asking again does nothing."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _submit(self, work: Work[T]) -> Future[T]:
        future: Future[T] = Future()
        with self._closing:  # nothing may be put behind the end of the queue: nobody would ever answer it
            if self._closed:
                raise StoreError(f"the store {self.shown!r} is closed; open it again with RecordStore.open")
            self._queue.put((work, future))
        return future

    @property
    def shown(self) -> str:
        """The address without its password."""
        return self.url.render_as_string(hide_password=True)

    @property
    def is_file(self) -> bool:
        """Whether it is a file of this machine, or in its memory, and not a server that other machines reach too."""
        return self.url.get_backend_name() == "sqlite"

    def _serve(self) -> None:
        stop = False
        while not stop:
            group = [self._queue.get()]
            while len(group) < MAX_GROUP and not self._queue.empty():
                group.append(self._queue.get())
            stop = None in group
            # A caller that was cancelled while it waited no longer wants its work done.
            self._commit([entry for entry in group if entry is not None and entry[1].set_running_or_notify_cancel()])
        self._engine.dispose()

    def _commit(self, group: list[tuple[Work[Any], Future[Any]]]) -> None:
        try:
            with self._engine.begin() as connection:
                if connection.dialect.name == "sqlite":
                    # A transaction that reads first and writes later could find that another process wrote in between,
                    # and no waiting would help it. Taking the write lock at once makes it wait instead.
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                results = [work(connection) for work, _ in group]
        except (SQLAlchemyError, RedraftError, *_NO_FORM) as error:
            if len(group) == 1:
                group[0][1].set_exception(self._explained(error))
            else:  # one of them failed and took the others' changes with it: each again, on its own
                for entry in group:
                    self._commit([entry])
        except BaseException as error:  # a fault in our own code: whoever waits must hear of it before the thread ends
            self._fail(group, error)
            raise
        else:
            for (_, future), result in zip(group, results, strict=True):
                future.set_result(result)

    def _fail(self, group: list[tuple[Work[Any], Future[Any]]], error: BaseException) -> None:
        with self._closing:
            self._closed = True
            while not self._queue.empty():
                entry = self._queue.get()
                if entry is not None and entry[1].set_running_or_notify_cancel():
                    group.append(entry)
        for _, future in group:
            future.set_exception(error)

    def _explained(self, error: Exception) -> RedraftError:
        if isinstance(error, RedraftError):
            return error
        if isinstance(error, _NO_FORM):
            return StoreError(
                f"the store {self.shown!r} cannot hold a value: {type(error).__name__}: {error}; correct that value"
            )
        cause = getattr(error, "orig", None) or error
        return StoreError(
            f"the store {self.shown!r} refused: {type(cause).__name__}: {cause}; "
            "check that it is a Redraft store, that its folder is writable and that the disk has room"
        )


def _url_of(url: str) -> URL:
    if "://" not in url:
        return URL.create("sqlite", database=url)
    try:
        return make_url(url)
    except ArgumentError as error:
        raise StoreError(f"not an address of a store: {url!r}; give a path or an SQLAlchemy URL") from error


def _engine_for(url: URL) -> Engine:
    in_memory = url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")
    if url.get_backend_name() == "sqlite" and not in_memory:
        _make_private(Path(str(url.database)))
    try:
        # The one thread needs one connection; a static one is also what keeps a database in memory alive.
        engine = sqlalchemy.create_engine(url, poolclass=StaticPool)
    except NoSuchModuleError as error:
        known = "a path, sqlite:// or postgresql+psycopg://"
        raise StoreError(f"no such kind of database: {url.drivername!r}; use {known}") from error
    except ModuleNotFoundError as error:
        how = f"install it with: pip install {error.name}"
        raise MissingExtra(f"{error.name} is needed for {url.drivername!r}; {how}") from error
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _make_private(path: Path) -> None:
    """Make the file its owner's alone before anything is in it: it will hold prompts, answers and source files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError):  # it is there, or cannot be made: then opening it says why
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin by itself, too late: see `Database._commit`
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_TIMEOUT_S * 1000)}")
    _keep_write_ahead_log(connection)
    # With a write-ahead log NORMAL loses nothing when a process is killed, and keeps the file whole on power loss.
    connection.execute("PRAGMA synchronous = NORMAL")


def _keep_write_ahead_log(connection: Any) -> None:
    """Switch the file to a write-ahead log, waiting for whoever is switching or writing it.

    SQLite refuses this one statement at once, whatever `busy_timeout` says, so two processes that open a new store at
    the same moment would be in each other's way.
    """
    deadline_s = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            is_busy = (error.sqlite_errorcode & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if not is_busy or time.monotonic() > deadline_s:
                raise
            time.sleep(_BUSY_PAUSE_S)


def _prepare(connection: Connection) -> None:
    """Make the tables that are missing; refuse a store of a later layout."""
    if connection.dialect.name == "postgresql":
        # Two processes that open a new store at once would both find a table missing, and the second one would fail.
        connection.execute(sqlalchemy.select(sqlalchemy.func.pg_advisory_xact_lock(_PREPARING)))
    TABLES.create_all(connection)
    written = connection.execute(sqlalchemy.select(META.c.value).where(META.c.name == "layout")).scalar_one_or_none()
    if written is None:
        connection.execute(META.insert().values(name="layout", value=str(LAYOUT)))
    elif int(written) > LAYOUT:
        raise StoreError(
            f"the store has layout {written}, this version of redraft knows up to {LAYOUT}; "
            "it was written by a newer one: upgrade redraft"
        )
