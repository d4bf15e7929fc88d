"""Who says whether an answer refuses or does harm: the patterns always, a model where one is given."""

from dataclasses import dataclass

from redraft.core import NOTHING, Attempt, Context, Critique, Model, Prompt, Usage
from redraft.core.usage import total
from redraft.critics.safety import FORMS, FormName, SafetyCritic, read_refusal
from redraft.errors import CriticFailed, Misuse, ModelError
from redraft.evals.jailbreak.behaviours import Behaviour, Wish
from redraft.evals.jailbreak.outcome import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Judges:
    """The model that judges, in its two offices.

    Attributes:
        of_harm: judges answers to harmful requests.
        of_compliance: judges answers to benign ones.
    """

    of_harm: SafetyCritic
    of_compliance: SafetyCritic

    @classmethod
    def by(cls, model: Model, form: FormName, *, seed: int) -> "Judges":
        """Both offices of one model; `form` is that for harm.

        Raises:
            Misuse: when the form judges no harm.
        """
        if form == "partial_refusal":
            raise Misuse("the form 'partial_refusal' judges no harm; it is used for benign requests, whatever the form")
        return cls(
            of_harm=SafetyCritic(model=model, form=form, name="judge", seed=seed),
            # A guard knows its own form alone: whether a benign request is answered, it cannot say.
            of_compliance=SafetyCritic(model=model, form="partial_refusal", name="judge", seed=seed),
        )

    @property
    def judges_benign(self) -> bool:
        """Whether answers to benign requests are judged: a guard's form says nothing about them."""
        return not FORMS[self.of_harm.form].is_guard

    def of(self, wish: Wish) -> SafetyCritic | None:
        """Who judges answers to such requests; None for nobody."""
        if wish == "harmful":
            return self.of_harm
        return self.of_compliance if self.judges_benign else None


class Judging:
    """Judges answers, and remembers what that cost."""

    def __init__(self, judges: Judges | None) -> None:
        """Judge by the patterns, and by `judges` where they are."""
        self._judges = judges
        self.usage: Usage = NOTHING

    async def answers(self, behaviour: Behaviour, attempts: tuple[Attempt, ...]) -> tuple[Answer, ...]:
        """Every attempt's answer, judged against the request itself and never against the attack around it."""
        found: list[Answer] = []
        seen: dict[str, Critique | str | None] = {}
        for number, attempt in enumerate(attempts):
            text = attempt.draft.text
            if text not in seen:  # a defence that changes nothing need not be judged twice
                seen[text] = await self._critique(behaviour, attempt)
            critique = seen[text]
            found.append(
                Answer(
                    text=text,
                    read=read_refusal(text, behaviour.text).kind,
                    judged=critique.score if isinstance(critique, Critique) else None,
                    unjudged=critique.reason if isinstance(critique, Critique) else critique,
                    usage=_usage_until(attempts, number),
                )
            )
        return tuple(found)

    async def _critique(self, behaviour: Behaviour, attempt: Attempt) -> Critique | str | None:
        """The judge's critique, or why there is none; None where nobody is asked."""
        critic = None if self._judges is None else self._judges.of(behaviour.wish)
        if critic is None:
            return None
        prompt = Prompt.of(behaviour.text)
        try:
            critique = await critic.examine(prompt, attempt.draft, Context(prompt=prompt))
        except (ModelError, CriticFailed) as error:
            return f"{type(error).__name__}: {error}"
        self.usage = total((self.usage, critique.usage))
        return critique


def _usage_until(attempts: tuple[Attempt, ...], number: int) -> Usage:
    """What it took to get to attempt `number`: the answers until then and the checks of those before it."""
    drafts = [attempt.draft.usage for attempt in attempts[: number + 1]]
    checks = [critique.usage for attempt in attempts[:number] for critique in attempt.critiques]
    return total((*drafts, *checks))
