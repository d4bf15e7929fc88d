"""What is looked for, and what a find is."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Severity = Literal["minor", "major", "critical"]

Kind = Literal[
    "payment_card", "iban", "national_id", "email", "phone", "ip_address", "private_key", "token", "password"
]

SEVERITIES: Mapping[Kind, Severity] = {
    "payment_card": "critical",
    "iban": "major",
    "national_id": "critical",
    "email": "major",
    "phone": "major",
    "ip_address": "major",
    "private_key": "critical",
    "token": "critical",
    "password": "critical",
}
"""How bad it is when one leaves in an answer; ``critical`` can be used at once by whoever reads it."""

KINDS: tuple[Kind, ...] = tuple(SEVERITIES)

SECRETS: frozenset[Kind] = frozenset({"private_key", "token", "password"})
"""Kinds that open something, in contrast to those that say who somebody is."""


class Hit(NamedTuple):
    """One find in a text.

    Attributes:
        kind: what it is.
        start: first character.
        end: one past the last.
        value: the find itself. It stays in this package: whatever is shown of it goes through `masking`.
        what: the kind more exactly, a proper name such as ``Visa`` or ``GitHub``; empty when there is none.
        why: key of the phrase that says what makes it sure, such as ``luhn``.
    """

    kind: Kind
    start: int
    end: int
    value: str
    what: str = ""
    why: str = "form"
