"""The verdict of a panel: who decided, who was left out and why, what they said and found."""

from collections.abc import Iterable, Sequence

from redraft.core import PERSON, Critique
from redraft.critics.panel.merging import merged
from redraft.critics.panel.outranking import Heard, LeftOut, most_trusted
from redraft.errors import Misuse

NAME = "panel"
_LONGEST = 160


def check_names(names: Iterable[str]) -> None:
    """Refuse critics that would be taken for a person, whose word outranks every other, or for the panel itself.

    Raises:
        Misuse: when one of the names is ``person`` or ``panel``.
    """
    for name in names:
        if name == PERSON:
            raise Misuse(
                f"no critic may be called {name!r}, whose word would outrank all others; give it another name, and "
                "what a person says to `redraft.resume`"
            )
        if name == NAME:
            raise Misuse(
                f"no critic may be called {name!r}, as verdicts of all critics together are; give it another name"
            )


def decided(
    heard: Heard,
    score: float,
    *,
    version: str,
    disagreement: float | None = None,
    said: Sequence[str] | None = None,
    speakers: Sequence[Critique] = (),
) -> Critique:
    """A verdict with a score.

    Args:
        heard: who decides, at least one critique.
        score: of the verdict, in [0, 1].
        version: of the panel.
        disagreement: how far the deciders contradict each other, in [0, .5]; None where it was not asked.
        said: what each decider contributed, in the order of the deciders; by default its score.
        speakers: the deciders whose words the verdict has, those on its side; all of them when there are none.
    """
    return Critique(
        critic=NAME,
        version=version,
        kind=most_trusted(heard.deciders),
        score=score,
        text=text_of(speakers or heard.deciders),
        findings=merged(heard.deciders),
        details=_details(heard, disagreement, said, role="decided by"),
    )


def undecided(
    heard: Heard,
    critiques: Sequence[Critique],
    reason: str,
    *,
    version: str,
    disagreement: float | None = None,
    said: Sequence[str] | None = None,
    disputed: bool = False,
) -> Critique:
    """A verdict without a score: nobody could judge, too few did, or they disagree too much to decide by.

    Args:
        heard: who would decide.
        critiques: all of them, at least one.
        reason: why there is no score, in a sentence.
        version: of the panel.
        disagreement: as for `decided`.
        said: as for `decided`.
        disputed: whether it is for disagreement.
    """
    return Critique(
        critic=NAME,
        version=version,
        kind=most_trusted(heard.deciders or critiques),
        reason=reason,
        text=text_of(heard.deciders),
        findings=merged(heard.deciders) if heard.deciders else (),
        disputed=disputed,
        details=_details(heard, disagreement, said, role="heard"),
    )


def reasons_of(critiques: Sequence[Critique]) -> str:
    """Why none of some critiques has a score."""
    return "; ".join(f"{critique.critic}: {critique.reason}" for critique in critiques)


def strictest(deciders: Sequence[Critique]) -> float:
    """The lowest score, in [0, 1], of some critiques that have one."""
    return min(critique.score for critique in deciders if critique.score is not None)


def text_of(speakers: Sequence[Critique]) -> str:
    """What some critics said, each under its name; what several say in the same words stands there once."""
    by_text: dict[str, list[str]] = {}
    for critique in speakers:
        by_text.setdefault(critique.text, []).append(critique.critic)
    # The trace dialect reads a verdict's text by its words: where there is one text it must stay as it is.
    if len(by_text) == 1:
        return speakers[0].text
    return "\n\n".join(f"{', '.join(names)}: {text}" for text, names in by_text.items() if text)


def _details(heard: Heard, disagreement: float | None, said: Sequence[str] | None, *, role: str) -> dict[str, str]:
    words = said if said is not None else [f"{critique.score:.3g}" for critique in heard.deciders]
    details = {
        role: ", ".join(f"{one.critic} {word}" for one, word in zip(heard.deciders, words, strict=True)),
        "left out": "; ".join(_shown(one) for one in heard.left_out),
        "disagreement": "" if disagreement is None else f"{disagreement:.2f}",
    }
    return {name: words for name, words in details.items() if words}


def _shown(one: LeftOut) -> str:
    why = " ".join(one.why.split())
    return f"{one.critique.critic}: {why if len(why) <= _LONGEST else why[: _LONGEST - 1] + '…'}"
