"""Checker of deductions about a fixed order: what is claimed must follow from the statements used so far."""

import re
from collections.abc import Iterable, Iterator, Sequence

from redraft.critics.steps.arrangements import (
    ORDINALS,
    PLACE,
    Arrangement,
    Claim,
    Order,
    claim_of,
    entails,
    excludes,
    keeping,
    place_of,
    read_arrangement,
)
from redraft.critics.steps.checker import Problem, Report
from redraft.critics.steps.options import doubt_of, letter_of, options_of
from redraft.critics.steps.reasoning import Reasoning, Step

_LAYOUT = re.compile(r"\bfrom ([\w ]{2,20}) to ([\w ]{2,20}):", re.IGNORECASE)
_FIRST_ENDS = ("left", "first", "most expensive", "most", "newest", "top")
_CLAUSE = re.compile(r"[^.,;:\n]+")
_MAX_CLAUSES = 200


class Deduction:
    """Tries all orders: a claim must hold in each order that keeps the statements that were used up to its step."""

    name = "deduction"

    def check(self, asked: str, reasoning: Reasoning) -> Report | None:
        """See `Checker`; None when the prompt is not about an order, is not understood, or no order keeps it."""
        arrangement = read_arrangement(asked)
        if arrangement is None:
            return None
        solutions = keeping(arrangement.all_orders(), arrangement.statements)
        if not solutions:
            return None
        problems: list[Problem] = []
        n_checked = 0
        known: Sequence[Order] = arrangement.all_orders()
        for step in reasoning.steps:
            claims = list(_claims(step, arrangement))
            known = keeping(known, [claim for claim in claims if claim in arrangement.statements]) or solutions
            n_checked += len(claims)
            wrong = next((claim for claim in claims if not entails(known, claim)), None)
            if wrong is not None:
                says = "contradicts" if excludes(solutions, wrong) else "does_not_follow"
                problems.append(_problem(step, says, wrong, arrangement))
                # Later steps build on what was claimed, and are compared with that, as far as it is possible at all.
                for claim in claims:
                    known = keeping(known, [claim]) or known
        options = options_of(asked)
        letter = letter_of(reasoning, options)
        claimed = None if letter is None else claim_of(options[letter.text], arrangement)
        if letter is None or claimed is None:
            return Report(problems=tuple(problems), n_checked=n_checked)
        if doubt := doubt_of(reasoning, options):
            return Report(problems=tuple(problems), n_checked=n_checked, doubt=doubt)
        right = entails(solutions, claimed)
        if not right and not problems:
            values = {
                "claimed": options[letter.text],
                "computed": _right_option(options.values(), arrangement, solutions),
            }
            problems.append(
                Problem(start=letter.start, end=letter.end, kind="answer", says="wrong_option", values=values)
            )
        return Report(problems=tuple(problems), n_checked=n_checked + 1, proven=right and not problems)


def _claims(step: Step, arrangement: Arrangement) -> Iterator[Claim]:
    """What a step claims: sentences like the prompt's, laid-out orders, and what must or cannot be."""
    text = step.text.lower()
    pattern, things = arrangement.pattern, arrangement.things
    backwards = False
    subject: int | None = None
    place_first = re.compile(
        rf"(?:the )?{PLACE}(?: [a-z]+)? (?:must be|is|are|has to be) (?:the )?(?P<thing>{pattern})\b"
    )
    thing_first = re.compile(
        rf"\b(?P<thing>{pattern}) (?P<verb>must be|must have finished|has to be|have to be|cannot be|can't be|"
        rf"cannot have finished|is|are|finished) {PLACE}"
    )
    laid_out = re.compile(rf"\b({'|'.join(ORDINALS)}) (?:is|are) (?:the )?({pattern})\b")
    for number, clause in enumerate(_CLAUSE.finditer(text)):
        if number > _MAX_CLAUSES:
            return
        words = re.sub(
            r"^\s*(?:so|then|and|thus|therefore|hence|but|we (?:previously )?concluded that|since)\s+", "", clause[0]
        )
        layout = _LAYOUT.search(text, clause.start(), min(clause.end() + 1, len(text)))
        if layout:
            backwards = not layout[1].strip().startswith(_FIRST_ENDS)
            continue
        if subject is not None:
            # "The truck is the third-newest, so it is the fourth-oldest."
            words = re.sub(r"^\s*(?:it|they) (?=is\b|are\b|must\b|cannot\b)", f"{things[subject]} ", words)
        told = claim_of(words, arrangement)
        if told is not None and not words.strip().startswith(tuple(ORDINALS)):
            subject = told.first
            yield told
            continue
        laid = laid_out.search(words)
        if laid and _LAYOUT.search(text):
            place = ORDINALS.index(laid[1])
            yield Claim(first=things.index(laid[2]), place=len(things) - 1 - place if backwards else place)
            continue
        for pattern_of_claim in (thing_first, place_first):
            match = pattern_of_claim.search(words)
            if match and not re.search(r"\b(?:if|either|or|could|can be|may|might|not one)\b", words):
                denied = "can" in (match.groupdict().get("verb") or "")
                yield Claim(first=things.index(match["thing"]), place=place_of(match, len(things)), denied=denied)
                break


def _problem(step: Step, says: str, claim: Claim, arrangement: Arrangement) -> Problem:
    values = {"claim": step.text, "said": _in_words(claim, arrangement)}
    return Problem(start=step.start, end=step.end, kind="deduction", says=says, values=values)


def _in_words(claim: Claim, arrangement: Arrangement) -> str:
    first = arrangement.things[claim.first]
    if claim.second is not None:
        return f"{first} {'<' if claim.before else '>'} {arrangement.things[claim.second]}"
    return f"{first} {'≠' if claim.denied else '='} {claim.place + 1}/{len(arrangement.things)}"


def _right_option(options: Iterable[str], arrangement: Arrangement, solutions: Sequence[Order]) -> str:
    for said in options:
        claim = claim_of(said, arrangement)
        if claim is not None and entails(solutions, claim):
            return said
    return "-"
