"""Any Python callable as a critic."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, cast, final

from redraft.core import Context, Critic, CriticKind, Critique, Draft, Prompt
from redraft.errors import CriticFailed, Misuse
from redraft.prompts import language_of, load_phrases

Judgement = float | bool | Critique
"""What a critic function gives: a score in [0, 1], a verdict, or a whole critique."""

CriticFunction = Callable[..., Judgement | Awaitable[Judgement]]
"""A function of any of ``prompt``, ``draft``, ``context`` and ``text``; see `FunctionCritic`."""

_ARGUMENTS = ("prompt", "draft", "context", "text")


class _Call(NamedTuple):
    """What a function is given, and whether by name or by place."""

    takes: tuple[str, ...]
    by_name: bool


_AS_THE_PROTOCOL = _Call(takes=("prompt", "draft", "context"), by_name=False)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionCritic:
    """A critic that is a Python function, sync or async.

    A function takes ``(prompt, draft, context)``. It may also take any of the parameters ``prompt``, ``draft``,
    ``context`` and ``text`` (the draft's words) under these names, in any order, or one single parameter under any
    name, which is then the draft's words: ``FunctionCritic(function=str.isascii)``.

    It returns a score in [0, 1], a verdict as bool, or a whole `Critique`, which is filed under this critic's name and
    version but keeps its own kind: a function may know that it passes on an opinion. A kind that is trusted more than
    this critic's counts as unscored. Anything else, NaN and numbers out of range included, gives an unscored critique
    that says so.

    A sync function runs in a thread, so that it cannot hold up other work; when it times out, the thread runs on until
    the function returns.

    Attributes:
        function: the callable.
        name: how records and configuration call this critic; by default the function's name.
        version: change it whenever the function's verdicts could change.
        kind: what the function's scores and verdicts rest on; ``external`` for one that asks another model or a person.
        says: what is checked, in words, for the next redraft; by default the first line of the function's docstring.

    Raises:
        Misuse: when it cannot be told which arguments the function takes.
    """

    function: CriticFunction
    name: str = ""
    version: str = "1"
    kind: CriticKind = "verified"
    says: str = ""
    _call: _Call = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find out how to call the function, and what it is called."""
        own_name = getattr(self.function, "__name__", type(self.function).__name__)
        # object.__setattr__ is how a frozen dataclass fills in what it was not given.
        object.__setattr__(self, "name", self.name or own_name.replace("<lambda>", "function"))
        object.__setattr__(self, "says", self.says or _first_line(self.function) or self.name)
        object.__setattr__(self, "_call", _call_of(self.function))

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """What the function says about `draft`.

        Raises:
            Exception: whatever the function raises; the engine makes an unscored critique of it.
        """
        judgement = await self._called(prompt, draft, context)
        blank = Critique(critic=self.name, version=self.version, kind=self.kind, reason="not judged yet")
        if isinstance(judgement, Critique):
            return replace(judgement, critic=self.name, version=self.version)
        try:
            score = _score(judgement)
        except CriticFailed as failure:
            return replace(blank, reason=str(failure))
        phrases = load_phrases("function", language_of(prompt.text))
        if 0 < score < 1:
            text = phrases["graded"].fill(check=self.says, score=f"{score:.3g}")
        else:
            text = phrases["passed" if score else "failed"].fill(check=self.says)
        return replace(blank, score=score, reason=None, text=text)

    async def _called(self, prompt: Prompt, draft: Draft, context: Context) -> object:
        given = {"prompt": prompt, "draft": draft, "context": context, "text": draft.text}
        chosen = {name: given[name] for name in self._call.takes}
        positional, named = ((), chosen) if self._call.by_name else (tuple(chosen.values()), {})
        if _is_async(self.function):
            return await cast("Awaitable[object]", self.function(*positional, **named))
        judgement = await asyncio.to_thread(self.function, *positional, **named)
        # A plain function may hand back a coroutine, as a lambda around an async function does.
        return await judgement if inspect.isawaitable(judgement) else judgement


def as_critic(critic: Critic | CriticFunction) -> Critic:
    """`critic` itself if it is one, else the callable as a critic.

    Raises:
        Misuse: when it is neither.
    """
    if hasattr(critic, "examine"):
        return cast("Critic", critic)
    if callable(critic):
        return FunctionCritic(function=critic)
    raise Misuse(f"a critic has an `examine` method or can be called, got {critic!r}; pass a function or a critic")


def _call_of(function: CriticFunction) -> _Call:
    if not callable(function):
        raise Misuse(f"a critic function must be callable, got {function!r}")
    try:
        signature = inspect.signature(function)
    except ValueError:
        return _AS_THE_PROTOCOL  # some builtins hide their parameters
    parameters = signature.parameters.values()
    # A parameter that is positional-only cannot be passed by its name.
    nameable = [p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    known = tuple(name for name in nameable if name in _ARGUMENTS)
    required = [p for p in parameters if p.default is p.empty and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    if known and all(p.name in known for p in required):
        return _Call(takes=known, by_name=True)
    if all(p.kind is not p.KEYWORD_ONLY for p in required):
        if len(required) == 1:
            return _Call(takes=("text",), by_name=False)
        if len(required) == 3 or (len(required) < 3 and any(p.kind is p.VAR_POSITIONAL for p in parameters)):
            return _AS_THE_PROTOCOL
    raise Misuse(
        f"a critic function takes (prompt, draft, context), or some of the parameters {', '.join(_ARGUMENTS)} by these "
        f"names, or the text alone; got {getattr(function, '__name__', function)}{signature}; rename its parameters"
    )


def _is_async(function: CriticFunction) -> bool:
    # An object whose class defines `async def __call__` is async too.
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(getattr(function, "__call__", None))  # noqa: B004 - the method is wanted, not whether there is one


def _score(judgement: object) -> float:
    item = getattr(judgement, "item", None)
    # A scalar of numpy or torch gives its Python value by `.item()`.
    value: Any = item() if callable(item) else judgement
    if not isinstance(value, bool | int | float):
        raise CriticFailed(
            f"the function returned {value!r:.200}; it has to return a bool, a score in [0, 1] or a Critique"
        )
    if not 0 <= value <= 1:  # true of NaN too
        raise CriticFailed(f"the function returned the score {value!r}; a score lies in [0, 1]")
    return float(value)


def _first_line(function: CriticFunction) -> str:
    if not (inspect.isroutine(function) or inspect.isclass(function)) or inspect.isbuiltin(function):
        return ""
    lines = (inspect.getdoc(function) or "").splitlines()
    return lines[0].rstrip(".。") if lines else ""
