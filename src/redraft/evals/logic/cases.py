"""Programs with the answer that is right, from `logic_programs` and from `folio`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from redraft.critics.logic import Settings
from redraft.critics.logic.drafts import asked_statement, options_in, plain, verdict_of
from redraft.errors import Misuse
from redraft.evals.labelled.forms import folio, logic_programs
from redraft.evals.labelled.reading import Row, read_rows
from redraft.evals.logic.halves import half_of
from redraft.evals.steps.halves import Half

GOLD = "gold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One program.

    Attributes:
        set: the data set it comes from.
        model: who wrote it; ``gold`` for the data's own formulas.
        id: names it within its set.
        problem: what it belongs together with.
        half: of the problems.
        program: its text.
        settings: how it is to be taken, as the question says.
        n_options: answers to choose from.
        answer: the right one: a letter, or a verdict where the options are verdicts.
        options: the answers to choose from, by letter.
    """

    set: str
    model: str
    id: str
    problem: str
    half: Half
    program: str
    settings: Settings
    n_options: int
    answer: str
    options: dict[str, str]


def read_cases(path: Path, *, timeout_s: float) -> Iterator[Case]:
    """The programs of a file, in its order.

    Raises:
        Misuse: when the file cannot be read or holds something else.
    """
    for number, row in read_rows(path):
        if logic_programs.FORM.recognises(row):
            yield from _of_models(row, timeout_s)
        elif folio.FORM.recognises(row):
            yield _gold(row, number, timeout_s)
        else:
            raise Misuse(f"{path}, line {number}: neither a row of logic_programs nor of folio; see `redraft eval`")


def _of_models(row: Row, timeout_s: float) -> Iterator[Case]:
    # Reading the row as labelled outputs checks its fields.
    for output in logic_programs.FORM.outputs(row, 0):
        if not output.acceptable:
            continue
        question = output.prompt.text
        options = options_in(question)
        program = output.draft.text.rpartition("\n\nAnswer: ")[0]
        yield Case(
            set=output.groups["set"],
            model=output.groups["model"],
            id=str(row["id"]),
            problem=output.problem,
            half=half_of(output.problem),
            program=program,
            settings=_settings(question, options, timeout_s),
            n_options=len(options),
            answer=plain(str(row["answer"]), options),
            options=options,
        )


def _gold(row: Row, number: int, timeout_s: float) -> Case:
    question = folio.question_of(row)
    options = options_in(question)
    problem = " ".join(" ".join(text.split()) for text in row["premises"])
    label = folio.label_of(row)
    return Case(
        set="FOLIO",
        model=GOLD,
        id=f"#{number}",
        problem=problem,
        half=half_of(problem),
        program=folio.program_of(row),
        settings=_settings(question, options, timeout_s),
        n_options=len(options),
        answer=verdict_of(label) or label,
        options=options,
    )


def _settings(question: str, options: dict[str, str], timeout_s: float) -> Settings:
    closed = {verdict_of(option) for option in options.values()} == {"true", "false"}
    return Settings(world="closed" if closed else "open", asked=asked_statement(question), timeout_s=timeout_s)
