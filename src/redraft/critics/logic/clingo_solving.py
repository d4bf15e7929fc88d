"""Facts and rules decided by clingo: what can be derived holds.

Why clingo and not Z3: a rule is read in one direction only. From "kind people are round" and "Anne is not round",
classical logic concludes that Anne is not kind; the data sets that use this form, and the people who write rules, do
not.

* Open world: "not kind" means derived to be not kind (clingo's strong negation, ``-p``); what is derived neither way is
  unknown.
* Closed world: a condition "not kind" means that "kind" is not derived (negation as failure, ``not p``); a query that
  is not derived is false.

No text of a program reaches clingo's parser: predicates, things and variables are numbered, so there is nothing to
inject and no ``#script``. Each statement hangs on an atom that is assumed, so that clingo's cores name statements.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import clingo

from redraft.critics.logic.issues import fault
from redraft.critics.logic.outcome import Reading, Verdict
from redraft.critics.logic.rules_reading import Literal, Rule, is_variable

# Instances of one rule: things to the power of its variables. Grounding a million takes about four seconds.
MAX_INSTANCES = 200_000


class Derived(NamedTuple):
    """What follows from facts and rules.

    Attributes:
        verdict: whether the query does; None when they contradict themselves.
        core: indices of the statements that this, or the contradiction, rests on.
        contradiction: whether something is derived together with its opposite.
    """

    verdict: Verdict | None
    core: tuple[int, ...]
    contradiction: bool


class Derivation:
    """Facts and rules inside clingo.

    Args:
        rules: facts and rules, in order.
        world: what is not derived: unknown, or false.
        asked: what will be asked about; its predicates and things have to be known beforehand.

    Raises:
        Faulty: when a rule has too many instances.
    """

    def __init__(self, rules: Sequence[Rule], world: Reading, asked: Sequence[Literal]) -> None:
        self._world = world
        self._symbols = _Symbols()
        lines = [line for index, rule in enumerate(rules) for line in self._lines(index, rule)]
        self._asked = {literal: self._symbols.written(literal, positive=True) for literal in asked}
        lines += [f"{{r({index})}}." for index in range(len(rules))]
        lines += [f"thing({thing})." for thing in self._symbols.things()]
        # A query becomes two atoms that exist whether anything derives it or not.
        for place, atom in enumerate(self._asked.values()):
            lines += [f"{{a({place})}}.", f":- a({place}), {atom}.", f"{{d({place})}}.", f":- d({place}), -{atom}."]
        for rule in rules:
            self._bounded(rule)
        # Sequential and seeded: the same cores for the same program.
        self._control = clingo.Control(["--warn=none", "--seed=0", "--parallel-mode=1"])
        self._control.add("base", [], "\n".join(lines))
        self._control.ground([("base", [])])
        self._n = len(rules)

    def consistent(self) -> bool:
        """Whether nothing is derived together with its opposite."""
        return bool(self._solve(range(self._n), ()).satisfiable)

    def decide(self, query: Literal) -> Derived:
        """Whether `query`, one of those given as asked, follows."""
        everything = range(self._n)
        if not self.consistent():
            return Derived(None, self._smallest(()), True)
        place = list(self._asked).index(query)
        for verdict, refusal in (("true", ("a", place)), ("false", ("d", place))):
            if not self._solve(everything, (refusal,)).satisfiable:
                core = self._smallest((refusal,))
                return Derived(_turned(verdict, query.positive), core, False)
        if self._world == "closed":
            return Derived(_turned("false", query.positive), (), False)
        return Derived("unknown", (), False)

    def _solve(self, rules: Iterable[int], refusals: Iterable[tuple[str, int]]) -> "clingo.SolveResult":
        kept = set(rules)
        assumptions = [(_symbol("r", index), index in kept) for index in range(self._n)]
        return self._control.solve(assumptions=[*assumptions, *((_symbol(*refusal), True) for refusal in refusals)])

    def _smallest(self, refusals: tuple[tuple[str, int], ...]) -> tuple[int, ...]:
        """Statements that suffice for the refusal to fail, none of which can be spared."""
        kept = list(range(self._n))
        if self._world == "closed":
            # With negation as failure a rule that is left out can let others fire: a smaller set says nothing.
            return tuple(kept)
        size = max(1, len(kept) // 2)
        while kept:
            for start in range(0, len(kept), size):
                rest = kept[:start] + kept[start + size :]
                if not self._solve(rest, refusals).satisfiable:
                    kept = rest
                    break
            else:
                if size == 1:
                    break
                size = max(1, size // 2)
        return tuple(kept)

    def _lines(self, index: int, rule: Rule) -> Iterable[str]:
        for conditions in rule.conditions:
            body = [f"r({index})", *(self._condition(literal) for literal in conditions)]
            names = {name for literal in (*conditions, *rule.consequences) for name in literal.arguments}
            body += [f"thing({self._symbols.argument(name)})" for name in sorted(names) if is_variable(name)]
            for head in rule.consequences:
                yield f"{self._symbols.written(head)} :- {', '.join(body)}."

    def _condition(self, literal: Literal) -> str:
        if literal.positive or self._world == "open":
            return self._symbols.written(literal)
        return f"not {self._symbols.written(literal, positive=True)}"

    def _bounded(self, rule: Rule) -> None:
        n_things = len(self._symbols.things())
        for conditions in rule.conditions:
            literals = (*conditions, *rule.consequences)
            n_variables = len({name for literal in literals for name in literal.arguments if is_variable(name)})
            if n_things**n_variables > MAX_INSTANCES:
                at = rule.consequences[0].at
                raise fault("too_many_instances", at, limit=str(MAX_INSTANCES), n=str(n_variables))


class _Symbols:
    """Numbers for names."""

    def __init__(self) -> None:
        self._predicates: dict[tuple[str, int], int] = {}
        self._things: dict[str, int] = {}

    def things(self) -> list[str]:
        return [f"c{number}" for number in self._things.values()]

    def argument(self, name: str) -> str:
        if is_variable(name):
            return f"V{''.join(str(ord(character)) + '_' for character in name)}"
        return f"c{self._things.setdefault(name, len(self._things))}"

    def written(self, literal: Literal, *, positive: bool | None = None) -> str:
        key = (literal.predicate, len(literal.arguments))
        number = self._predicates.setdefault(key, len(self._predicates))
        sign = "" if (literal.positive if positive is None else positive) else "-"
        return f"{sign}p{number}({','.join(map(self.argument, literal.arguments))})"


def _symbol(name: str, number: int) -> "clingo.Symbol":
    return clingo.Function(name, [clingo.Number(number)])


def _turned(verdict: str, positive: bool) -> Verdict:
    return "true" if (verdict == "true") == positive else "false"
