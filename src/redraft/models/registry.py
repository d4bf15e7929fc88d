"""From a string, or a table of settings, to a model that can be asked."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from redraft.core import Embedder, Model
from redraft.errors import Misuse, SettingsError
from redraft.models.endpoint import ModelSettings
from redraft.models.retry import Patience, RetryingModel
from redraft.models.several import SeveralAnswers

OPENAI_URL = "https://api.openai.com/v1"

FORMS = """  openai/NAME             a model of OpenAI, or of the endpoint in OPENAI_BASE_URL
  http://HOST/v1#NAME     a model of any OpenAI-compatible endpoint (https:// too)
  embedded                the small model that comes with this package
  ct2:FOLDER              a model converted to ctranslate2"""


def open_model(model: str | ModelSettings, *, environ: Mapping[str, str] = os.environ) -> Model:
    """The model that a string or a table of settings describes.

    A model behind an endpoint comes with retries around it.

    Args:
        model: a model string (see `FORMS`), or settings whose `ModelSettings.model` is one.
        environ: where keys and ``OPENAI_BASE_URL`` are looked up.

    Raises:
        Misuse: when the string has no known form, or a setting does not fit the model.
        SettingsError: when the key that a setting names is missing.
        MissingExtra: when the model needs a package that is not installed.
    """
    settings = ModelSettings(model=model) if isinstance(model, str) else model
    endpoint = _endpoint_of(settings, environ)
    if endpoint is not None:
        return _endpoint_model(settings, endpoint, environ)
    if settings.model == "embedded" or settings.model.startswith("ct2:"):
        return _local_model(settings)
    raise Misuse(f"{settings.model!r} names no model; the forms are\n{FORMS}")


def open_embedder(model: str | ModelSettings, *, environ: Mapping[str, str] = os.environ) -> Embedder:
    """What turns texts into vectors, as a string or a table of settings describes it.

    Args:
        model: a model string of an endpoint (see `FORMS`), or settings whose `ModelSettings.model` is one.
        environ: where keys and ``OPENAI_BASE_URL`` are looked up.

    Raises:
        Misuse: when the string names no model of an endpoint.
        SettingsError: when the key that a setting names is missing.
    """
    from redraft.models.openai_compatible.embeddings import OpenAICompatibleEmbedder

    settings = ModelSettings(model=model) if isinstance(model, str) else model
    endpoint = _endpoint_of(settings, environ)
    if endpoint is None:
        raise Misuse(f"{settings.model!r} gives no vectors; name a model of an endpoint, as http://HOST/v1#NAME")
    name, key, key_env = _named_and_keyed(settings, endpoint, environ)
    return OpenAICompatibleEmbedder(
        name=name,
        model=endpoint.model,
        base_url=endpoint.base_url,
        key=key,
        key_env=key_env,
        max_concurrency=settings.max_concurrency,
        connect_timeout_s=settings.connect_timeout_s,
        timeout_s=settings.timeout_s,
        retries=settings.retries,
    )


class _Endpoint(NamedTuple):
    """An endpoint's own name of a model, and its address."""

    model: str
    base_url: str


def _endpoint_of(settings: ModelSettings, environ: Mapping[str, str]) -> _Endpoint | None:
    """Where a model answers; None for one in this process, and for what is none."""
    if settings.base_url is not None:
        return _Endpoint(settings.model, settings.base_url.rstrip("/"))
    kind, _, rest = settings.model.partition("/")
    if kind == "openai" and rest:
        return _Endpoint(rest, (environ.get("OPENAI_BASE_URL") or OPENAI_URL).rstrip("/"))
    if settings.model.startswith(("http://", "https://")):
        base_url, _, name = settings.model.partition("#")
        if not name:
            raise Misuse(f"{settings.model!r} does not say which model; add its name, as in {base_url}#NAME")
        return _Endpoint(name, base_url.rstrip("/"))
    return None


def _local_model(settings: ModelSettings) -> Model:
    # Imported here, as below: ctranslate2 belongs to an extra, and aiohttp takes a fifth of a second to import.
    from redraft.models import local

    window_tokens = settings.window_tokens
    fitting = ModelSettings(model=settings.model, window_tokens=window_tokens)
    if settings != fitting or (settings.model == "embedded" and window_tokens is not None):
        raise Misuse(
            f"{settings.model!r} runs in this process: of the settings only `model` applies, and `window_tokens` to a "
            f"converted model; got {settings!r}"
        )
    if settings.model == "embedded":
        return local.embedded_model()
    return local.open_model(Path(settings.model.removeprefix("ct2:")), window_tokens=window_tokens)


def _endpoint_model(settings: ModelSettings, endpoint: _Endpoint, environ: Mapping[str, str]) -> Model:
    from redraft.models.openai_compatible.client import OpenAICompatible

    name, key, key_env = _named_and_keyed(settings, endpoint, environ)
    client = OpenAICompatible(
        name=name,
        model=endpoint.model,
        base_url=endpoint.base_url,
        key=key,
        key_env=key_env,
        price=settings.price,
        window_tokens=settings.window_tokens,
        max_concurrency=settings.max_concurrency,
        connect_timeout_s=settings.connect_timeout_s,
        timeout_s=settings.timeout_s,
        idle_timeout_s=settings.idle_timeout_s,
        streaming=settings.streaming,
    )
    # Retries inside: an answer that came is not asked for again because another one failed.
    patience = Patience(retries=settings.retries)
    return SeveralAnswers(RetryingModel(client, patience=patience) if settings.retries else client)


def _named_and_keyed(
    settings: ModelSettings, endpoint: _Endpoint, environ: Mapping[str, str]
) -> tuple[str, str | None, str | None]:
    """The model's name as ``provider/model``, the key to send if any, and the variable that it is from."""
    from redraft.models.openai_compatible.transport import checked_url

    url = checked_url(endpoint.base_url)
    key_env = _key_env(settings, endpoint.base_url, environ)
    key = (environ.get(key_env) or "").strip() if key_env else ""
    if not key and (settings.api_key_env is not None or endpoint.base_url == OPENAI_URL):
        raise SettingsError(f"model {settings.model!r} needs a key: the environment variable {key_env} is not set")
    if not key.isascii() or not key.isprintable():
        raise SettingsError(f"the environment variable {key_env} holds no key: it has characters that no key has")
    provider = "openai" if endpoint.base_url == OPENAI_URL else url.netloc
    return f"{provider}/{endpoint.model}", key or None, key_env


def _key_env(settings: ModelSettings, base_url: str, environ: Mapping[str, str]) -> str | None:
    """The environment variable whose key goes to `base_url`; None when none may.

    The key of OpenAI is not sent to a host just because a command named that host.
    """
    if settings.api_key_env is not None:
        return settings.api_key_env
    trusted = {OPENAI_URL, (environ.get("OPENAI_BASE_URL") or OPENAI_URL).rstrip("/")}
    return "OPENAI_API_KEY" if base_url in trusted else None
