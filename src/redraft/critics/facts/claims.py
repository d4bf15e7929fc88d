"""Claims: what a draft says that somebody could look up. Here by code: its sentences, as far as they stand alone."""

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

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
    r"appears? to|unclear|uncertain|not (?:sure|certain|known)|in my opinion|(?<!according to )you(?:rs?)?|let's|"
    r"please)\b"
    r"|\bmay\b|\bI(?:'m|’m|'d|’d|'ve|’ve|'ll|’ll| am| was| think| believe| have| had| hope| can| cannot| could| will|"
    r" would| do| don't| apologi[sz]e| recommend| suggest| guess)\b"
    r"|\b[Mm]y\b|\b[Ww]e (?:think|believe|hope|recommend|suggest|guess|can|could|should|must|need|know|see)\b"
    r"|\b[Ww]e(?:'d|’d|'ll|’ll)\b"
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
# What models say of themselves before a fact: "As of my knowledge cutoff in September 2021, ..."
_AS_OF_MY = re.compile(r"As of my [^,.\d]{1,60}(?P<year>\d{4})?[^,.\d]{0,20}, (?=\S)")
# Where a sentence goes on with another statement about its subject: ", and she won", ", but was rebuilt", "; it fell".
_CLAUSE = re.compile(
    r"(?:, (?:and|but|while|whereas) |; (?:and |but )?)"
    r"(?=(?:he|she|it|they) [a-z]|(?:is|was|has|had|became|began|died|led|served|won|wrote) )"
)
_CLAUSE_PRONOUN = re.compile(r"(?:he|she|it|they)\b")
_DAYS_AND_MONTHS = frozenset(
    "January February March April May June July August September October November December Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday".split()
)
_POSSESSIVE = frozenset(("His", "Her", "Its", "Their"))
_PERSONS = (frozenset(("He", "His")), frozenset(("She", "Her")))
_PRONOUNS = frozenset(("He", "She", "It", "They", "His", "Her", "Its", "Their"))
# "born in Warsaw": what follows is a place, not a person.
_PLACED, _REACH = re.compile(r"\b(?:in|at|near) (?:the )?\Z"), 12
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

    A sentence that goes on with another statement about its subject, ", and she won", is two claims. A pronoun, or "the
    bridge", at the start of a sentence is resolved where only one thing can be meant: the sentence before begins with a
    name (the Old Bridge), and names nothing else.
    """
    claims: list[Claim] = []
    subject: _Subject | None = None
    for sentence in sentences_of(text):
        first, *others = _clauses(sentence)
        after = _subject_after(first.text, subject)
        if after is None:  # nothing says whom the second half is about
            first, others = sentence, []
            after = _subject_after(sentence.text, subject)
        claims.append(_claim(sentence, first.text, subject))
        subject = after
        for clause in others:
            assert after is not None, "a sentence is only taken apart where its subject is known"
            claims.append(_claim(sentence, _with_subject(clause.text, after.name), after))
            subject = None if _names(clause.text) else subject
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


class _Subject(NamedTuple):
    """What a sentence is about.

    Attributes:
        name: its name.
        pronouns: those at the start of the next sentence that can only stand for it: any where nothing else is named,
            those of persons beside places, and he where he was it before.
    """

    name: str
    pronouns: frozenset[str]


def _claim(place: Sentence, said: str, subject: _Subject | None) -> Claim:
    """A clause as a claim.

    Args:
        place: the whole sentence, for taking out a clause takes words around it, too.
        said: its words as a sentence.
        subject: of the clause before.
    """
    said = _AS_OF_MY.sub(lambda match: f"As of {match['year']}, " if match["year"] else "", said, count=1)
    claim = Claim(text=said, start=place.start, end=place.end, checkable=states_a_fact(said))
    again = _stand_in(said, subject)
    if again is not None and subject is not None:
        name = f"{subject.name}'s" if again[0] in _POSSESSIVE else subject.name
        return replace(claim, text=f"{name}{said[again.end() :]}")
    if _PRONOUN.match(said) or _HAN_PRONOUN.match(said):
        return replace(claim, clear=False)
    # "When it opened, ..." and "In 1980, he ...": nobody has been named before the pronoun.
    inside = _UNRESOLVED.search(said)
    return replace(claim, clear=inside is None or bool(_names(said[: inside.start()])))


def _clauses(sentence: Sentence) -> list[Sentence]:
    """A sentence cut before each further statement about its subject; the words between are in no clause."""
    found: list[Sentence] = []
    start = 0
    for match in _CLAUSE.finditer(sentence.text):
        found.append(_cut(sentence, start, match.start()))
        start = match.end()
    return [*found, _cut(sentence, start, len(sentence.text))]


def _cut(sentence: Sentence, start: int, end: int) -> Sentence:
    return Sentence(sentence.start + start, sentence.start + end, sentence.text[start:end])


def _with_subject(clause: str, name: str) -> str:
    """A further clause as a sentence: "she won" and "won" as "Marie Curie won"."""
    pronoun = _CLAUSE_PRONOUN.match(clause)
    return f"{name}{clause[pronoun.end() :]}" if pronoun else f"{name} {clause}"


def _stand_in(sentence: str, subject: _Subject | None) -> re.Match[str] | None:
    """The words at the start of a sentence that stand for the subject of the one before; None where none do."""
    if subject is None:
        return None
    again = _AGAIN.match(sentence)
    if again is not None and again[1] == subject.name.rsplit(" ", 1)[-1].lower():
        return again
    pronoun = _PRONOUN.match(sentence)
    return pronoun if pronoun is not None and pronoun[1] in subject.pronouns else None


def _subject_after(sentence: str, before: _Subject | None) -> _Subject | None:
    """What the next sentence is about, should it not say: one that goes on about the same thing leaves it that."""
    again = _stand_in(sentence, before)
    if again is None:
        return _subject(sentence)
    if before is None or not _names(sentence[again.end() :]):
        return before
    # "He met Anna. She ..." may be Anna or nobody; "He met Paul. He ..." is most often he who met.
    same = next((words for words in _PERSONS if again[0] in words), None)
    return None if same is None else _Subject(before.name, same)


def _names(text: str) -> list[str]:
    return [match[0].strip() for match in _NAME.finditer(text) if _is_name(match[0])]


def _is_name(words: str) -> bool:
    """Whether words with capitals name something: not those that begin a sentence, nor "In February"."""
    return not all(word in _OPENERS or word in _DAYS_AND_MONTHS or word in ("The", "A", "An") for word in words.split())


def _subject(sentence: str) -> _Subject | None:
    """The name that a sentence begins with and is about, when it names nothing else, or places alone."""
    begins = _NAME.match(sentence)
    if begins is None or _PRONOUN.match(sentence) or begins[0].split()[0] in _OPENERS or not _is_name(begins[0]):
        return None
    if not _VERB.match(sentence, begins.end()):
        return None
    rest = sentence[begins.end() :]
    others = [match for match in _NAME.finditer(rest) if _is_name(match[0])]
    if not all(_PLACED.search(rest, max(0, match.start() - _REACH), match.start()) for match in others):
        return None
    return _Subject(begins[0].strip(), frozenset().union(*_PERSONS) if others else _PRONOUNS)
