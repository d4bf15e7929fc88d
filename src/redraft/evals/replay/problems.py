"""What is replayed: a prompt with the answers that stand for its successive drafts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from redraft.core import Draft, Prompt
from redraft.evals.labelled.output import LabelledOutput


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A stored answer.

    Attributes:
        id: names it within its data.
        draft: the answer.
        acceptable: its label; None where nobody gave one.
    """

    id: str
    draft: Draft
    acceptable: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A prompt with its stored answers.

    Attributes:
        id: names it within its data.
        cluster: problems of one cluster are not independent: the same problem answered by several models.
        prompt: what was asked.
        answers: in the order in which they are handed out, at least one.
        groups: what to report apart; those that all its answers share.
    """

    id: str
    cluster: str
    prompt: Prompt
    answers: tuple[Answer, ...]
    groups: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_labelled(self) -> bool:
        """Whether every answer has a label."""
        return all(answer.acceptable is not None for answer in self.answers)


def from_outputs(outputs: Iterable[LabelledOutput], *, by: str | None = None) -> tuple[Problem, ...]:
    """Labelled outputs put together by problem, in the order of their first outputs.

    Outputs are drafts of one problem when they name the same one and answer the same prompt, visible tests and the like
    included.

    Args:
        outputs: in the order in which they are handed out.
        by: name of a group whose values are kept apart, such as ``model``, so that no model repairs another's draft.
    """
    together: dict[tuple[object, ...], list[LabelledOutput]] = {}
    for output in outputs:
        prompt = output.prompt
        asked = (prompt.id, tuple(sorted(prompt.metadata.items())))
        key = (output.problem, *asked, None if by is None else output.groups.get(by))
        together.setdefault(key, []).append(output)
    ids: dict[str, int] = {}
    problems = []
    for members in together.values():
        name = members[0].problem
        ids[name] = ids.get(name, 0) + 1
        problems.append(
            Problem(
                id=name if ids[name] == 1 else f"{name} ({ids[name]})",
                cluster=name,
                prompt=members[0].prompt,
                answers=tuple(Answer(id=one.id, draft=one.draft, acceptable=one.acceptable) for one in members),
                groups=_shared([one.groups for one in members]),
            )
        )
    return tuple(problems)


def _shared(groups: list[Mapping[str, str]]) -> dict[str, str]:
    first = groups[0]
    return {name: value for name, value in first.items() if all(other.get(name) == value for other in groups)}
