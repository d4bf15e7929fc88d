"""The context as a trace, the dialect of the embedded model."""

from redraft.core import Attempt, Context, Message, Prompt, Rendering
from redraft.engine.renderers.selection import select
from redraft.prompts.trace import Pair, family_of, feedback_of, trace_for_answer

_MARKS = 2  # <a> and <r>
_ANSWER_ROOM = 8  # words of the longest answer and its markers, <bos> included


def trace_alone(prompt: Prompt) -> tuple[Message, ...]:
    """The prompt without any attempt."""
    return (Message.of("user", trace_for_answer(prompt.text, ())),)


def trace_with_attempts(context: Context, rendering: Rendering, window_tokens: int | None) -> tuple[Message, ...]:
    """The prompt and the attempts; unscored attempts have no word for their verdict and are not shown.

    Raises:
        ContextFull: when the attempts do not fit the window.
    """
    family = family_of(context.prompt.text)

    def feedback(attempt: Attempt) -> str | None:
        return None if attempt.verdict is None else feedback_of(attempt.verdict, family)

    def size_of(i: int) -> int:
        attempt = context.attempts[i]
        return _MARKS + len(attempt.draft.text.split()) + len((feedback(attempt) or "").split())

    room = None if window_tokens is None else window_tokens - len(context.prompt.text.split()) - _ANSWER_ROOM
    shown = select(
        context, rendering, size_of=size_of, room=room, showable=lambda attempt: feedback(attempt) is not None
    )
    pairs = [Pair(context.attempts[i].draft.text, feedback(context.attempts[i]) or "") for i in shown.indices]
    return (Message.of("user", trace_for_answer(context.prompt.text, pairs)),)
