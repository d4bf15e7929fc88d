"""The language of the target: the one asked for, in its script, and in the form of Chinese that was asked for."""

import re
from collections.abc import Iterator

from redraft.critics.translation.check import Check, Flaw
from redraft.critics.translation.detection import MIN_LETTERS, are_near, detected
from redraft.critics.translation.languages import english_name_of, language, primary_of, script_of
from redraft.critics.translation.scripts import chinese_form, letters_by_script, written_in
from redraft.critics.translation.segment import Segment
from redraft.errors import Misuse

_WORD = re.compile(r"[^\W\d_]+")
_MIN_SCRIPT_LETTERS, _MIN_SCRIPT_SHARE = 6, 0.3
# A quotation of a name in the other form is no fault; a text in the wrong form has far more.
_MIN_FORM_SIGNS, _FORM_SHARE = 2, 0.25


def _find_language(segment: Segment, target: str) -> Iterator[Flaw]:
    wanted = segment.target_language
    if wanted is None or target.strip() == segment.source.strip():
        return  # that nothing was translated is another check's matter
    letters = letters_by_script(target)
    ours = sum(letters[script] for script in _scripts_of(wanted))
    n_letters = letters.total()
    if n_letters >= _MIN_SCRIPT_LETTERS and ours < _MIN_SCRIPT_SHARE * n_letters:
        # Names may keep their letters: what counts are words that the source does not have.
        theirs = set(_WORD.findall(segment.source.casefold()))
        if n_letters >= MIN_LETTERS or not theirs.issuperset(_WORD.findall(target.casefold())):
            share = f"{100 * ours / n_letters:.0f}"
            yield Flaw(says="wrong_script", severity="critical", start=0, end=len(target),
                       values={"wanted": english_name_of(wanted), "share": share})  # fmt: skip
        return
    best = detected(target)
    if best is not None and not are_near(best, wanted):
        yield Flaw(
            says="wrong_language", severity="critical", start=0, end=len(target),
            values={"wanted": english_name_of(wanted), "found": _name(best)},
        )  # fmt: skip


def _scripts_of(wanted: str) -> tuple[str, ...]:
    # Serbian is written in both, and a tag without a script asks for neither.
    if primary_of(wanted) == "sr" and not any(len(part) == 4 for part in wanted.split("-")):
        return ("Cyrl", "Latn")
    return written_in(script_of(wanted))


def _name(tag: str) -> str:
    try:
        return english_name_of(language(tag))
    except Misuse:
        return tag  # the model knows more languages than can be asked for


def _find_form(segment: Segment, target: str) -> Iterator[Flaw]:
    wanted = segment.target_language
    if wanted is None or primary_of(wanted) != "zh" or script_of(wanted) == "Hani":
        return
    places = [(at, chinese_form(sign)) for at, sign in enumerate(target)]
    told = [(at, form) for at, form in places if form is not None]
    wrong = [at for at, form in told if form != script_of(wanted)]
    if len(wrong) >= _MIN_FORM_SIGNS and len(wrong) >= _FORM_SHARE * len(told):
        yield Flaw(
            says="wrong_form", severity="major", start=wrong[0], end=wrong[0] + 1,
            values={"wanted": english_name_of(wanted), "n": str(len(wrong)),
                    "signs": "".join(dict.fromkeys(target[at] for at in wrong[:20]))},
        )  # fmt: skip


CHECK = Check(name="language", find=_find_language, in_prose=True)
"""Target language and script."""

FORM_CHECK = Check(name="chinese_form", find=_find_form, in_prose=True)
"""Simplified or Traditional Chinese, where one was asked for."""
