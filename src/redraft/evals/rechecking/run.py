"""A profile run again on a fixed set."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from redraft.engine.plan import Plan
from redraft.errors import Misuse
from redraft.evals.playing import Arm, Played, play
from redraft.evals.rechecking.result import Recheck
from redraft.evals.samples import SampleData
from redraft.trust.intervals import proportion
from redraft.trust.monitoring import Terms
from redraft.trust.monitoring.fixed_set import p_at_most, p_no_worse


class Calibrated(NamedTuple):
    """What the calibration saw at the certified threshold."""

    n_broken: int
    n: int


async def recheck(
    plan: Plan,
    data: SampleData,
    *,
    profile: str,
    terms: Terms,
    concurrency: int,
    calibrated: Calibrated | None = None,
    on_played: Callable[[Played], None] = lambda played: None,
) -> Recheck:
    """Run `plan` on every sample and hold what it breaks against what was promised.

    Args:
        plan: as it runs now, its guarantee included; nothing is recorded.
        data: the fixed set; references are seen by its scorers alone.
        profile: name of the profile.
        terms: what was promised.
        concurrency: samples side by side, at least 1.
        calibrated: what the calibration saw at the certified threshold, if that is known.
        on_played: told of every sample when it is done.

    Raises:
        Misuse: when the set holds no sample.
    """
    if not data.samples:
        raise Misuse(f"{data.name!r} holds no sample; give a set with prompts and references")
    arm = Arm(name=profile, plan=replace(plan, recorder=None))
    played = await play(arm, data.samples, concurrency=concurrency, on_played=on_played)
    return judged(played, plan, data, profile=profile, terms=terms, calibrated=calibrated)


def judged(
    played: Sequence[Played],
    plan: Plan,
    data: SampleData,
    *,
    profile: str,
    terms: Terms,
    calibrated: Calibrated | None = None,
) -> Recheck:
    """What came out, from samples that were played; the arguments are those of `recheck`."""
    scored = [one for one in played if one.draft.right is not None and one.outcome.right is not None]
    n, n_broken = len(played), sum(map(_may_be_broken, played))
    promise = p_at_most(n_broken, n, terms.epsilon) if scored else None
    certificate = None if plan.guarantee is None else plan.guarantee.certificate
    return Recheck(
        profile=profile,
        data=data.name,
        data_sha256=data.sha256,
        n=n,
        n_unscored=n - len(scored),
        n_broken=n_broken,
        n_repaired=sum(one.repaired for one in scored),
        n_changed=sum(one.final not in (None, 0) for one in scored),
        broken=proportion(n_broken, n) if scored else None,
        epsilon=terms.epsilon,
        delta=terms.delta,
        p_promise=promise,
        certificate_n=None if certificate is None else certificate.n,
        certificate_broken=None if calibrated is None else calibrated.n_broken,
        p_no_worse=p_no_worse(n_broken, n, *calibrated) if calibrated is not None and scored else None,
        void=None if plan.guarantee is None else plan.guarantee.void,
        finding="untold" if promise is None else "refuted" if promise <= terms.delta else "holds",
    )


def _may_be_broken(one: Played) -> bool:
    """Whether a right draft was made wrong, or may have been, counted as for a certificate.

    What was returned as it was drafted, or got no draft at all, is not broken, whether it can be scored or not.
    """
    return one.final not in (None, 0) and one.draft.right is not False and one.outcome.right is not True
