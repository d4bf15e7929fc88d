"""Words that mean the same, so that choosing between them is a matter of taste: some in common use, and spellings."""

import re
from typing import Final

_GROUPS: Final = tuple(
    frozenset(group.split())
    for group in (
        "use utilize utilise employ; uses utilizes utilises employs; used utilized utilised employed; "
        "help assist aid; helps assists aids; buy purchase; bought purchased; start begin commence; "
        "starts begins commences; end finish conclude terminate; about approximately roughly around; "
        "show demonstrate illustrate; shows demonstrates illustrates; need require; needs requires; "
        "get obtain receive; ask request inquire enquire; tell inform notify; try attempt endeavor endeavour; "
        "enough sufficient; more additional further; many numerous; also additionally moreover furthermore; "
        "but however yet; so therefore thus hence consequently; because since as; quick fast rapid swift; "
        "quickly fast rapidly swiftly; big large huge; kid child; kids children; people persons folks; "
        "glad happy pleased delighted; mom mum mother; dad father; great excellent; important crucial key vital; "
        "make create produce; give provide; gives provides; fix repair resolve; problem issue; problems issues; "
        "mail email e-mail; phone telephone; okay ok fine; hard difficult; easy simple; keep retain maintain; "
        "change modify alter; improve enhance; improves enhances; whole entire; via through by; "
        "regarding concerning about; maybe perhaps possibly; often frequently; "
        "您 你; 使用 運用 利用; 但是 然而 不過; 因此 所以; "
        "開始 展開; 大約 約莫; 幫助 協助; 需要 須"
    ).split(";")
)

# British into American spellings; both then read the same.
_SPELLINGS: Final = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"isation", "ization"),
        (r"is(e|es|ed|ing)\Z", r"iz\1"),
        (r"ys(e|es|ed|ing)\Z", r"yz\1"),
        (r"our", "or"),
        (r"tre(s?)\Z", r"ter\1"),
        (r"ogue(s?)\Z", r"og\1"),
        (r"ence\Z", "ense"),
        (r"ll(ed|ing|er)\Z", r"l\1"),
    )
)


def mean_the_same(one: str, other: str) -> bool:
    """Whether two words in lower case are known to mean the same, or are two spellings of one word."""
    return any(one in group and other in group for group in _GROUPS) or _american(one) == _american(other)


def _american(word: str) -> str:
    for british, american in _SPELLINGS:
        word = british.sub(american, word)
    return word
