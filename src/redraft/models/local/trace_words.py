"""Requests in the trace dialect as tokens: which of the three languages, how long the answer, or a clear refusal."""

from typing import Final, NamedTuple

from redraft.core import Message
from redraft.errors import ContextFull, UnspokenLanguage
from redraft.models.local.language import ANSWER, BOS, CRITIQUE, FAMILIES, PAD, WORD_IDS, family_of

#: Positions of the embedded model.
WINDOW_TOKENS: Final = 64
_NEVER_ASKED: Final = frozenset({PAD, BOS})


class TracePrompt(NamedTuple):
    """The tokens to continue, and how many words the continuation has."""

    tokens: tuple[str, ...]
    n_words: int


def _refusal(text: str, what: str) -> UnspokenLanguage:
    asked = text.removesuffix(f" {ANSWER}")
    shown = asked if len(asked) <= 120 else asked[:117] + "..."
    examples = "; ".join(f"{family.name}: {family.example!r}" for family in FAMILIES.values())
    return UnspokenLanguage(
        f"the embedded model does not speak this: {what} (got {shown!r}); it speaks three small languages, {examples}; "
        "for other text choose a model with --model http://HOST/v1#NAME or openai/NAME"
    )


def trace_of(messages: tuple[Message, ...]) -> str:
    """The conversation as one trace that ends where the model goes on.

    One message may be a whole trace; turns of user, assistant, user become prompt, answer, critique.

    Raises:
        UnspokenLanguage: when a turn has another role, such as system.
    """
    pieces: list[str] = []
    for index, message in enumerate(messages):
        if message.role not in ("user", "assistant"):
            raise _refusal(message.text, f"it knows no {message.role!r} turns")
        mark = ANSWER if message.role == "assistant" else CRITIQUE
        pieces += [message.text] if index == 0 else [mark, message.text]
    text = " ".join(" ".join(pieces).split())
    return text if text.endswith((f" {ANSWER}", f" {CRITIQUE}")) else f"{text} {ANSWER}"


def trace_prompt(messages: tuple[Message, ...]) -> TracePrompt:
    """The tokens of a request.

    Raises:
        UnspokenLanguage: when the text is of no family or has a word the model was never taught.
        ContextFull: when there is no room for the continuation.
    """
    text = trace_of(messages)
    words = text.split()
    family = family_of(text)
    if family is None:
        raise _refusal(text, "no language of its begins with " + repr(words[0]))
    unknown = sorted({word for word in words if word not in WORD_IDS or word in _NEVER_ASKED})
    if unknown:
        raise _refusal(text, f"it does not know {', '.join(map(repr, unknown[:5]))}")
    n_words = family.n_answer if words[-1] == ANSWER else family.n_critique
    if 1 + len(words) + n_words > WINDOW_TOKENS:
        raise ContextFull(
            f"the embedded model's window is {WINDOW_TOKENS} tokens, prompt and attempts take {1 + len(words)} and the "
            f"answer {n_words}; show fewer attempts"
        )
    return TracePrompt(tokens=(BOS, *words), n_words=n_words)
