"""Asking Z3: one solver in a context of its own, with named assumptions and hard limits.

A fresh context for each program makes an answer depend on the program alone and not on what was asked before: Z3
numbers its terms, and its searches follow those numbers. Z3 stops at the first of a time limit and a limit on its
steps. Some of its steps do not look at the clock, so whoever cannot wait asks in a process that can be killed
(`workers`).
"""

import time
from collections.abc import Sequence
from typing import Any

import z3

from redraft.critics.logic.outcome import Answer

# About three seconds of search on the machine this was measured on: reached before the time limit only where that is
# longer, and at the same step on every machine.
STEPS = 30_000_000


class Solving:
    """A Z3 solver whose assertions can be named, assumed one by one, and found again in an unsat core.

    Args:
        deadline_s: when to give up, on the monotonic clock.
    """

    def __init__(self, deadline_s: float) -> None:
        self.context = z3.Context()
        self._solver = z3.Solver(ctx=self.context)
        self._solver.set("random_seed", 0)
        self._solver.set("core.minimize", True)
        self._deadline_s = deadline_s
        self._guards: dict[str, Any] = {}
        self._n_guards = 0

    def always(self, formula: Any) -> None:
        """Assert without a name."""
        self._solver.add(formula)

    def named(self, name: str, formula: Any) -> None:
        """Assert wherever `name` is assumed."""
        guard = z3.Bool(f"assume {name}", self.context)
        self._guards[name] = guard
        self._solver.add(z3.Implies(guard, formula))

    def check(self, names: Sequence[str], *formulas: Any) -> Answer:
        """Whether everything without a name, what is called `names`, and the further formulas can be true together."""
        left_ms = int((self._deadline_s - time.monotonic()) * 1000)
        if left_ms <= 0:
            return "unknown"
        self._solver.set("timeout", left_ms)
        self._solver.set("rlimit", STEPS)
        assumed = [self._guards[name] for name in names]
        for formula in formulas:
            self._n_guards += 1
            guard = z3.Bool(f"also {self._n_guards}", self.context)
            self._solver.add(z3.Implies(guard, formula))
            assumed.append(guard)
        try:
            answer = str(self._solver.check(*assumed))
        except z3.Z3Exception:  # the limits surface as an exception in some places inside Z3
            return "unknown"
        return "sat" if answer == "sat" else "unsat" if answer == "unsat" else "unknown"

    def opposite(self, formulas: Sequence[Any]) -> tuple[Any]:
        """The formula that says that not all of these are true."""
        return (z3.Not(z3.And(*formulas)) if len(formulas) > 1 else z3.Not(formulas[0]),)

    def core(self) -> tuple[str, ...]:
        """The names of what cannot be true together, after the answer ``unsat``; as few as Z3 could find."""
        found = {str(guard) for guard in self._solver.unsat_core()}
        return tuple(name for name, guard in self._guards.items() if str(guard) in found)
