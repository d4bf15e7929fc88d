"""The address of a request: the same content has the same address, on any machine and in any process."""

import hashlib
import json
from dataclasses import replace

import msgspec

from redraft.core import Request

# Mappings are compared by content, so the order of their keys must not show.
_ENCODER = msgspec.json.Encoder(order="deterministic")


def address_of(model: str, request: Request) -> str:
    """64 hexadecimal digits that name what `model` is asked; `Request.cache_key` changes no answer and is left out."""
    content = [model, replace(request, cache_key=None)]
    try:
        encoded = _ENCODER.encode(content)
    except UnicodeEncodeError:
        # A lone surrogate (half a character, from a broken source) is no UTF-8; JSON's escapes can name it.
        encoded = json.dumps(msgspec.to_builtins(content), sort_keys=True).encode()
    return hashlib.sha256(encoded).hexdigest()
