"""Which equations a text claims: not those that it denies, asks about, supposes, or counts in another way."""

import re

from redraft.critics.steps.links import Link
from redraft.critics.steps.reasoning import Step

# What stands before an equation in its own sentence, and after it, is all that is looked at.
_WINDOW = 160
_SENTENCE_END = re.compile(r"[.!?](?=\s)|[。！？\n]")
_NOT_CLAIMED = re.compile(
    r"\b(?:(?:not|n[o']t|never|hardly) (?:be )?(?:true|right|correct|the case|so) that"
    r"|(?:untrue|false|wrong|incorrect|impossible|absurd|a mistake) (?:that|to (?:say|think|claim|write)|is|would be)"
    r"|suppose|supposing|assume|assuming|imagine|pretend|what if|is it true)\b|假設|假设|並非|并非|不是說|是否",
    re.IGNORECASE,
)
_ASKED = re.compile(r"[^.!?。！？\n=]{0,60}[?？]")
_DENIED = re.compile(
    r"[\s*_$`\"'”’).]{0,5}(?:,? (?:which )?(?:is|was|would be) (?:wrong|false|incorrect|not (?:true|right|correct))"
    r"|(?:no,? |wait,? ){0,2}(?:that|this)(?:'s|’s| is| was) (?:wrong|false|incorrect|not (?:true|right|correct))"
    r"|是錯|是错|不對|不对|不成立)",
    re.IGNORECASE,
)
_OTHER_COUNTING = re.compile(
    r"\b(?:binary|octal|hex|hexadecimal|base[- ]?(?:\d+|two|eight|sixteen)|mod|modulo|modular)\b"
    r"|二進位|二进制|八進位|十六進位",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\b|\b{_MONTH}\.? \d{{1,2}}\b|\d月", re.IGNORECASE)
_COUNTED_FROM_TO = re.compile(
    r"\b(?:pages?|pp\.?|chapters?|verses?|lines?|rooms?|seats?|questions?|exercises?|problems?|days|ages?|numbers?|"
    r"from|between)[ \t]+\Z",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\d+[-–−]\d+")
_DOZEN = re.compile(r"\bdozens?\b.*[-+−]|[-+−].*\bdozens?\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d,.]*")
_SHARE_OFF = re.compile(r"[-+−–][ \t]*\d[\d,.]*[ \t]*\\?[%％]")
_SHARE = re.compile(r"\d[ \t]*\\?[%％]")


def is_claimed(text: str, step: Step, link: Link) -> bool:
    """Whether an equation is stated as so, in numbers as the checkers read them.

    Left out, where the text marks it: what is denied, asked or supposed; dates; other bases and remainders; ranges of
    pages; dozens beside single things; and a share taken off a number, ``200 - 10% = 180``, whose meaning computing
    cannot tell.
    """
    start, end = link.left.start, link.right.end
    before = _SENTENCE_END.split(text[max(step.start, start - _WINDOW) : start])[-1]
    after = text[end : min(step.end, end + _WINDOW)]
    if _NOT_CLAIMED.search(before) or _ASKED.match(after) or _DENIED.match(after):
        return False
    following = _SENTENCE_END.split(after)[0]
    if _OTHER_COUNTING.search(before) or _OTHER_COUNTING.search(following):
        return False
    left, claim = text[start : link.left.end], text[start:end]
    if _DATE.search(claim) or _DATE.search(f"{claim}{following[:12]}") or _DOZEN.search(claim):
        return False
    if _RANGE.fullmatch(left) and _COUNTED_FROM_TO.search(before):
        return False
    return not (_SHARE_OFF.search(left) and len(_SHARE.findall(left)) < len(_NUMBER.findall(left)))
