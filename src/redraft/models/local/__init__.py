"""Models that run in this process, on ctranslate2; nothing heavy is imported before a model is built.

Reading order: `language`, `trace_words`, `chat_words`, `runtime`, `batching`, `model`.
"""

from redraft.models.local.model import EMBEDDED_FOLDER, LocalModel, embedded_model, open_model

__all__ = ["EMBEDDED_FOLDER", "LocalModel", "embedded_model", "open_model"]
