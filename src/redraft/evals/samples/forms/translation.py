"""Texts with reference translations; an answer is scored by what it has in common with them.

A row is ``{"source", "reference", "target_language"}`` with one reference or a list of them and, if it likes,
``source_language``, ``id``, ``problem``, ``groups``, ``scorer`` (``chrf`` or ``bleu``) and ``at_least``, the value from
which an answer counts as right.
"""

from typing import cast

from redraft.critics.translation.languages import language
from redraft.critics.translation.segment import Segment
from redraft.errors import Misuse
from redraft.evals.labelled.forms.fields import text_in, texts_in
from redraft.evals.labelled.forms.plain import name_in
from redraft.evals.sample import Sample
from redraft.evals.samples.forms.base import Row, SampleForm, listed
from redraft.evals.samples.scorers.translation import METRICS, RIGHT_FROM, LikeReference, Metric
from redraft.profiles.translating import translation_prompt

_KNOWN = frozenset(
    {"id", "source", "reference", "source_language", "target_language", "problem", "groups", "scorer", "at_least"}
)


def _sample(row: Row) -> Sample:
    unknown = sorted(row.keys() - _KNOWN)
    if unknown:
        raise Misuse(f"no such field: {unknown[0]!r}; known: {', '.join(sorted(_KNOWN))}")
    source, target = row.get("source_language"), language(text_in(row, "target_language"))
    id, problem = name_in(row, "id"), name_in(row, "problem")
    segment = Segment(
        source=text_in(row, "source"),
        source_language=None if source is None else language(text_in(row, "source_language")),
        target_language=target,
    )
    prompt = translation_prompt(segment, id=id)
    metric = row.get("scorer", "chrf")
    if metric not in METRICS:
        raise Misuse(f"`scorer` is one of {', '.join(METRICS)} for translations, got {metric!r:.60}")
    return Sample(
        prompt=prompt,
        scorer=LikeReference(
            reference=listed(row, "reference") if isinstance(row["reference"], list) else (text_in(row, "reference"),),
            metric=cast("Metric", metric),
            language=target,
            at_least=_number(row.get("at_least", RIGHT_FROM)),
        ),
        problem=prompt.id if problem is None else problem,
        groups=texts_in(row, "groups"),
    )


def _number(value: object) -> float:
    try:
        return float(str(value))
    except ValueError as error:
        raise Misuse(f"`at_least` must be a number in (0, 1], got {value!r:.60}") from error


FORM = SampleForm(name="translation", keys=frozenset({"source", "reference"}), sample=_sample, repeats=False)
