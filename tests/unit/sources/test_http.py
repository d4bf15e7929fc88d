"""A search service is asked at its fixed address, once, and what it answers is checked before it is believed."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from redraft.core import Passage, Provenance
from redraft.errors import Misuse, SourceError
from redraft.sources import HttpSource
from support.search_server import Service, search_service

KEY = "sk-very-secret"


@pytest.fixture
def service() -> Iterator[Service]:
    with search_service() as running:
        yield running


def search(service: Service, n: int = 5, **settings: Any) -> tuple[Passage, ...]:
    return asyncio.run(HttpSource(name="wiki", url=service.url, **settings).search("Who? \ud800", n))


def test_a_query_goes_out_and_passages_come_back(service: Service) -> None:
    service.body = [
        {"text": "Born in Warsaw.", "document": "https://example.org/curie", "title": "Curie", "start": 7, "end": 22,
         "sha256": "ab", "date": "2024-05-06", "score": 7.5, "more": 1},
        {"text": "Radium.", "document": "radium.txt"},
        {"text": "Third.", "document": "x"},
    ]  # fmt: skip
    where = Provenance(document="https://example.org/curie", start=7, end=22, sha256="ab", date="2024-05-06")
    assert search(service, 2, key=KEY) == (
        Passage(text="Born in Warsaw.", title="Curie", score=7.5, provenance=where),
        Passage(text="Radium.", provenance=Provenance(document="radium.txt", end=7)),
    )
    assert service.asked == [{"query": "Who? \ud800", "n": 2}]
    assert service.keys == [f"Bearer {KEY}"]
    service.body = {"passages": [{"text": "\ud800x", "document": "y"}]}
    assert search(service)[0].text == "?x"
    assert service.keys[-1] is None


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"<html>", "is no JSON"), ({"results": []}, "must be a list of passages"), (b"[" * 99_999, "no JSON"),
        (["x"], "passage 0 of the answer is none"), ([{"text": "a"}], "'document' must be a text, got None"),
        ([{"text": " ", "document": "d"}], "'text' must be a text"), ([{"text": 1, "document": "d"}], "got 1"),
        ([{"text": "a", "document": "d", "start": 5, "end": 2}], "ends behind"),
        ([{"text": "a", "document": "d", "start": "x"}], "'start' must be a whole number"),
        (b'[{"text": "a", "document": "d", "score": NaN}]', "must be finite"),
        ([{"text": "a", "document": "d", "score": "x"}], "could not convert"),
        ([{"text": "a", "document": "d", "score": 10**400}], "too large"),
    ],
)  # fmt: skip
def test_an_answer_that_is_not_as_promised_is_an_error(service: Service, body: Any, problem: str) -> None:
    service.body = body
    with pytest.raises(SourceError, match=problem):
        search(service)


def test_a_redirect_is_refused(service: Service) -> None:
    service.status, service.headers = 307, {"Location": service.url}
    with pytest.raises(SourceError, match=r"redirects \(status 307\), which is not followed"):
        search(service, key=KEY)
    assert len(service.asked) == 1


def test_a_failure_tells_what_the_service_said_but_never_the_key(service: Service) -> None:
    service.status, service.body = 401, f"wrong key {KEY}".encode()
    with pytest.raises(SourceError, match=r"failed \(status 401\): wrong key \[key\]; check the key"):
        search(service, key=KEY)
    assert KEY not in repr(HttpSource(name="wiki", url=f"{service.url}?token={KEY}", key=KEY))


def test_an_answer_that_is_too_long_too_late_or_cut_is_an_error(service: Service) -> None:
    service.body = b" " * 5000
    with pytest.raises(SourceError, match="longer than 4,000 bytes"):
        search(service, max_answer_bytes=4000)
    service.headers = {"Content-Length": "9999"}
    with pytest.raises(SourceError, match="cannot be reached"):
        search(service, timeout_s=2.0)
    service.headers, service.delay_s = {}, 0.3
    with pytest.raises(SourceError, match=r"no answer in 0\.05 s; raise `timeout_s`"):
        search(service, timeout_s=0.05)


def test_a_service_that_is_not_there_is_an_error() -> None:
    with pytest.raises(SourceError, match=r"cannot be reached .*check the address"):
        asyncio.run(HttpSource(name="gone", url="http://127.0.0.1:9/").search("x"))


@pytest.mark.parametrize("url", ["ftp://x/y", "search.example.org", "http://me:pw@host/", "http://host:port/", ""])
def test_an_address_that_cannot_be_called_is_refused(url: str) -> None:
    with pytest.raises(Misuse, match="`url`"):
        HttpSource(name="x", url=url)


def test_no_passages_are_refused(service: Service) -> None:
    with pytest.raises(Misuse, match="got 0"):
        search(service, 0)
