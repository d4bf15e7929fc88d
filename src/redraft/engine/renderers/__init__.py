"""How a context becomes the messages of a request, one renderer for each dialect."""

from redraft.core import Context, Dialect, Message, Model, Prompt, Rendering
from redraft.engine.renderers.chat import chat_alone, chat_with_attempts, texts_used
from redraft.engine.renderers.trace import trace_alone, trace_with_attempts


def render_alone(prompt: Prompt, rendering: Rendering, dialect: Dialect) -> tuple[Message, ...]:
    """The messages that ask for an answer from the prompt alone."""
    return trace_alone(prompt) if dialect == "trace" else chat_alone(prompt, rendering)


def render(context: Context, rendering: Rendering, model: Model, seed: int) -> tuple[Message, ...]:
    """The messages that ask for the next draft, with every attempt the rendering shows.

    Args:
        context: prompt and attempts, at least one.
        rendering: order, pairs, attribution and prompt texts.
        model: its dialect and window count.
        seed: run seed; fixes the boundary that quoted drafts stand in.

    Raises:
        ContextFull: when the attempts do not fit the model's window.
    """
    if model.dialect == "trace":
        return trace_with_attempts(context, rendering, model.window_tokens)
    return chat_with_attempts(context, rendering, model.window_tokens, seed)


def texts_of(prompt: Prompt, rendering: Rendering, dialect: Dialect) -> dict[str, str]:
    """Name and digest of the prompt texts that a redraft may use; the trace dialect has none."""
    return {} if dialect == "trace" else texts_used(prompt, rendering)
