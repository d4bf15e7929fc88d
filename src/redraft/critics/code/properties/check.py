"""The check that tries inputs of its own; remarks only."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from redraft.core import Finding, rng_for
from redraft.critics.code.checks import Report, Subject
from redraft.critics.code.properties.inputs import Arguments, near, size_of
from redraft.critics.code.properties.invariants import Invariant, invariants_of
from redraft.critics.code.properties.observing import Observation, is_name, observe
from redraft.critics.code.properties.shrinking import shrunk
from redraft.critics.code.testing.cases import Compares
from redraft.critics.code.testing.findings import error_of, function_place, place_of
from redraft.critics.code.testing.trying import Bench
from redraft.critics.code.testing.values import as_source, shortened, shown_value

_On = Callable[[Sequence[Arguments]], Awaitable[list[Observation]]]

N_INPUTS = 40
"""Inputs that are tried: about as many as one run of the sandbox answers in a few milliseconds."""

_MAX_FINDINGS = 3


@dataclass(frozen=True, slots=True)
class Properties:
    """A check of what holds in every example. See `Check`.

    What it finds is minor: nobody has said that the property has to hold, nor that the input is one to expect.
    """

    bench: Bench

    async def report(self, subject: Subject) -> Report:
        """Inputs near the examples for which a property of all examples fails, each made as small as it will go."""
        function, examples = _examples(subject)
        if len(examples) < 2 or not is_name(function):
            return Report(check="properties", detail="fewer than two examples")
        code = subject.source.code

        async def on(inputs: Sequence[Arguments]) -> list[Observation]:
            return await observe(self.bench, code, function, inputs)

        rng = rng_for(0, "properties", subject.prompt.id, function)
        inputs = near(examples, N_INPUTS, rng)
        seen = await on([*examples, *inputs])
        shown = [one for one in seen[: len(examples)] if one.done and one.raised is None]
        if len(shown) < 2:
            return Report(check="properties", detail="the examples could not be observed")
        others = [one for one in seen[len(examples) :] if one.done]
        invariants = invariants_of(shown)
        findings = []
        for invariant in invariants:
            broken = [one for one in others if one.raised is None and invariant.holds(one) is False]
            if broken:
                least = await shrunk(min(broken, key=_size), partial(_breaks, invariant), on, examples)
                findings.append(_broken(invariant, least, function, subject))
            if len(findings) == _MAX_FINDINGS:
                break
        findings += [await self._raising(one, function, subject, on, examples) for one in _raises(others)[:1]]
        tried = f"{len(invariants)} on {len(others)} inputs"
        return Report(check="properties", findings=tuple(findings), detail=tried)

    async def _raising(
        self, seen: Observation, function: str, subject: Subject, on: _On, examples: Sequence[Arguments]
    ) -> Finding:
        raised = seen.raised
        assert raised is not None
        kind, line = raised.kind, raised.line
        least = await shrunk(
            seen,
            lambda one: one.raised is not None and (one.raised.kind, one.raised.line) == (kind, line),
            on,
            examples,
        )
        call = _call(function, least.arguments)
        place = place_of(raised, subject)
        message = subject.say("property_raised", call=call, error=error_of(raised), place=place)
        location = subject.source.location(line) or function_place(subject, function)
        return Finding(
            kind="property", severity="minor", message=message, location=location,
            suggestion=subject.say("property_advice"), evidence=(f"input: {call}", f"got: {kind}"),
        )  # fmt: skip


def _examples(subject: Subject) -> tuple[str, list[Arguments]]:
    """The function that most cases call with values written out, and those values."""
    calls = [
        (case.function, case.arguments)
        for case in subject.cases
        if case.arguments and isinstance(case.expectation, Compares) and case.expectation.relation == "=="
    ]
    if not calls:
        return "", []
    function = Counter(name for name, _ in calls).most_common(1)[0][0]
    return function, [arguments for name, arguments in calls if name == function]


def _size(seen: Observation) -> float:
    return size_of(seen.arguments)


def _breaks(invariant: Invariant, seen: Observation) -> bool:
    return seen.raised is None and invariant.holds(seen) is False


def _raises(seen: Sequence[Observation]) -> list[Observation]:
    return sorted((one for one in seen if one.raised is not None), key=_size)


def _call(function: str, arguments: Arguments) -> str:
    return shortened(f"{function}({', '.join(map(as_source, arguments))})", 300)


def _broken(invariant: Invariant, seen: Observation, function: str, subject: Subject) -> Finding:
    key = f"property_{invariant.key}"
    words = subject.say(key, value=invariant.value) if invariant.value else subject.say(key)
    call = _call(function, seen.arguments)
    got = shown_value(seen.value)
    if invariant.key == "same_again":
        got = f"{got}, {shown_value(seen.again)}"
    elif invariant.key == "unchanged":
        got = shown_value(seen.after)
    return Finding(
        kind="property", severity="minor", message=subject.say("property", property=words, call=call, got=got),
        location=function_place(subject, function), suggestion=subject.say("property_advice"),
        evidence=(f"input: {call}", f"got: {got}"),
    )  # fmt: skip
