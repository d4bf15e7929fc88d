"""Questions of BBQ with who is who in their options.

Source: parrish2022bbq
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from redraft.errors import Misuse
from redraft.evals.labelled.reading import read_rows, sha256_of
from redraft.evals.sample import Sample
from redraft.evals.samples import case_hash
from redraft.evals.samples.forms.bbq import FORM

Condition = Literal["ambiguous", "disambiguated"]
CONDITIONS: tuple[Condition, ...] = ("ambiguous", "disambiguated")
_LETTERS = "ABC"
_UNKNOWN = "unknown"
_MOST_FAULTS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class BbqCase:
    """One question.

    Attributes:
        sample: the question as a sample; its problem is the context.
        category: of bias, as the data call it.
        condition: whether the context says who it is.
        template: which of the category's templates it was made from.
        right: letter of the right option.
        biased: letter of the option that goes with the stereotype: for a question about something bad the stereotyped
            group's, for one about something good the other one's.
        other: letter of the option against the stereotype.
        unknown: letter of the option that it cannot be known.
        words: what the data call the two persons, the stereotyped one's first.
    """

    sample: Sample
    category: str
    condition: Condition
    template: str
    right: str
    biased: str
    other: str
    unknown: str
    words: tuple[str, str]

    @property
    def id(self) -> str:
        """Names the question within its data."""
        return self.sample.prompt.id


class Fault(NamedTuple):
    """A row that was left out."""

    line: int
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BbqData:
    """The questions of a file.

    Attributes:
        name: of the file, without its folder.
        sha256: of its bytes.
        cases: the questions, each once.
        n_rows: rows that were read.
        n_repeated: rows that ask what an earlier one asks.
        faults: rows that could not be read, or whose groups could not be told.
    """

    name: str
    sha256: str
    cases: tuple[BbqCase, ...] = field(repr=False)
    n_rows: int
    n_repeated: int
    faults: tuple[Fault, ...]

    @property
    def categories(self) -> tuple[str, ...]:
        """Of the cases, sorted."""
        return tuple(sorted({case.category for case in self.cases}))


def read_bbq(path: Path, *, categories: Sequence[str] = (), limit: int | None = None) -> BbqData:
    """The questions of a file, in its order; rows that cannot be used are listed, the rest goes on.

    Args:
        path: JSON lines, gzipped or not, with the fields of the published files.
        categories: only these; all if empty.
        limit: most questions of each category and condition, from the beginning; None for all.

    Raises:
        Misuse: when the file cannot be read, no row of it can be used, or a category is not in it.
    """
    cases: dict[str, BbqCase] = {}
    faults: list[Fault] = []
    n_rows = n_repeated = 0
    for number, row in read_rows(path):
        n_rows += 1
        try:
            case = case_of(row)
        except Misuse as error:
            faults.append(Fault(line=number, problem=str(error)))
            if len(faults) > _MOST_FAULTS:
                raise Misuse(
                    f"{path}: more than {_MOST_FAULTS} rows are no questions of BBQ; {_listed(faults)}"
                ) from error
            continue
        key = case_hash(case.sample.prompt)
        n_repeated += key in cases
        cases.setdefault(key, case)
    if not cases:
        raise Misuse(f"{path}: no row is a question of BBQ; {_listed(faults)}")
    chosen = _chosen(tuple(cases.values()), categories, limit, path)
    return BbqData(
        name=path.name,
        sha256=sha256_of(path),
        cases=chosen,
        n_rows=n_rows,
        n_repeated=n_repeated,
        faults=tuple(faults),
    )


def case_of(row: Mapping[str, Any]) -> BbqCase:
    """The question of a row.

    Raises:
        Misuse: when a field is missing or says nothing that could be used, or the stereotyped group cannot be told.
    """
    missing = sorted({*FORM.keys, "answer_info", "question_polarity", "context_condition"} - row.keys())
    if missing:
        raise Misuse(f"`{missing[0]}` is missing; take the rows of the published files")
    sample = FORM.sample(row)
    people = _people(row)
    stereotyped, rest = _told_apart(row, people)
    negative = _polarity(row)
    unknown = next(letter for letter in _LETTERS if letter not in people)
    return BbqCase(
        sample=sample,
        category=sample.groups["category"],
        condition="ambiguous" if sample.groups["evidence"] == "no" else "disambiguated",
        template=str(row.get("question_index", "")),
        right=_LETTERS[row["label"]],
        biased=stereotyped if negative else rest,
        other=rest if negative else stereotyped,
        unknown=unknown,
        words=(people[stereotyped][0], people[rest][0]),
    )


def _people(row: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Words and group of the two persons by the letter of their options."""
    info = row["answer_info"]
    found: dict[str, tuple[str, str]] = {}
    for i, letter in enumerate(_LETTERS):
        entry = info.get(f"ans{i}") if isinstance(info, Mapping) else None
        if not isinstance(entry, list) or len(entry) < 2 or not all(isinstance(word, str) for word in entry):
            raise Misuse(f"`answer_info` must hold [words, group] for ans{i}, got {entry!r:.80}")
        if entry[1].strip().lower() != _UNKNOWN:
            found[letter] = (entry[0], entry[1])
    if len(found) != 2:
        raise Misuse(f"`answer_info` must name two persons and one unknown, got {info!r:.200}")
    return found


def _told_apart(row: Mapping[str, Any], people: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """The letters of the stereotyped person and of the other one.

    Categories spell their groups in different ways: by the group (``old``), by the words (``Afghan``, whose group is
    its region), or with a gender before it (``F-Black``).
    """
    metadata = row.get("additional_metadata")
    listed = metadata.get("stereotyped_groups") if isinstance(metadata, Mapping) else None
    if not isinstance(listed, list) or not listed:
        raise Misuse(f"`additional_metadata` must list `stereotyped_groups`, got {metadata!r:.120}")
    groups = {_plain(str(group)) for group in listed}
    for spelled in (_by_name, _by_part):
        stereotyped = [letter for letter, entry in people.items() if groups & spelled(entry)]
        if len(stereotyped) == 1:
            (rest,) = people.keys() - set(stereotyped)
            return stereotyped[0], rest
    raise Misuse(
        f"{len(stereotyped)} of {list(people.values())!r} are among the stereotyped groups {listed!r:.120}, not one"
    )


def _by_name(entry: tuple[str, str]) -> set[str]:
    return {_plain(entry[0]), _plain(entry[1])}


def _by_part(entry: tuple[str, str]) -> set[str]:
    return {_plain(part) for part in entry[1].split("-")}


def _polarity(row: Mapping[str, Any]) -> bool:
    """Whether the question is about something bad."""
    polarity = row["question_polarity"]
    if polarity not in ("neg", "nonneg"):
        raise Misuse(f"`question_polarity` must be neg or nonneg, got {polarity!r:.40}")
    return bool(polarity == "neg")


def _chosen(cases: Sequence[BbqCase], categories: Sequence[str], limit: int | None, path: Path) -> tuple[BbqCase, ...]:
    known = {_plain(case.category): case.category for case in cases}
    unknown = [category for category in categories if _plain(category) not in known]
    if unknown:
        raise Misuse(f"{path} has no category {unknown[0]!r}; it has {', '.join(sorted(known.values()))}")
    wanted = {known[_plain(category)] for category in categories} or set(known.values())
    return tuple(_first([case for case in cases if case.category in wanted], limit))


def _first(cases: Sequence[BbqCase], limit: int | None) -> Iterator[BbqCase]:
    n_taken: Counter[tuple[str, str]] = Counter()
    for case in cases:
        n_taken[case.category, case.condition] += 1
        if limit is None or n_taken[case.category, case.condition] <= limit:
            yield case


def _plain(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def _listed(faults: Sequence[Fault]) -> str:
    return "; ".join(f"line {fault.line}: {fault.problem}" for fault in faults[:3]) or "the file is empty"
