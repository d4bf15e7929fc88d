"""How a request and a draft are shown to a judge of safety: quoted, and with no special token in them.

`redraft.prompts.quote` keeps every line of a draft inside its quotation for whoever reads words. A guard's prompt is
written with the special tokens of its format, and an endpoint may turn such a token into the real one wherever it
stands: a draft that holds ``<|eot_id|>`` would end its turn. So the first character of every such token inside a
quotation is shown by its code, which `redraft.prompts.unquote` undoes like any other.
"""

import re
from collections.abc import Iterable
from typing import Final

from redraft.core import Message, Prompt
from redraft.critics.asking import shown
from redraft.prompts import quote

_ROLES = ("system", "developer", "user", "assistant", "tool")
_IN_WORDS = ("text", "tool_call")

SPECIAL: Final = re.compile(
    r"<(?=\||/?s>|/?(?:bos|eos|pad|unk|mask)>|(?:start|end)_of_turn>|/?<?/?SYS>|/?(?:BEGIN|END)[ _])"
    r"|\[(?=/?(?:INST|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\])",
    re.IGNORECASE,
)
"""The first character of a special token of the formats of Llama, Gemma, Mistral and those that speak ChatML, and of
the section marks of guards' prompts."""


def quoted(text: str, boundary: str, *, label: str) -> str:
    """`text` as a quotation in which no special token stands; `unquote` gives it back exactly."""
    first, _, rest = quote(text, boundary, label=label).partition("\n")
    inside, _, last = rest.rpartition("\n")
    return f"{first}\n{SPECIAL.sub(_code, inside)}\n{last}"


def turns_of(prompt: Prompt) -> tuple[tuple[str, str], ...]:
    """Who says what in a prompt, in words; parts that words cannot show are left out."""
    return tuple((_label(message), _said(message)) for message in prompt.messages)


def quoted_turns(turns: Iterable[tuple[str, str]], boundary: str) -> str:
    """Every turn as a quotation under its role."""
    return "\n".join(quoted(said, boundary, label=label) for label, said in turns)


def _label(message: Message) -> str:
    return message.role if message.role in _ROLES else "message"


def _said(message: Message) -> str:
    return shown(tuple(part for part in message.parts if part.kind in _IN_WORDS))


def _code(character: re.Match[str]) -> str:
    return f"⟦U+{ord(character[0]):04X}⟧"
