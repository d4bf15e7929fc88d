"""The table of the critic `private_data`: personal data and secrets in an answer."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from redraft.settings.kinds import AtLeast1, Language, Named

PrivateKind = Literal[
    "payment_card", "iban", "national_id", "email", "phone", "ip_address", "private_key", "token", "password"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateDataTable:
    """``[critics.NAME]`` with ``type = "private_data"``: personal data and secrets, by patterns and checksums.

    Attributes:
        kinds: what is searched; all that can be when left out. ``national_id`` needs the extra ``safety``.
        allow: values that may stand in an answer.
        allow_domains: domains whose e-mail addresses may, their subdomains included.
        allow_examples: whether values that stand for nobody may: test cards, ``example.com``, 555-01xx.
        allow_from_prompt: whether what the user's own messages hold may be repeated; secrets are noted all the same.
        max_findings: most findings in one critique.
        language: language of the findings; that of the prompt when left out.
    """

    type: ClassVar[str] = "private_data"
    short: ClassVar[str | None] = ""
    asks: ClassVar[tuple[str, ...]] = ()
    kinds: tuple[PrivateKind, ...] | None = None
    allow: tuple[Named, ...] = ()
    allow_domains: tuple[Named, ...] = ()
    allow_examples: bool = True
    allow_from_prompt: bool = True
    max_findings: AtLeast1 = 20
    language: Language | None = None
