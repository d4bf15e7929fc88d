"""chrF and BLEU against reference translations, by sacrebleu; for evaluation only, no critic ever sees a reference.

Both count what letters or words a translation has in common with a reference. They say little about one sentence and
miss a lost negation; compare systems by them on many, and look at their signature before comparing across papers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from redraft.core import Draft
from redraft.errors import MissingExtra, Misuse
from redraft.evals.sample import Score

Metric = Literal["chrf", "bleu"]

METRICS: tuple[Metric, ...] = ("chrf", "bleu")

RIGHT_FROM = 0.5
"""Value from which an answer counts as right, unless a row says otherwise: evaluations count right answers, and no
value makes a translation right. Choose one for a set and keep to it."""

# Sacrebleu's tokenizers for Japanese and Korean need dictionaries of their own; characters do without.
_TOKENIZERS = {"zh": "zh", "ja": "char", "ko": "char", "th": "char"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeReference:
    """Right when the answer has enough in common with a reference translation.

    Attributes:
        reference: the reference translations, at least one.
        metric: ``chrf`` (letters, chrF2) or ``bleu`` (words, with effective order, as is usual for single sentences).
        language: IETF tag of the translation's language; it decides how BLEU finds words.
        at_least: value in (0, 1] from which the answer is right.

    Raises:
        Misuse: when there is no reference, or `at_least` is out of range.
        MissingExtra: without sacrebleu.

    Source: popovic2015chrf; papineni2002bleu; post2018call
    """

    reference: tuple[str, ...]
    metric: Metric = "chrf"
    language: str | None = None
    at_least: float = RIGHT_FROM
    version: str = "1"

    def __post_init__(self) -> None:
        """Refuse what nothing can be compared with."""
        if not self.reference or not all(text.strip() for text in self.reference):
            raise Misuse(f"`reference` needs a translation, got {self.reference!r:.60}; write at least one")
        if not 0 < self.at_least <= 1:
            raise Misuse(f"`at_least` lies in (0, 1], got {self.at_least!r}; sacrebleu's 50 is 0.5 here")
        _metrics()

    @property
    def name(self) -> str:
        """The metric's."""
        return self.metric

    async def score(self, draft: Draft) -> Score:
        """See `redraft.evals.sample.Scorer`; its text holds sacrebleu's value and signature."""
        metric = _metric(self.metric, self.language, sentence=True)
        value = metric.sentence_score(draft.text.strip(), list(self.reference)).score
        # Rounded as sacrebleu computes it: 100.00000000000004 for equal texts.
        share = min(1.0, max(0.0, round(value / 100, 12)))
        said = f"{_spoken(self.metric)} {value:.1f} ({metric.get_signature()})"
        return Score(right=share >= self.at_least, value=share, text=said)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusScore:
    """A metric over a whole set, as sacrebleu's command computes it; not the mean over its sentences.

    Attributes:
        metric: which.
        value: on sacrebleu's scale, 0 to 100, higher is better.
        signature: how it was computed: references, letter case, tokenizer, version.
        n: sentences.
    """

    metric: Metric
    value: float
    signature: str
    n: int

    @property
    def name(self) -> str:
        """What papers call it."""
        return _spoken(self.metric)


def corpus_scores(
    translations: Sequence[str], references: Sequence[str], *, language: str | None = None
) -> tuple[CorpusScore, ...]:
    """The chrF and the BLEU of a set of translations, one reference each.

    Args:
        translations: in the order of the references.
        references: as many.
        language: IETF tag of their language.

    Raises:
        Misuse: when there are none, or not as many of both.
        MissingExtra: without sacrebleu.

    Source: post2018call
    """
    if not translations or len(translations) != len(references):
        raise Misuse(f"need as many references as translations, got {len(references)} and {len(translations)}")
    scores = []
    for name in METRICS:
        metric = _metric(name, language, sentence=False)
        value = metric.corpus_score(list(translations), [list(references)]).score
        signature = str(metric.get_signature())
        scores.append(CorpusScore(metric=name, value=value, signature=signature, n=len(translations)))
    return tuple(scores)


def _spoken(metric: Metric) -> str:
    return "chrF2" if metric == "chrf" else "BLEU"


def _metric(name: Metric, language: str | None, *, sentence: bool) -> Any:
    metrics = _metrics()
    if name == "chrf":
        return metrics.CHRF()
    primary = "" if language is None else language.replace("_", "-").partition("-")[0].casefold()
    return metrics.BLEU(tokenize=_TOKENIZERS.get(primary, "13a"), effective_order=sentence)


def _metrics() -> Any:
    try:
        from sacrebleu import metrics
    except ModuleNotFoundError as error:
        raise MissingExtra(
            "chrF and BLEU need sacrebleu; install it with: pip install 'redraft[translation]'"
        ) from error
    return metrics
