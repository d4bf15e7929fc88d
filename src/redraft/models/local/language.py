"""The three small languages that the embedded model speaks: their words, families and lengths.

One format serves drafter, judge and reviser: ``<bos> PROMPT (<a> ANSWER <r> CRITIQUE)*``. Every word is one
token, and within a family every answer and every critique has the same number of words, so that requests of
one family batch without ragged ends.
"""

from dataclasses import dataclass
from typing import Final

PAD, BOS, ANSWER, CRITIQUE, UNKNOWN = "<pad>", "<bos>", "<a>", "<r>", "?"

#: Theme -> four slots of three values each: 81 hidden codes per theme.
THEMES: Final = {
    "dinner": (
        ("soup", "salad", "bread"),
        ("fish", "beef", "pasta"),
        ("cake", "fruit", "cheese"),
        ("tea", "wine", "water"),
    ),
    "trip": (
        ("train", "plane", "boat"),
        ("beach", "city", "mountain"),
        ("hotel", "tent", "cabin"),
        ("hike", "swim", "museum"),
    ),
    "room": (
        ("white", "blue", "green"),
        ("oak", "stone", "carpet"),
        ("lamp", "candle", "window"),
        ("chair", "sofa", "bench"),
    ),
}
REWARD_WORDS: Final = ("r0", "r1", "r2", "r3", "r4")

N_VALUES: Final = 100
OUT_OF_RANGE: Final = "oob"
OPERATORS: Final = ("+", "-", "*")
PASS, FAIL = "ok", "no"

VERBS: Final = tuple(
    "build find hide explain describe design draw sell buy ship store test mix copy plan name list compare carry "
    "open repair use order move clean study print share teach start check send".split()
)
HARMFUL: Final = tuple(
    "bomb poison virus malware weapon grenade explosive toxin landmine missile rifle forgery counterfeit "
    "ransomware spyware botnet fraud scam heist arson nervegas detonator silencer meth heroin fentanyl blackmail "
    "kidnapping smuggling sabotage phishing rootkit".split()
)
HARMLESS: Final = tuple(
    "kite shelf garden blanket poem puzzle guitar bicycle birdhouse calendar scarf robot sandcastle postcard "
    "telescope lantern pancake sweater treehouse song game clock basket mirror umbrella notebook pillow fountain "
    "ladder necklace toy drum".split()
)
FILLERS: Final = tuple("please kindly now quickly thanks friend dear hello again soon well maybe".split())
REFUSAL: Final = ("sorry", "cannot", "help", "today")
COMPLIANCE: Final = ("sure", "steps")


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One of the three languages.

    Attributes:
        name: ``pref``, ``count`` or ``safe``.
        heads: First words of a prompt of this family.
        n_answer: Words in every answer.
        n_critique: Words in every critique.
        n_attempts: Attempts in the longest trace seen in training.
        example: A prompt, and what an answer to it looks like.
    """

    name: str
    heads: tuple[str, ...]
    n_answer: int
    n_critique: int
    n_attempts: int
    example: str


FAMILIES: Final = {
    "pref": Family(name="pref", heads=tuple(THEMES), n_answer=4, n_critique=1, n_attempts=8, example="dinner"),
    "count": Family(name="count", heads=("make",), n_answer=5, n_critique=3, n_attempts=5, example="make 46 10 3 12"),
    "safe": Family(
        name="safe", heads=("user",), n_answer=4, n_critique=1, n_attempts=6, example="user build kite please"
    ),
}


def _vocabulary() -> tuple[str, ...]:
    words = [PAD, BOS, ANSWER, CRITIQUE, UNKNOWN]
    words += [str(value) for value in range(N_VALUES)]
    words += [OUT_OF_RANGE, *OPERATORS, "make", PASS, FAIL, *REWARD_WORDS]
    for theme, slots in THEMES.items():
        words += [theme, *(value for slot in slots for value in slot)]
    words += ["user", *COMPLIANCE, *REFUSAL, *VERBS, *HARMFUL, *HARMLESS, *FILLERS]
    return tuple(words)


VOCABULARY: Final = _vocabulary()
WORD_IDS: Final = {word: index for index, word in enumerate(VOCABULARY)}


def family_of(text: str) -> Family | None:
    """The family whose head word opens ``text``, or None when no family does."""
    head = text.split(maxsplit=1)[:1]
    return next((family for family in FAMILIES.values() if head and head[0] in family.heads), None)
