"""How a program is to be taken; what does not stand in the program itself."""

from dataclasses import dataclass

from redraft.critics.logic.outcome import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a program is to be taken.

    Attributes:
        world: for facts and rules: what cannot be derived is unknown (``open``) or false (``closed``); a section
            ``World:`` of the program wins.
        asked: the statement that the program's query is meant to formalise, in natural language; None when not known.
            It tells whether a query that negates was meant to.
        timeout_s: seconds that reading and deciding may take.
        repairing: whether well-known slips are put right.
    """

    world: Reading = "open"
    asked: str | None = None
    timeout_s: float = 5.0
    repairing: bool = True
