"""Who writes: models behind an endpoint, models in this process, and a scripted one; wrappers around any of them.

Reading order: `scripted`, `endpoint` (settings), `registry` (from a string to a model), `openai_compatible`, `local`,
and the wrappers `retry`, `several`, `cache` and `meter`.

A wrapper is a model too: `MeteredModel(CachedModel(open_model("openai/NAME")))`.
"""

from redraft.models.cache import CachedModel, FolderShelf, MemoryShelf
from redraft.models.endpoint import ModelSettings, Price
from redraft.models.meter import MeteredModel
from redraft.models.registry import open_embedder, open_model
from redraft.models.retry import Patience, RetryingModel
from redraft.models.scripted import ScriptedModel
from redraft.models.several import SeveralAnswers

__all__ = [
    "CachedModel",
    "FolderShelf",
    "MemoryShelf",
    "MeteredModel",
    "ModelSettings",
    "Patience",
    "Price",
    "RetryingModel",
    "ScriptedModel",
    "SeveralAnswers",
    "open_embedder",
    "open_model",
]
