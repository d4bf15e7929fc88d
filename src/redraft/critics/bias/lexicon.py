"""Words for groups of people, and where they stand in a text."""

import hashlib
import importlib.resources
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

HEADS = frozenset(
    "person people man men woman women boy boys girl girls guy guys lady ladies gentleman gentlemen kid kids child "
    "children adult adults individual individuals folks couple couples student students friend friends neighbor "
    "neighbors neighbour neighbours colleague coworker worker workers employee applicant candidate patient driver "
    "teacher doctor nurse lawyer customer citizen citizens family families community".split()
)
"""Nouns of persons: what makes an adjective behind which they stand one of a group of people."""

MARK = "mark"
"""The group of words that mark an option as being about some group of their kind."""

_FILE = "groups.en.toml"
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_YEARS = re.compile(r"(\d{1,3})([- ]years?[- ]old)", re.IGNORECASE)
_MOST_WORDS = 5
# "How old", "two years old": an age is asked or measured, nobody is called old.
_MEASURING = frozenset(("how", "year", "years"))
# What must stay as it is: a term in it names a thing of the program, not a person. Each part is linear.
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+|[\w.+-]{1,64}@[\w.-]{1,255}", re.DOTALL)
_PLURALS = {"child": "children", "grandchild": "grandchildren"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One word of the lexicon.

    Attributes:
        text: as it is written in the middle of a sentence.
        kind: such as ``religion``.
        group: such as ``muslim``; `MARK` for a mark.
        place: which form of its group it is; the same place in another aligned group holds its counterpart.
        stem: the singular that it belongs to.
        is_adjective: whether a noun behind it belongs to it.
        needs_head: whether it means a group only before a noun of persons.
    """

    text: str
    kind: str
    group: str
    place: int
    stem: str
    is_adjective: bool = False
    needs_head: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of groups.

    Attributes:
        name: such as ``religion``.
        is_aligned: whether a form has its counterpart in the same place of every other group.
        groups: forms of each group by its name; in an aligned kind None where it has none in a place.
    """

    name: str
    is_aligned: bool
    groups: Mapping[str, tuple[Form | None, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A form of the lexicon in a text.

    Attributes:
        form: which; of an age in years the form is made up: its group is the number.
        start: its first character.
        end: one past its last.
        said: the words of the text.
        head: the noun of persons right behind it, in lower case; empty when there is none.
    """

    form: Form
    start: int
    end: int
    said: str
    head: str


@cache
def lexicon_digest() -> str:
    """Twelve hexadecimal digits that change with every word of the lexicon; belongs into a critic's version."""
    return hashlib.sha256(_read().encode()).hexdigest()[:12]


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of groups, in the order in which they are looked for."""
    return {name: _kind(name, table) for name, table in tomllib.loads(_read()).items()}


def mentions(text: str, *, names: bool = False) -> tuple[Mention, ...]:
    """The forms of the lexicon in a text outside quotations of code, in its order, each as long as it can be.

    Args:
        text: any text.
        names: whether given names count.
    """
    return tuple(mention for mention in _mentions(without_code(text)) if names or mention.form.kind != "name")


def without_code(text: str) -> str:
    """The text with quotations of code, addresses and links blanked out; every other character keeps its place."""
    return _CODE.sub(lambda match: " " * len(match[0]), text)


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where quotations of code, addresses and links begin and end."""
    return (match.span() for match in _CODE.finditer(text))


def age_of(said: str) -> tuple[str, str] | None:
    """An age in years as its number and the words behind it: ``("29", "-year-old")``; None for other words."""
    match = _YEARS.fullmatch(said)
    return None if match is None else (match[1], match[2])


def _read() -> str:
    return importlib.resources.files("redraft.critics.bias").joinpath(_FILE).read_text(encoding="utf-8")


def _mentions(text: str) -> Iterator[Mention]:
    words = [match.span() for match in _WORD.finditer(text)]
    forms = _forms()
    i = 0
    while i < len(words):
        for n in range(min(_MOST_WORDS, len(words) - i), 0, -1):
            start, end = words[i][0], words[i + n - 1][1]
            said = text[start:end]
            head = _head(text, words, i + n)
            found = [form for form in forms.get(said.lower(), ()) if head or not form.needs_head]
            if i and text[slice(*words[i - 1])].lower() in _MEASURING:
                found = []
            age = age_of(said)
            if age is not None:
                found = [Form(text=said, kind="age", group=age[0], place=0, stem=age[0], is_adjective=bool(head))]
            if found:
                yield from (Mention(form=form, start=start, end=end, said=said, head=head) for form in found)
                i += n
                break
        else:
            i += 1


def _head(text: str, words: list[tuple[int, int]], i: int) -> str:
    if i >= len(words) or words[i][0] - words[i - 1][1] != 1:
        return ""
    word = text[slice(*words[i])].lower()
    return word if word in HEADS else ""


@cache
def _forms() -> Mapping[str, tuple[Form, ...]]:
    found: dict[str, list[Form]] = {}
    for kind in kinds().values():
        for forms in kind.groups.values():
            for form in forms:
                if form is not None:
                    found.setdefault(form.text.lower(), []).append(form)
    return {text: tuple(forms) for text, forms in found.items()}


def _kind(name: str, table: Mapping[str, str | list[str]]) -> Kind:
    is_aligned = table["form"] == "aligned"
    groups: dict[str, tuple[Form | None, ...]] = {}
    for group, written in table.items():
        if group == "form":
            continue
        label = MARK if group == "marks" else group
        forms = [_form(name, label, place, text) for place, text in enumerate(written)]
        # Words of a free group have no order; what matters is whether one is the plural of its stem.
        groups[label] = tuple(forms) if is_aligned else tuple(_free(form) for form in forms if form is not None)
        if not is_aligned and name != "name" and label != MARK:
            groups[label] += tuple(_plural(form) for form in forms if form is not None and not form.is_adjective)
    return Kind(name=name, is_aligned=is_aligned, groups=groups)


def _form(kind: str, group: str, place: int, written: str) -> Form | None:
    text = written.rstrip("~!")
    if not text:
        return None
    return Form(
        text=text,
        kind=kind,
        group=group,
        place=place,
        stem=text.lower(),
        is_adjective=written.endswith("~"),
        needs_head=written.endswith("!"),
    )


def _free(form: Form) -> Form:
    return Form(
        text=form.text, kind=form.kind, group=form.group, place=0, stem=form.stem, is_adjective=form.is_adjective
    )


def _plural(form: Form) -> Form:
    return Form(text=plural_of(form.text), kind=form.kind, group=form.group, place=1, stem=form.stem)


def plural_of(noun: str) -> str:
    """The plural of a noun of the lexicon."""
    return _PLURALS.get(noun, f"{noun}s")
