"""A string opens a model, and a string that is none says which forms there are."""

import subprocess
import sys
from pathlib import Path

import pytest

from fake_server import Behaviour, FakeServer
from redraft.core import Model
from redraft.errors import Misuse, ModelRejected, SettingsError
from redraft.models import ModelSettings, Price, RetryingModel, SeveralAnswers, open_model
from redraft.models.openai_compatible.client import OpenAICompatible
from support.endpoints import against, asked

KEY = "sk-secret-123"


def opened(model: str | ModelSettings, **environ: str) -> OpenAICompatible:
    """The client inside a model that was opened."""
    found = open_model(model, environ=environ)
    assert isinstance(found, SeveralAnswers)
    assert isinstance(found.inner, RetryingModel)
    assert isinstance(found.inner.inner, OpenAICompatible)
    return found.inner.inner


def test_a_name_of_openai_needs_its_key() -> None:
    assert opened("openai/gpt-x", OPENAI_API_KEY=KEY).name == "openai/gpt-x"
    with pytest.raises(SettingsError, match=r"'openai/gpt-x' needs a key: .*OPENAI_API_KEY is not set"):
        open_model("openai/gpt-x", environ={})


def test_openai_base_url_moves_the_endpoint_and_gets_the_key() -> None:
    async def work(server: FakeServer) -> str:
        model = open_model("openai/org/name", environ={"OPENAI_BASE_URL": server.url + "/", "OPENAI_API_KEY": KEY})
        (draft,) = await model.generate(asked())
        assert server.requests[0]["model"] == "org/name"
        return draft.by

    name = against(Behaviour(key=KEY), work)
    assert name.startswith("127.0.0.1:")
    assert name.endswith("/org/name")


def test_an_address_with_a_name_is_a_model_and_gets_no_key_of_openai() -> None:
    async def work(server: FakeServer) -> None:
        model = open_model(f"{server.url}#llama", environ={"OPENAI_API_KEY": KEY})
        await model.generate(asked())
        assert "Authorization" not in server.headers
        assert server.requests[0]["model"] == "llama"

    against(Behaviour(), work)


def test_a_host_that_wants_a_key_says_how_to_name_one() -> None:
    async def work(server: FakeServer) -> None:
        with pytest.raises(ModelRejected, match=r"no key is sent to this address.*`api_key_env`"):
            await open_model(f"{server.url}#llama", environ={"OPENAI_API_KEY": KEY}).generate(asked())
        settings = ModelSettings(model="llama", base_url=server.url, api_key_env="MY_KEY")
        await open_model(settings, environ={"MY_KEY": f"{KEY}\n"}).generate(asked())

    against(Behaviour(key=KEY), work)


def test_a_named_key_that_is_missing_or_broken_is_told_before_the_first_call() -> None:
    settings = ModelSettings(model="llama", base_url="http://localhost:1/v1", api_key_env="MY_KEY")
    with pytest.raises(SettingsError, match=r"'llama' needs a key: the environment variable MY_KEY is not set"):
        open_model(settings, environ={})
    with pytest.raises(SettingsError, match=r"MY_KEY holds no key") as caught:
        open_model(settings, environ={"MY_KEY": "sk-\nsecret"})
    assert "secret" not in str(caught.value)


def test_settings_reach_the_model() -> None:
    async def work(server: FakeServer) -> None:
        settings = ModelSettings(
            model=f"{server.url}#m", price=Price(input=1_000_000, output=0), window_tokens=99, streaming=True, retries=0
        )
        model = open_model(settings, environ={})
        assert isinstance(model, SeveralAnswers)
        assert isinstance(model.inner, OpenAICompatible)
        assert model.window_tokens == 99
        (draft,) = await model.generate(asked())
        assert draft.usage.usd == draft.usage.prompt_tokens > 0
        assert server.requests[0]["stream"] is True

    against(Behaviour(), work)


def test_retries_stand_around_the_client() -> None:
    async def work(server: FakeServer) -> int:
        await open_model(f"{server.url}#m", environ={}).generate(asked())
        return server.stats.n_calls

    assert against(Behaviour(faults=["429:0", "status:500"]), work) == 3


@pytest.mark.parametrize("spec", ["gpt-4", "", "openai/", "opnai/gpt", "ct", "EMBEDDED", "ftp://host/v1#m"])
def test_an_unknown_string_lists_the_forms(spec: str) -> None:
    with pytest.raises(Misuse, match=r"names no model") as caught:
        open_model(spec, environ={"OPENAI_API_KEY": KEY})
    for form in (repr(spec), "openai/NAME", "http://HOST/v1#NAME", "embedded", "ct2:FOLDER"):
        assert form in str(caught.value)


def test_an_address_without_a_name_asks_for_one() -> None:
    with pytest.raises(Misuse, match=r"does not say which model; add its name, as in http://h/v1#NAME"):
        open_model("http://h/v1", environ={})


@pytest.mark.parametrize("url", ["http://me:pass@h/v1#m", "http://:8000#m", "http://h:99999/v1#m"])
def test_an_address_that_cannot_be_called_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(Misuse, match=r"`base_url`") as caught:
        open_model(url, environ={})
    assert "pass@" not in str(caught.value)


def test_settings_of_an_endpoint_do_not_fit_a_model_in_this_process() -> None:
    with pytest.raises(Misuse, match=r"'embedded' runs in this process"):
        open_model(ModelSettings(model="embedded", max_concurrency=2))
    with pytest.raises(Misuse, match=r"'embedded' runs in this process"):
        open_model(ModelSettings(model="embedded", window_tokens=2))


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    pytest.importorskip("ctranslate2", reason="the local model needs ctranslate2")
    with pytest.raises(Misuse, match=r"nowhere"):
        open_model(f"ct2:{tmp_path / 'nowhere'}")


def test_opening_prints_and_shows_no_key() -> None:
    model: Model = open_model("openai/gpt-x", environ={"OPENAI_API_KEY": KEY})
    client = opened("openai/gpt-x", OPENAI_API_KEY=KEY)
    assert KEY not in repr(model) + repr(client) + str(vars(model))


def test_importing_models_loads_neither_aiohttp_nor_ctranslate2() -> None:
    code = "import sys, redraft.models; print([n for n in ('aiohttp', 'ctranslate2') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
