"""The context as turns of a conversation, for models that chat.

With ``order="arrival"`` and the model's ``own`` attempts, each round only appends to the messages of the round before,
so an endpoint's prefix cache can reuse all of them.
"""

import re
from dataclasses import replace
from functools import cache

from redraft.core import Attempt, Context, Finding, Message, Part, Prompt, Rendering, tokens_in
from redraft.engine.renderers.selection import Shown, select
from redraft.prompts import language_of, load
from redraft.prompts.quoting import boundary_for, quote

_ANSWER_SHARE = 4  # a quarter of the window is left for the answer
_TURN = re.compile(r"^## (user|assistant|system|before|after)\n", re.MULTILINE)


def chat_alone(prompt: Prompt, rendering: Rendering) -> tuple[Message, ...]:
    """The prompt without any attempt, with the rendering's preamble: fixed turns, or words around the prompt's own."""
    if rendering.preamble is None:
        return prompt.messages
    said = _preamble(rendering.preamble, language_of(prompt.text))
    turns = [message for message in said if message.role in ("user", "assistant")]
    words = {message.role: message.text for message in said if message not in turns}
    n_system = sum(message.role in ("system", "developer") for message in prompt.messages)
    system, own = list(prompt.messages[:n_system]), list(prompt.messages[n_system:])
    if "system" in words:  # joined to a system message that is there: many chat templates refuse a second one
        system = [*system[:-1], _around(system[-1], after=words["system"])] if system else [said[0]]
    if own and own[-1].role == "user":
        own[-1] = _around(own[-1], before=words.get("before"), after=words.get("after"))
    return (*system, *turns, *own)


def _around(message: Message, *, before: str | None = None, after: str | None = None) -> Message:
    """The message with words before and after its own."""
    first = () if before is None else (Part(text=f"{before}\n\n"),)
    last = () if after is None else (Part(text=f"\n\n{after}"),)
    return replace(message, parts=(*first, *message.parts, *last))


def chat_with_attempts(
    context: Context, rendering: Rendering, window_tokens: int | None, seed: int
) -> tuple[Message, ...]:
    """The prompt, the attempts with their critiques, and the request for the next draft.

    Raises:
        ContextFull: when the attempts do not fit the window.
    """
    language = language_of(context.prompt.text)
    before = chat_alone(context.prompt, rendering)
    room = None
    if window_tokens is not None:
        taken = sum(tokens_in(message.text) for message in before)
        room = window_tokens - window_tokens // _ANSWER_SHARE - taken
    reports = [_report(attempt, i + 1, language) for i, attempt in enumerate(context.attempts)]
    ask = _ask(context.prompt, rendering, language)

    def size_of(i: int) -> int:
        return tokens_in(context.attempts[i].draft.text) + tokens_in(reports[i]) + tokens_in(ask)

    shown = select(context, rendering, size_of=size_of, room=room)
    if rendering.attribution == "other":
        return _as_another_writer(context, before, shown, reports, ask, language, seed)
    turns = list(before)
    for place, i in enumerate(shown.indices):
        said = ask if place or not shown.n_left_out else f"{_left_out(shown, language)}\n\n{ask}"
        turns += _own_turns(context.attempts[i], reports[i], said, rendering, language)
    return tuple(turns)


def texts_used(prompt: Prompt, rendering: Rendering) -> dict[str, str]:
    """Name and digest of every prompt text that `chat_with_attempts` may use, so that a record tells their version."""
    names = ["redraft_passed", "redraft_failed", "redraft_unscored", "redraft_left_out"]
    names.append(_name_of_ask(rendering))
    names += ["redraft_quoted"] if rendering.attribution == "other" else []
    names += [rendering.check] if rendering.critique_turn == "assistant" else []
    names += ["redraft_repeat"] if rendering.repeat_prompt else []
    names += [] if rendering.preamble is None else [rendering.preamble]
    language = language_of(prompt.text)
    return {name: load(name, language).digest for name in sorted(names)}


def _own_turns(attempt: Attempt, report: str, ask: str, rendering: Rendering, language: str) -> list[Message]:
    answer = Message(role="assistant", parts=attempt.draft.parts)
    if rendering.critique_turn == "user":
        return [answer, Message.of("user", f"{report}\n\n{ask}")]
    said = attempt.verdict.text if attempt.verdict is not None and attempt.verdict.text else report
    question = Message.of("user", load(rendering.check, language).text)
    return [answer, question, Message.of("assistant", said), Message.of("user", ask)]


def _as_another_writer(
    context: Context,
    before: tuple[Message, ...],
    shown: Shown,
    reports: list[str],
    ask: str,
    language: str,
    seed: int,
) -> tuple[Message, ...]:
    texts = [context.attempts[i].draft.text for i in shown.indices]
    boundary = boundary_for(seed, context.prompt.id, *texts)
    blocks = [_left_out(shown, language)] if shown.n_left_out else []
    for i, text in zip(shown.indices, texts, strict=True):
        quoted = load("redraft_quoted", language).fill(number=str(i + 1), quoted=quote(text, boundary))
        blocks += [quoted.rstrip(), reports[i]]
    said = "\n\n".join([*blocks, ask])
    last = before[-1]
    if last.role != "user":
        return (*before, Message.of("user", said))
    # Two user turns in a row are refused by some chat templates; appending also keeps the cached prefix.
    return (*before[:-1], replace(last, parts=(*last.parts, Part(text=f"\n\n{said}"))))


def _report(attempt: Attempt, number: int, language: str) -> str:
    if attempt.score is None:
        head = load("redraft_unscored", language).fill(number=str(number))
    else:
        name = "redraft_passed" if attempt.passed else "redraft_failed"
        head = load(name, language).fill(number=str(number), score=f"{attempt.score:.2g}")
    lines = [head.rstrip()]
    for critique in attempt.critiques:
        if critique.score is not None and critique.text:
            lines.append(f"{critique.critic}: {critique.text.strip()}")
        # Most critics' words hold their findings already; said twice they would only cost tokens.
        unsaid = [finding for finding in critique.findings if finding.message not in critique.text]
        lines += [_finding_line(finding, attempt.draft.text) for finding in unsaid]
    return "\n".join(lines)


def _finding_line(finding: Finding, text: str) -> str:
    where = ""
    if finding.location is not None and finding.location.kind == "text":
        piece = text[int(finding.location.start) : int(finding.location.end)]
        where = f" {piece!r}:" if piece else ""
    advice = f" → {finding.suggestion}" if finding.suggestion else ""
    return f"- [{finding.severity}]{where} {finding.message}{advice}"


def _ask(prompt: Prompt, rendering: Rendering, language: str) -> str:
    ask = load(_name_of_ask(rendering), language).text.rstrip()
    if not rendering.repeat_prompt:
        return ask
    return load("redraft_repeat", language).fill(prompt=prompt.text).rstrip() + "\n\n" + ask


def _name_of_ask(rendering: Rendering) -> str:
    """The prompt text that asks for the next draft: for edits their own, unless the rendering has another."""
    return "redraft_edits" if rendering.form == "edits" and rendering.ask == "redraft" else rendering.ask


def _left_out(shown: Shown, language: str) -> str:
    return load("redraft_left_out", language).fill(n=str(shown.n_left_out)).rstrip()


@cache
def _preamble(name: str, language: str) -> tuple[Message, ...]:
    pieces = _TURN.split(load(name, language).text.strip() + "\n")[1:]
    return tuple(Message.of(role, text.strip()) for role, text in zip(pieces[::2], pieces[1::2], strict=True))
