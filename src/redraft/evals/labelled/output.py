"""One stored output of a model and whether it is acceptable."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from redraft.core import Draft, Location, Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledOutput:
    """A draft that somebody judged before.

    Attributes:
        id: names it within its data.
        prompt: what was asked; visible tests and the like stand in `Prompt.metadata`, as they do for any prompt.
        draft: what a model answered.
        acceptable: the label: a person's, or that of a test that no critic sees.
        problem: outputs with the same problem are not independent of each other; intervals respect that.
        groups: what to report apart, such as ``{"task": "word_sorting", "model": "gpt-4"}``.
        mistake: where the first mistake stands in the draft's text, when the data says so; None when there is none or
            it is not known.
    """

    id: str
    prompt: Prompt
    draft: Draft
    acceptable: bool
    problem: str
    groups: Mapping[str, str] = field(default_factory=dict)
    mistake: Location | None = None
