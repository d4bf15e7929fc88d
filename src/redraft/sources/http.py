"""A search service of yours as a source: one request, one answer, nothing else is fetched.

A query goes out as ``{"query": "...", "n": 5}`` by POST to the configured address. The answer is a JSON list, the best
first, or an object with that list under ``passages``::

    [{"text": "Marie Curie was born in Warsaw.", "document": "https://example.org/curie",
      "title": "Marie Curie", "start": 0, "end": 31, "sha256": "...", "date": "2024-05-06", "score": 7.2}]

``text`` and ``document`` are needed, the rest may be left out.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from redraft.core import Passage, Provenance
from redraft.core.version import VERSION
from redraft.errors import Misuse, SourceError

if TYPE_CHECKING:
    import aiohttp

MAX_ANSWER_BYTES = 4 * 2**20


class HttpSource:
    """A search service; a `redraft.core.Source`.

    The address is fixed here: no query, draft or answer can change it, redirects are refused, and addresses in answers
    are never followed.

    Args:
        name: how records and configuration call it.
        url: where queries are posted to.
        key: what goes into the ``Authorization`` header, as a bearer; None for none. It is shown nowhere.
        timeout_s: seconds to wait for a whole answer.
        max_answer_bytes: a longer answer is refused.

    Raises:
        Misuse: when the address is no plain HTTP address, or holds a password.
    """

    def __init__(
        self,
        *,
        name: str,
        url: str,
        key: str | None = None,
        timeout_s: float = 10.0,
        max_answer_bytes: int = MAX_ANSWER_BYTES,
    ) -> None:
        self.name = name
        self._url, self._key = _checked(url), key
        self._timeout_s, self._max_bytes = timeout_s, max_answer_bytes
        # Without the query of the address, in which some services put keys.
        self._place = f"source {name} at {url.partition('?')[0]}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._place})"

    @property
    def version(self) -> str:
        """Stands for the address; what lies behind it may change without a sign."""
        return f"http-1/{hashlib.sha256(self._url.encode()).hexdigest()[:16]}"

    async def search(self, query: str, n: int = 5) -> tuple[Passage, ...]:
        """What the service finds, at most `n`.

        Raises:
            Misuse: when `n` is less than 1.
            SourceError: when the service cannot be reached, fails, or answers something else than promised.
        """
        if n < 1:
            raise Misuse(f"`n` passages must be 1 or more, got {n!r}")
        body = json.dumps({"query": query, "n": n}).encode()
        answer = await self._answer(body)
        try:
            told = json.loads(answer)
        except (ValueError, RecursionError) as error:
            raise SourceError(f"{self._place}: the answer is no JSON: {error}") from error
        rows = told.get("passages") if isinstance(told, Mapping) else told
        if not isinstance(rows, list):
            raise SourceError(f"{self._place}: the answer must be a list of passages, got {type(rows).__name__}")
        return tuple(self._passage(row, place) for place, row in enumerate(rows[:n]))

    async def _answer(self, body: bytes) -> bytes:
        # Takes a fifth of a second to import, which nobody pays who has no such source.
        import aiohttp

        headers = {"Content-Type": "application/json", "User-Agent": f"redraft/{VERSION}"}
        if self._key is not None:
            headers["Authorization"] = f"Bearer {self._key}"
        timeout = aiohttp.ClientTimeout(total=self._timeout_s)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session,
                # A redirected key, or query, would go to a host that nobody chose.
                session.post(
                    self._url, data=body, headers=headers, allow_redirects=False, proxy=_proxy_for(self._url)
                ) as response,
            ):
                return await self._body(response)
        except TimeoutError as error:
            raise SourceError(f"{self._place} gave no answer in {self._timeout_s:g} s; raise `timeout_s`") from error
        except (aiohttp.ClientError, OSError) as error:
            what = self._hidden(f"{type(error).__name__}: {error}")
            raise SourceError(f"{self._place} cannot be reached ({what}); check the address") from error

    async def _body(self, response: "aiohttp.ClientResponse") -> bytes:
        if 300 <= response.status < 400:
            raise SourceError(
                f"{self._place} redirects (status {response.status}), which is not followed; configure the address "
                "that it redirects to, if it is yours"
            )
        parts, length = [], 0
        async for part in response.content.iter_any():
            length += len(part)
            if length > self._max_bytes:
                most = f"{self._max_bytes:,} bytes"
                raise SourceError(f"{self._place}: the answer is longer than {most}; have it send less")
            parts.append(part)
        body = b"".join(parts)
        if response.status != 200:
            said = self._hidden(" ".join(body[:300].decode("utf-8", "replace").split())) or "no explanation"
            advice = "check the key" if response.status in (401, 403) else "see the service's log"
            raise SourceError(f"{self._place} failed (status {response.status}): {said}; {advice}")
        return body

    def _passage(self, row: Any, place: int) -> Passage:
        """One passage of an answer.

        Raises:
            SourceError: when it is none.
        """
        try:
            text, document = _text(row, "text"), _text(row, "document")
            start, score = _number(row, "start", 0), float(row.get("score") or 0.0)
            if not math.isfinite(score):
                raise ValueError(f"'score' must be finite, got {score!r}")
            return Passage(
                text=text,
                title=_text(row, "title", ""),
                score=score,
                provenance=Provenance(
                    document=document, start=start, end=_number(row, "end", start + len(text)),
                    sha256=_text(row, "sha256", ""), date=_text(row, "date", "") or None,
                ),
            )  # fmt: skip
        except (ValueError, TypeError, AttributeError, OverflowError) as error:
            raise SourceError(f"{self._place}: passage {place} of the answer is none: {error}") from error

    def _hidden(self, text: str) -> str:
        return text.replace(self._key, "[key]") if self._key else text


def _text(row: Any, name: str, default: str | None = None) -> str:
    value = row.get(name, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise ValueError(f"{name!r} must be a text, got {value!r}"[:200])
    # Half a character, which JSON's escapes can name, no file or reply could hold.
    return value.encode("utf-8", "replace").decode() if any("\ud800" <= c <= "\udfff" for c in value) else value


def _number(row: Any, name: str, default: int) -> int:
    value = row.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{name!r} must be a whole number, got {value!r}"[:200])
    return value


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        _ = parts.port  # reading it checks it
    except ValueError as error:
        raise Misuse(f"`url` is no address ({error}); give one such as https://search.example.org/query") from error
    if "@" in parts.netloc:
        raise Misuse("`url` holds a name or a password; name the variable with the key in `api_key_env` instead")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Misuse(f"`url` must start with http:// or https:// and a host, got {url!r}")
    return url


def _proxy_for(url: str) -> str | None:
    """The proxy that the environment names for an address; None for none."""
    parts, proxies = urlsplit(url), getproxies()
    address = proxies.get(parts.scheme) or proxies.get("all")
    return None if not address or proxy_bypass(parts.hostname or "") else address
