"""Claims: what a draft says that somebody could look up. Here by code: its sentences, as far as they stand alone."""

import re
from dataclasses import dataclass, replace

from redraft.critics.facts.sentences import Sentence, sentences_of

_FEWEST_WORDS = 3
MAX_CLAIM = 1000
"""Characters of the longest claim that is looked up; no single claim is as long."""

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_ANY_WORD = re.compile(r"[\u3400-\u9fff]|\d+(?:[.,]\d+)*|[^\W\d_\u3400-\u9fff]{2,}")
_HAN = re.compile("[\u3400-\u9fff]")
_QUESTION = re.compile(r"[?？][\"'”’)\]」』]*\Z")
# What its writer does not state as a fact: hedged, wished for, asked for, supposed, said of himself or to the reader.
_NO_FACT = re.compile(
    r"\b(?i:perhaps|maybe|possibly|probably|presumably|allegedly|apparently|might|could|should|ought|seems?|likely|"
    r"appears? to|unclear|uncertain|not (?:sure|certain|known)|in my opinion|you|your|yours|let's|please)\b"
    r"|\bmay\b|\bI(?:'m|’m|'d|’d|'ve|’ve|'ll|’ll| am| was| think| believe| have| had| hope| can| cannot| could| will|"
    r" would| do| don't| apologi[sz]e| recommend| suggest| guess)\b"
    r"|\b(?:[Mm]y|[Ww]e|[Oo]ur)\b"
    r"|可能|也許|或許|大概|據說|似乎|應該|我認為|我覺得|我想|建議|(?<!申)請|如果|假如|您|你",
)
_ORDERS = re.compile(
    r"(?:Note|Remember|Consider|Visit|Try|See|Check|Make|Use|Let|Click|Imagine|Suppose|Assume|If|Unless|Look|Take|Keep|"
    r"Avoid|Ask|Tell|Say|Write|Reply|Answer|Repeat|Ignore|Go|Add|Thanks?|Thank|Sorry|Hello|Hi|Dear|Sure|Yes|No|Okay|OK)\b",
)
# "It's" and "This Mortal Coil" do not begin with a pronoun that a name could stand for.
_PRONOUN = re.compile(r"(He|She|It|They|This|That|These|Those|His|Her|Its|Their)(?![\w'’])(?! [A-Z])")
# "The bridge" behind a sentence about the Old Bridge.
_AGAIN = re.compile(r"(?:The|This|That) ([a-z]+)(?![\w-])")
_HAN_PRONOUN = re.compile("[它他她牠祂其這这該该此]")
_POSSESSIVE = frozenset(("His", "Her", "Its", "Their"))
_UNRESOLVED = re.compile(r"\b(?:It['’]s|[Tt]hey['’]re|he|she|it|they|him|them|his|hers|its|theirs?|this|these|those)\b")
# A name: words with capitals, with the small words that names hold between them.
_NAME = re.compile(r"(?:The )?[A-Z][\w'’-]*(?:\.? (?:(?:of|the|de|la|von|van|der|del|and) )?[A-Z][\w'’-]*)*")
# What follows a name that is the subject of its sentence; "Airplane glide ratio" has none behind its first word.
_VERB = re.compile(r" (?:is|was|are|were|has|had|have|can|did|does|became|won|began|wrote|led|died|[a-z]+ed)\b")
_OPENERS = frozenset(
    "In On At By For From After Before During Since While When There Although Also However Many Some Most Few Several "
    "All Both Each Every Another One Two Three Other Others Here Then Today Later Now Not".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim of a draft.

    Attributes:
        text: the claim as a sentence of its own.
        start: first character of the words of the draft that it comes from.
        end: one past their last character.
        checkable: whether it states something that could be looked up.
        clear: whether it can be understood without the rest of the draft.
        query: words to search for that a model wrote; empty without one.
    """

    text: str
    start: int
    end: int
    checkable: bool = True
    clear: bool = True
    query: str = ""


def claims_by_code(text: str) -> tuple[Claim, ...]:
    """The sentences of a draft as claims: which of them state facts, and which can be understood alone.

    A pronoun, or "the bridge", at the start of a sentence is resolved where only one thing can be meant: the sentence
    before begins with a name (the Old Bridge), and names nothing else.
    """
    claims: list[Claim] = []
    subject: str | None = None
    for sentence in sentences_of(text):
        claim = _claim(sentence, subject)
        claims.append(claim)
        again = _stand_in(sentence.text, subject)
        # A sentence that goes on about the same thing leaves it the subject of the next.
        if again is None or _names(sentence.text[again.end() :]):
            subject = _subject(sentence.text)
    return tuple(claims)


def words_in(text: str) -> frozenset[str]:
    """The words and numbers of a text in lower case; each Chinese character is one, the s of a possessive is none."""
    return frozenset(_ANY_WORD.findall(text.casefold()))


def states_a_fact(sentence: str) -> bool:
    """Whether a sentence states something that could be looked up, as far as code can tell."""
    n_words = len(_WORD.findall(_HAN.sub(" ", sentence))) + len(_HAN.findall(sentence)) // 2
    if n_words < _FEWEST_WORDS or len(sentence) > MAX_CLAIM or sentence.rstrip().endswith((":", "：")):
        return False
    return not (_QUESTION.search(sentence) or _NO_FACT.search(sentence) or _ORDERS.match(sentence))


def _claim(sentence: Sentence, subject: str | None) -> Claim:
    claim = Claim(text=sentence.text, start=sentence.start, end=sentence.end, checkable=states_a_fact(sentence.text))
    again = _stand_in(sentence.text, subject)
    if again is not None:
        name = f"{subject}'s" if again[0] in _POSSESSIVE else subject
        return replace(claim, text=f"{name}{sentence.text[again.end() :]}")
    if _PRONOUN.match(sentence.text) or _HAN_PRONOUN.match(sentence.text):
        return replace(claim, clear=False)
    # "When it opened, ..." and "In 1980, he ...": nobody has been named before the pronoun.
    inside = _UNRESOLVED.search(sentence.text)
    return replace(claim, clear=inside is None or bool(_names(sentence.text[: inside.start()])))


def _stand_in(sentence: str, subject: str | None) -> re.Match[str] | None:
    """The words at the start of a sentence that stand for the subject of the one before; None where none do."""
    if subject is None:
        return None
    again = _AGAIN.match(sentence)
    if again is not None and again[1] == subject.rsplit(" ", 1)[-1].lower():
        return again
    pronoun = _PRONOUN.match(sentence)
    return None if pronoun is None or pronoun[1] in ("This", "That", "These", "Those") else pronoun


def _names(text: str) -> list[str]:
    found = (match[0].strip() for match in _NAME.finditer(text))
    return [name for name in found if name not in _OPENERS and name not in ("The", "A", "An")]


def _subject(sentence: str) -> str | None:
    """The name that a sentence begins with and is about, when it names nothing else."""
    names = _names(sentence)
    if len(names) != 1 or not sentence.startswith(names[0]) or not _VERB.match(sentence, len(names[0])):
        return None
    return names[0]
