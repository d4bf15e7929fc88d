"""A file of segments: every translation in it checked, corrected where a better one wins, and otherwise untouched."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from redraft.batch.config import BatchConfig, BatchReport
from redraft.batch.forms.bilingual.files import BilingualForm, bilingual_form_of, open_bilingual
from redraft.batch.forms.bilingual.reading import BilingualReader, Left
from redraft.batch.forms.bilingual.slots import BilingualOptions
from redraft.batch.forms.bilingual.writing import BilingualWriter, SegmentResult, What
from redraft.batch.run import Files, Watch, run_batch
from redraft.critics.translation.glossary import Glossary, read_glossary
from redraft.errors import Misuse
from redraft.evals.samples.scorers.translation import CorpusScore, corpus_scores

MAX_TERMS = 40
"""Lines of a glossary that a prompt shows; no segment holds more of its terms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationConfig:
    """One file of segments.

    Attributes:
        input: the file.
        options: which segments, into which language.
        form: its form; None goes by its name.
        glossary: file of terms that the model is told of where a segment has them; None for none. Who checks them is a
            critic's own setting.
        other: file with other translations of the same texts, for critics that compare; None for none.
    """

    input: Path
    options: BilingualOptions = field(default_factory=BilingualOptions)
    form: BilingualForm | None = None
    glossary: Path | None = None
    other: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationReport:
    """How the file ended.

    Attributes:
        batch: the batch's own report.
        segments: what became of each segment that was worked on, in the order of the file.
        left: segments that nothing was done with, and why.
        glossary_faults: rows of the glossary that cannot be used.
    """

    batch: BatchReport
    segments: tuple[SegmentResult, ...]
    left: tuple[Left, ...]
    glossary_faults: tuple[str, ...]

    @property
    def counts(self) -> Mapping[What, int]:
        """Segments by what became of them."""
        return Counter(segment.what for segment in self.segments)

    @property
    def refuted(self) -> tuple[SegmentResult, ...]:
        """Segments whose translation stands in the file without a mark although a critic refuted it."""
        return tuple(one for one in self.segments if one.refuted and one.what in ("kept", "corrected"))


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainstReferences:
    """What chrF and BLEU say of the segments that have a reference translation.

    Attributes:
        n: segments with a reference and a translation both before and after, which alone can be compared.
        n_references: references that were found for segments of the file.
        before: the scores of the translations that were there; None when there are no segments to compare.
        after: the scores of what stands there now.
    """

    n: int
    n_references: int
    before: tuple[CorpusScore, ...] | None
    after: tuple[CorpusScore, ...] | None


def references_of(path: Path, options: BilingualOptions) -> Mapping[str, str]:
    """Reference translations by their sources; the last of several for one source. Read before anybody is asked.

    Raises:
        Misuse: when the file cannot be read.
    """
    return _others(path, options)


def against_references(
    report: TranslationReport, config: TranslationConfig, references: Mapping[str, str]
) -> AgainstReferences:
    """The chrF and BLEU before and after, where there are reference translations; nobody who corrects sees them.

    Args:
        report: what became of the segments.
        config: what was read.
        references: as `references_of` reads them.

    Raises:
        MissingExtra: without sacrebleu.
    """
    wanted = references
    found = [(one, wanted[one.source]) for one in report.segments if one.source is not None and one.source in wanted]
    both = [
        (one.before, one.after, wanted) for one, wanted in found if one.before is not None and one.after is not None
    ]
    if not both:
        return AgainstReferences(n=0, n_references=len(found), before=None, after=None)
    target = reader_of(config, None).language
    befores, afters, texts = zip(*both, strict=True)
    return AgainstReferences(
        n=len(both),
        n_references=len(found),
        before=corpus_scores(befores, texts, language=target),
        after=corpus_scores(afters, texts, language=target),
    )


async def translate_file(
    config: TranslationConfig, batch: BatchConfig, watch: Watch = lambda progress: None
) -> TranslationReport:
    """Check and correct the translations of a file, and write the file anew with what won.

    Everything else in it stays byte for byte; where nothing wins the whole file does. Like every batch it is resumable,
    and each segment has one record.

    Args:
        config: what to read.
        batch: where to write and by which plan; its input is not looked at.
        watch: told of the progress after every result.

    Raises:
        Misuse: when file, glossary or configuration cannot work, before any model is asked.
        StoreError: when store or ledger fail.
    """
    if batch.output.exists() and batch.output.samefile(config.input):
        raise Misuse(
            f"{str(batch.output)!r} is the input itself, and a run can only be resumed beside it; name another"
        )
    glossary = None if config.glossary is None else read_glossary(config.glossary)
    reader = reader_of(config, glossary)
    writers: list[BilingualWriter] = []

    def writer(target: Path) -> BilingualWriter:
        writers.append(BilingualWriter(target, reader))
        return writers[-1]

    reader.count()  # a file that is broken somewhere is found before the first model is asked
    report = await run_batch(batch, watch, files=Files(reader=reader, writer=writer))
    return TranslationReport(
        batch=report,
        segments=tuple(writers[0].results),
        left=tuple(reader.left),
        glossary_faults=() if glossary is None else glossary.faults,
    )


def reader_of(config: TranslationConfig, glossary: Glossary | None) -> BilingualReader:
    """Who reads the segments of a file as prompts.

    Raises:
        Misuse: when the file, or the one with other translations, cannot be read.
    """
    form = bilingual_form_of(config.input) if config.form is None else config.form
    return BilingualReader(
        config.input,
        form,
        config.options,
        others={} if config.other is None else _others(config.other, config.options),
        terms=_no_terms if glossary is None else terms_of(glossary),
    )


def terms_of(glossary: Glossary) -> Callable[[str], Sequence[str]]:
    """The lines of a glossary that a text needs: those whose term stands in it, in small or capital letters."""
    lines = [
        (term.source.casefold(), f"{term.source} = {' | '.join(term.targets)}")
        for term in glossary.terms
        if term.targets
    ]

    def in_text(text: str) -> Sequence[str]:
        folded = text.casefold()
        return [line for source, line in lines if source in folded][:MAX_TERMS]

    return in_text


def _no_terms(_: str) -> Sequence[str]:
    return ()


def _others(path: Path, options: BilingualOptions) -> Mapping[str, str]:
    """Other translations by their sources; the last of several for one source."""
    file = open_bilingual(path, bilingual_form_of(path), options)
    return {slot.source: slot.target for slot in file.slots() if slot.target is not None}
