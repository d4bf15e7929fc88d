"""Outputs that stand in the data more than once, found by the hash of what was asked and answered."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from redraft.core import Draft, Prompt
from redraft.errors import Misuse
from redraft.evals.labelled.output import LabelledOutput
from redraft.store.codec import encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Which outputs count.

    Attributes:
        outputs: by the id of those that do, in order, the fingerprint of prompt and answer.
        n_repeated: of these, those that repeat an earlier one with the same problem. They stay: what a model answers
            often, a critic is often asked about, and intervals take the outputs of a problem together anyway.
        n_dropped: outputs left out because they repeat one with another problem, where they would count as independent
            evidence.
    """

    outputs: Mapping[str, str]
    n_repeated: int
    n_dropped: int


def kept(outputs: Iterable[LabelledOutput]) -> Kept:
    """Which of some outputs count.

    Raises:
        Misuse: when the same answer to the same prompt is labelled acceptable once and not acceptable another time.
    """
    first: dict[str, tuple[str, str, bool]] = {}
    ids: dict[str, str] = {}
    n_repeated = n_dropped = 0
    for output in outputs:
        key = fingerprint(output.prompt, output.draft)
        id, problem, label = first.setdefault(key, (output.id, output.problem, output.acceptable))
        if label != output.acceptable:
            raise Misuse(
                f"{id!r} and {output.id!r} are the same answer to the same prompt, and one is labelled acceptable, the "
                "other not; correct one of the labels, or leave both outputs out"
            )
        n_repeated += id != output.id and problem == output.problem
        if problem != output.problem:
            n_dropped += 1
            continue
        ids[output.id] = key
    return Kept(outputs=ids, n_repeated=n_repeated, n_dropped=n_dropped)


def fingerprint(prompt: Prompt, draft: Draft) -> str:
    """16 hexadecimal digits that are the same for the same answer to the same prompt, visible tests included."""
    content = encode([prompt.messages, prompt.options, sorted(prompt.metadata.items()), draft.parts])
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]
