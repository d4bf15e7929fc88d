"""Texts become vectors in their order, a passing failure is tried again, and a reply is checked."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from redraft.errors import Misuse, ModelRejected, ModelReplyError, ModelUnavailable, SettingsError
from redraft.models import ModelSettings, open_embedder
from redraft.models.openai_compatible.embeddings import OpenAICompatibleEmbedder
from support.search_server import Service, search_service


@pytest.fixture
def service() -> Iterator[Service]:
    with search_service() as running:
        running.body = lambda asked: {
            "data": [{"index": i, "embedding": [len(text), 1]} for i, text in reversed(list(enumerate(asked["input"])))]
        }
        yield running


async def _no_wait(_seconds: float) -> None:
    """Stand in for sleeping."""


def embed(service: Service, *texts: str, **settings: Any) -> Any:
    base_url = service.url.removesuffix("/search") + "/v1"
    model = OpenAICompatibleEmbedder(name="a/b", model="b", base_url=base_url, sleep=_no_wait, **settings)
    return asyncio.run(model.embed(texts))


def test_vectors_come_in_the_order_of_the_texts(service: Service) -> None:
    assert embed(service, "one", "three", key="k") == [[3.0, 1.0], [5.0, 1.0]]
    assert service.asked == [{"model": "b", "input": ["one", "three"], "encoding_format": "float"}]
    assert (service.keys, service.paths) == (["Bearer k"], ["/v1/embeddings"])


def test_many_texts_go_in_several_requests(service: Service) -> None:
    vectors = embed(service, *("x" * n for n in range(1, 131)))
    assert [vector[0] for vector in vectors] == [float(n) for n in range(1, 131)]
    assert [len(asked["input"]) for asked in service.asked] == [64, 64, 2]
    assert embed(service) == []


def test_half_a_character_is_replaced(service: Service) -> None:
    assert embed(service, "a\ud800") == [[2.0, 1.0]]


def test_a_passing_failure_is_tried_again_and_a_refusal_is_not(service: Service) -> None:
    service.status = 503
    with pytest.raises(ModelUnavailable):
        embed(service, "x", retries=2)
    assert len(service.asked) == 3
    service.status, service.body = 404, b'{"error": {"message": "no such model"}}'
    with pytest.raises(ModelRejected, match="no such model"):
        embed(service, "x")
    assert len(service.asked) == 4


@pytest.mark.parametrize(
    "body",
    [
        b"no json", {"data": []}, {"data": [{"embedding": []}]}, {"data": [{"embedding": ["x"]}]}, [], {"data": [1]},
        b'{"data": [{"embedding": [NaN]}]}',
    ],
)  # fmt: skip
def test_a_reply_without_vectors_is_an_error(service: Service, body: Any) -> None:
    service.body = body
    with pytest.raises(ModelReplyError, match="holds no vectors"):
        embed(service, "x", retries=0)


def test_vectors_of_different_lengths_are_an_error(service: Service) -> None:
    service.body = {"data": [{"embedding": [1]}, {"embedding": [1, 2]}]}
    with pytest.raises(ModelReplyError, match="different lengths"):
        embed(service, "x", "y", retries=0)


def test_an_embedder_is_opened_as_a_model_is(service: Service) -> None:
    url = service.url.removesuffix("/search") + "/v1"
    embedder = open_embedder(f"{url}#mini")
    assert asyncio.run(embedder.embed(["word"])) == [[4.0, 1.0]]
    assert embedder.name.endswith("/mini")
    keyed = open_embedder(ModelSettings(model="mini", base_url=url, api_key_env="MY_KEY"), environ={"MY_KEY": "s"})
    assert asyncio.run(keyed.embed(["word"])) == [[4.0, 1.0]]
    assert service.keys == [None, "Bearer s"]
    with pytest.raises(SettingsError, match="MY_KEY is not set"):
        open_embedder(ModelSettings(model="mini", base_url=url, api_key_env="MY_KEY"), environ={})
    with pytest.raises(Misuse, match="'embedded' gives no vectors"):
        open_embedder("embedded")
