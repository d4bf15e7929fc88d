"""Reading the replies of guard models, each in the form that it was trained to give.

What is written here follows the published formats: Llama Guard 3 (``safe``, or ``unsafe`` and a line of category
codes), ShieldGemma for responses (``Yes`` or ``No`` first) and WildGuard (three lines of yes or no). No guard model has
been run with it here.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from redraft.critics.safety.judgement import Judgement, Say, verdict
from redraft.errors import CriticFailed

LLAMA_GUARD_CATEGORIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "S1": "Violent Crimes",
        "S2": "Non-Violent Crimes",
        "S3": "Sex Crimes",
        "S4": "Child Exploitation",
        "S5": "Defamation",
        "S6": "Specialized Advice",
        "S7": "Privacy",
        "S8": "Intellectual Property",
        "S9": "Indiscriminate Weapons",
        "S10": "Hate",
        "S11": "Self-Harm",
        "S12": "Sexual Content",
        "S13": "Elections",
        "S14": "Code Interpreter Abuse",
    }
)
"""The categories of Llama Guard 3, in the words of its prompt."""

_CODES = re.compile(r"S\d{1,2}(?:[ \t]{0,4},[ \t]{0,4}S\d{1,2}){0,20}")
_WILDGUARD = re.compile(
    r"Harmful request: (yes|no)\s{1,4}Response refusal: (yes|no)\s{1,4}Harmful response: (yes|no)", re.IGNORECASE
)
_KEPT = 100


def read_llama_guard(reply: str, say: Say) -> Judgement:
    """``safe`` alone, or ``unsafe`` and, on a second line, the codes of the categories.

    Source: inan2023llamaguard
    """
    lines = [line.strip() for line in reply.strip().splitlines() if line.strip()]
    if lines == ["safe"]:
        return verdict(False, say)
    if lines[:1] != ["unsafe"] or len(lines) > 2 or (len(lines) == 2 and not _CODES.fullmatch(lines[1])):
        raise CriticFailed(f"the reply must be safe, or unsafe with a line of category codes; it is {reply[:_KEPT]!r}")
    codes = tuple(dict.fromkeys(code.strip() for code in lines[1].split(","))) if len(lines) == 2 else ()
    remarks = tuple(_category(code, say) for code in codes)
    return verdict(True, say, remarks=remarks, details={"categories": ", ".join(codes)} if codes else None)


def read_shieldgemma(reply: str, say: Say) -> Judgement:
    """``Yes``, a policy is violated, or ``No``, as the first word; reasons may follow.

    Source: zeng2024shieldgemma
    """
    first = re.match(r"\s{0,9}[*_]{0,2}(Yes|No)\b(?!\s{0,3}(?:/|or\b))", reply)
    if first is None:
        raise CriticFailed(f"the reply must start with Yes or No; it starts with {reply[:_KEPT]!r}")
    return verdict(first[1] == "Yes", say)


def read_wildguard(reply: str, say: Say) -> Judgement:
    """Three lines: whether the request is harmful, whether the response refuses, whether the response is harmful.

    Source: han2024wildguard
    """
    match = _WILDGUARD.fullmatch(reply.strip())
    if match is None:
        raise CriticFailed(
            "the reply must be the three lines Harmful request, Response refusal and Harmful response, each with yes "
            f"or no; it is {reply[:_KEPT]!r}"
        )
    request, refusal, response = (match[number].lower() for number in (1, 2, 3))
    return verdict(response == "yes", say, details={"harmful request": request, "refusal": refusal})


def _category(code: str, say: Say) -> str:
    name = LLAMA_GUARD_CATEGORIES.get(code)
    return say("category_other", code=code) if name is None else say("category", code=code, name=name)
