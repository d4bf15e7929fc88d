"""Samples played through the real engine, in one way or several, with what every attempt was worth.

Reading order: `arm` (a way of answering), `played` (one sample answered in one way), `oracle` (the critic that knows
the answer, an upper bound), `play` (all samples, side by side).
"""

from redraft.evals.playing.arm import Arm
from redraft.evals.playing.oracle import oracle
from redraft.evals.playing.play import Watch, play
from redraft.evals.playing.played import Played

__all__ = ["Arm", "Played", "Watch", "oracle", "play"]
