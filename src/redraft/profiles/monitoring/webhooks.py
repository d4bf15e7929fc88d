"""Telling a webhook of an alarm; what goes wrong there never reaches a correction."""

import asyncio
import contextlib
import http.client
import logging
import os
import threading
import urllib.error
import urllib.request

from redraft.core.version import VERSION
from redraft.errors import SettingsError
from redraft.settings import MonitorTable

LOG = logging.getLogger("redraft.monitor")

TIMEOUT_S = 5.0
"""Seconds that an alarm may take to arrive, looking up the address's name included: as much as one correction may wait
for it."""

RETRY_S = 60.0
"""Seconds between two tries to tell of the same alarm."""

MOST_TRIES = 100
"""After so many it is given up: an address that was wrong for so long will not be right tomorrow."""


class _Strict(urllib.request.HTTPRedirectHandler):
    """Follows nothing: what was posted must not turn into a GET of another address."""

    def redirect_request(self, *_: object) -> None:
        """Refuse."""


_OPENER = urllib.request.OpenerDirector()
for _handler in (
    urllib.request.HTTPHandler(),
    urllib.request.HTTPSHandler(),
    urllib.request.HTTPErrorProcessor(),
    urllib.request.HTTPDefaultErrorHandler(),
    _Strict(),
):
    _OPENER.add_handler(_handler)


def address_of(table: MonitorTable | None, profile: str) -> str | None:
    """Where alarms of the profile are posted to; None for nowhere.

    Raises:
        SettingsError: when it is no address of the web, or the environment does not hold it.
    """
    if table is None or (table.webhook is None and table.webhook_env is None):
        return None
    place = f"[profiles.{profile}.monitor]"
    if table.webhook is not None and table.webhook_env is not None:
        raise SettingsError(f"{place} has webhook and webhook_env; give one of them")
    address = table.webhook if table.webhook_env is None else os.environ.get(table.webhook_env)
    if address is None:
        raise SettingsError(f"{place} webhook_env: the variable {table.webhook_env!r} is not set; set it")
    if not address.startswith(("http://", "https://")):
        shown = repr(address) if table.webhook_env is None else f"the value of {table.webhook_env!r}"
        raise SettingsError(f"{place} {shown} is no address of the web; write https://...")
    return address


async def post(address: str, document: str) -> str | None:
    """Post the JSON text.

    Returns:
        Why it did not arrive, in words without the address, which may be a secret; None when it did.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[str | None] = loop.create_future()

    def tell(problem: str | None) -> None:
        if not done.done():
            done.set_result(problem)

    def work() -> None:
        problem = _post(address, document)
        with contextlib.suppress(RuntimeError):  # the loop is over: nobody waits any more
            loop.call_soon_threadsafe(tell, problem)

    # A thread of its own, of those that nothing waits for: looking up a name cannot be broken off, and the end of a
    # loop waits for the threads of its pool.
    threading.Thread(target=work, name="redraft webhook", daemon=True).start()
    try:
        return await asyncio.wait_for(done, TIMEOUT_S)
    except TimeoutError:
        return f"no answer within {TIMEOUT_S:g} s"


def _post(address: str, document: str) -> str | None:
    headers = {"Content-Type": "application/json", "User-Agent": f"redraft/{VERSION}"}
    request = urllib.request.Request(address, data=document.encode(), headers=headers, method="POST")  # noqa: S310 - http or https, see `address_of`
    try:
        with _OPENER.open(request, timeout=TIMEOUT_S) as reply:
            return None if 200 <= reply.status < 300 else f"it answered {reply.status}"
    except urllib.error.HTTPError as error:
        error.close()
        return f"it answered {error.code}"
    except (OSError, http.client.HTTPException, ValueError) as error:
        return f"{type(error).__name__}: {getattr(error, 'reason', None) or error}"
