"""The outlook of a world: every rate that decisions rest on, measured on prompts that nothing is reported on."""

from collections.abc import Callable, Sequence

from redraft.core import Model
from redraft.engine.outlook import Outlook
from redraft.evals.adapting.estimating import critic_rates, draft_right_rate, moves_in, writing_rates
from redraft.evals.adapting.fixed import FixedRounds, Kind, Stop
from redraft.evals.adapting.streams import Draw, Quality, Stream, World, play_stream


def fixed(outlook: Outlook, kind: Kind, stop: Stop) -> Callable[[World], FixedRounds]:
    """The fixed strategy of a kind, as a world is asked; its rounds are the world's."""

    def made(world: World) -> FixedRounds:
        return FixedRounds(
            outlook=outlook,
            kind=kind,
            stop=stop,
            rounds=world.most_rounds,
            draft_temperature=world.draft_temperature,
            redraft_temperature=world.redraft_temperature,
        )

    return made


async def measured_outlook(world: World, qualities: Sequence[Quality], draw: Draw, model: Model) -> Outlook:
    """What redrafts by each critic's verdicts and resamples are worth in a world, and the critics' cards.

    Every prompt of the draw is played to the last round, once by each critic, whatever it says.
    """
    before = Outlook(threshold=world.threshold)  # the gate's word on which answer stands moves nothing that is written
    critics = {}
    for quality in qualities:
        stream = Stream(name=quality.name, world=world, qualities=(quality,))
        played = await play_stream(stream, fixed(before, "redraft", "never"), draw, model)
        critics[quality.name] = critic_rates(played, quality.name, threshold=world.threshold, fresh=quality.fresh)
    resampled = await play_stream(stream, fixed(before, "resample", "never"), draw, model)
    return Outlook(
        draft_right=draft_right_rate(resampled),
        critics=critics,
        resample=writing_rates(list(moves_in(resampled)), before.resample),
        threshold=world.threshold,
    )
