"""ICU messages: what a program must be able to read, with the arguments of the source and the target's plurals."""

from collections.abc import Iterator

from redraft.critics.translation.check import Check, Flaw
from redraft.critics.translation.icu import Argument, Malformed, Message, is_message, read_message
from redraft.critics.translation.languages import primary_of
from redraft.critics.translation.plural_categories import categories_of
from redraft.critics.translation.segment import Segment

_PLURALS = ("plural", "selectordinal")


def _find(segment: Segment, target: str) -> Iterator[Flaw]:
    if not is_message(segment.source):
        return
    try:
        source = read_message(segment.source)
    except Malformed:
        return  # the source itself cannot be read: nothing says what the target should be
    try:
        message = read_message(target)
    except Malformed as error:
        end = min(len(target), error.at + 1)
        yield Flaw(says="icu_broken", severity="critical", start=min(error.at, end), end=end,
                   values={"problem": str(error)}, evidence=(segment.source,))  # fmt: skip
        return
    yield from _arguments(source, message)
    theirs = {argument.name: argument for argument in source.walk() if argument.type}
    language = None if segment.target_language is None else primary_of(segment.target_language)
    for argument in message.walk():
        wanted = theirs.get(argument.name)
        if wanted is not None and wanted.type in _PLURALS and not argument.type:
            # Where a language has one form only, the number may stand alone: "{n} 件".
            if language is None or _has_forms(language, wanted.type):
                yield _at(argument, "icu_type", name=argument.name, type="none", wanted=wanted.type)
        elif wanted is not None and wanted.type != argument.type:
            yield _at(argument, "icu_type", name=argument.name, type=argument.type or "none", wanted=wanted.type)
        elif wanted is not None and argument.type == "select":
            yield from _select(argument, wanted)
        elif argument.type in _PLURALS:
            yield from _plural(argument, wanted, language)


def _has_forms(language: str, type_: str) -> bool:
    return len(categories_of(language, ordinal=type_ == "selectordinal").known) > 1


def _arguments(source: Message, target: Message) -> Iterator[Flaw]:
    wanted = dict.fromkeys(argument.name for argument in source.walk())
    found = {argument.name: argument for argument in target.walk()}
    for name in wanted:
        if name not in found:
            yield Flaw(says="icu_lost", severity="critical", values={"name": name}, evidence=tuple(wanted))
    for name, argument in found.items():
        if name not in wanted:
            yield _at(argument, "icu_invented", evidence=tuple(wanted), name=name)


def _select(argument: Argument, wanted: Argument) -> Iterator[Flaw]:
    lost = [key for key in wanted.branches if key not in argument.branches]
    invented = [key for key in argument.branches if key not in wanted.branches]
    if lost:
        yield _at(argument, "icu_branch_lost", name=argument.name, keywords=", ".join(lost))
    if invented:
        yield _at(argument, "icu_branch_invented", name=argument.name, keywords=", ".join(invented))


def _plural(argument: Argument, wanted: Argument | None, language: str | None) -> Iterator[Flaw]:
    keywords = [key for key in argument.branches if not key.startswith("=")]
    if "other" not in keywords:
        yield _at(argument, "icu_branch_lost", name=argument.name, keywords="other")
    if language is not None:
        categories = categories_of(language, ordinal=argument.type == "selectordinal")
        # `=1` may stand for the form of one; nothing stands for the others.
        stood_for = {"one"} if "=1" in argument.branches else set()
        missing = categories.needed - set(keywords) - stood_for - {"other"}
        if missing:
            yield _at(argument, "icu_plural_missing", name=argument.name, keywords=", ".join(sorted(missing)))
        unused = [key for key in keywords if key not in categories.known]
        if unused:
            yield _at(argument, "icu_plural_unused", "minor", name=argument.name, keywords=", ".join(unused))
    other = argument.branches.get("other")
    told = None if wanted is None else wanted.branches.get("other")
    if other is None or told is None or not told.has_hash or other.has_hash:
        return
    if argument.name not in {inner.name for inner in other.walk()}:
        yield _at(argument, "icu_number_lost", name=argument.name)


def _at(
    argument: Argument, says: str, severity: str = "critical", *, evidence: tuple[str, ...] = (), **values: str
) -> Flaw:
    return Flaw(
        says=says, severity="minor" if severity == "minor" else "critical", start=argument.start, end=argument.end,
        values=values, evidence=evidence,
    )  # fmt: skip


CHECK = Check(name="icu", find=_find)
"""ICU MessageFormat."""
