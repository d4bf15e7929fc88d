"""A critic whose scores are probabilities, by a calibrator that its card brings."""

from dataclasses import dataclass, replace
from typing import final

from redraft.core import Context, Critic, CriticKind, Critique, Draft, Prompt
from redraft.errors import Misuse
from redraft.trust.knots import Calibrator


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """A critic whose score is replaced by the probability that labelled outputs with such a score were acceptable.

    Only the score changes: findings, text and usage stay, the critic's own score goes into `Critique.details` as
    ``raw_score``, and what is unscored stays unscored. As a calibrator is monotone, the ranking of drafts stays as it
    is; which of them pass may change, for .5 then means as often right as wrong.

    The probability holds where drafts are like those of the card's data. Where acceptable drafts are rarer, or come
    from another model, it is too high or too low, and ranks still hold.

    Attributes:
        critic: who judges.
        calibrator: from its card.
        fitted_for: version of the critic that the calibrator was fitted for; None to take it for any.

    Raises:
        Misuse: when the critic is of another version than `fitted_for`.
    """

    critic: Critic
    calibrator: Calibrator
    fitted_for: str | None = None

    def __post_init__(self) -> None:
        """Refuse a calibrator of another version: other verdicts would be read as if they were those measured."""
        if self.fitted_for is not None and self.fitted_for != self.critic.version:
            raise Misuse(
                f"the calibrator was fitted for version {self.fitted_for!r} of the critic {self.critic.name!r}, which "
                f"is now of version {self.critic.version!r}; measure it again with `redraft critics measure`"
            )

    @property
    def name(self) -> str:
        """The critic's own name."""
        return self.critic.name

    @property
    def version(self) -> str:
        """The critic's own version with the calibrator's fingerprint."""
        return f"{self.critic.version}+{self.calibrator.fingerprint}"

    @property
    def kind(self) -> CriticKind:
        """What the critic's verdicts rest on; calibration does not change that."""
        return self.critic.kind

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """The critic's critique with a calibrated score.

        Raises:
            Exception: whatever the critic raises; the engine makes an unscored critique of it.
        """
        said = await self.critic.examine(prompt, draft, context)
        if said.score is None:
            return replace(said, version=self.version)
        return replace(
            said,
            version=self.version,
            score=self.calibrator.chance(said.score),
            details={**said.details, "raw_score": repr(said.score)},
        )
