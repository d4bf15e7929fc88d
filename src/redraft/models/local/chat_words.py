"""Requests of any converted model as tokens: its own ``tokenizer.json`` and chat template."""

import importlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from redraft.core import Message
from redraft.errors import MissingExtra, Misuse


def _load(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"a converted model needs {module} for its text; install it with: pip install 'redraft[local]'"
        ) from error


class ChatWords:
    """The tokenizer and chat template that lie beside a converted model.

    Args:
        folder: holds ``tokenizer.json`` and ``tokenizer_config.json`` or ``chat_template.jinja``.

    Raises:
        Misuse: when a file is missing.
        MissingExtra: when tokenizers or jinja2 is not installed.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / "tokenizer.json"
        if not path.is_file():
            raise Misuse(f"no tokenizer.json in {str(folder)!r}; copy it from the folder the model was converted from")
        self._tokenizer = _load("tokenizers").Tokenizer.from_file(str(path))
        config_path = folder / "tokenizer_config.json"
        self._config: dict[str, Any] = json.loads(config_path.read_text()) if config_path.is_file() else {}
        sandbox = _load("jinja2.sandbox")
        environment = sandbox.ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
        self._template = environment.from_string(self._template_text(folder))

    def _template_text(self, folder: Path) -> str:
        beside = folder / "chat_template.jinja"
        text = beside.read_text() if beside.is_file() else self._config.get("chat_template")
        if not isinstance(text, str):
            raise Misuse(
                f"no chat template in {str(folder)!r} (chat_template.jinja or tokenizer_config.json); "
                "copy it from the folder the model was converted from"
            )
        return text

    @property
    def end_tokens(self) -> tuple[str, ...]:
        """The token that ends an answer, as the tokenizer's configuration names it."""
        end = self._config.get("eos_token")
        named = end.get("content") if isinstance(end, dict) else end
        return (named,) if isinstance(named, str) else ()

    def tokens_of(self, messages: tuple[Message, ...]) -> tuple[str, ...]:
        """The tokens of a conversation, ready for the assistant's next turn."""
        special = {name: self._config.get(name) for name in ("bos_token", "eos_token", "pad_token", "unk_token")}
        named = {k: v.get("content") if isinstance(v, dict) else v for k, v in special.items() if v is not None}
        turns = [{"role": message.role, "content": message.text} for message in messages]
        text = self._template.render(messages=turns, add_generation_prompt=True, **named)
        return tuple(self._tokenizer.encode(text, add_special_tokens=False).tokens)

    def text_of(self, tokens: Sequence[str]) -> str:
        """The words of an answer, special tokens left out."""
        ids = [self._tokenizer.token_to_id(token) for token in tokens]
        text: str = self._tokenizer.decode([i for i in ids if i is not None], skip_special_tokens=True)
        return text
