"""The adaptive strategy against every fixed one, at equal calls, on the embedded model's worlds.

Reading order: `streams` (prompts, critics of known qualities), `estimating` (rates from played samples), `outlooks`
(all rates of a world), `fixed` (the rivals), `remembering` (the same answers for all), `run` (the comparison), `result`
(what it found).
"""

from redraft.evals.adapting.estimating import critic_rates, draft_right_rate, moves_in, writing_rates
from redraft.evals.adapting.fixed import FixedRounds
from redraft.evals.adapting.outlooks import measured_outlook
from redraft.evals.adapting.result import FixedPoint, Level, Prices, StreamResult, as_text
from redraft.evals.adapting.run import PRICES, AdaptingConfig, compare
from redraft.evals.adapting.streams import MIXED, STREAMS, WORLDS, Draw, Quality, Stream, World, flipped, play_stream

__all__ = [
    "MIXED",
    "PRICES",
    "STREAMS",
    "WORLDS",
    "AdaptingConfig",
    "Draw",
    "FixedPoint",
    "FixedRounds",
    "Level",
    "Prices",
    "Quality",
    "Stream",
    "StreamResult",
    "World",
    "as_text",
    "compare",
    "critic_rates",
    "draft_right_rate",
    "flipped",
    "measured_outlook",
    "moves_in",
    "play_stream",
    "writing_rates",
]
