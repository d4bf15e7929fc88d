"""A way of answering that is compared with others."""

from dataclasses import dataclass

from redraft.engine.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One way of answering.

    Attributes:
        name: how tables call it.
        plan: who writes, who judges and how it goes on; its recorder, if any, gets every record.
        is_upper_bound: whether it knows more than it may, such as the reference; such arms are marked in every table.
    """

    name: str
    plan: Plan
    is_upper_bound: bool = False
