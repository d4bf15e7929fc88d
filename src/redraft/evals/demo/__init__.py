"""What `redraft demo` computes: the embedded model correcting itself on problems it has not seen, beside its baselines.

Reading order: `arms` (the ways of answering that are compared), `play` (running them through the engine), `result` (the
figures), `run` (all of it), `one` (a single problem).
"""

from redraft.evals.demo.one import Posed, posed
from redraft.evals.demo.play import Played, Progress
from redraft.evals.demo.result import ArmResult, DemoResult, Stage, WorldResult
from redraft.evals.demo.run import run_demo

__all__ = ["ArmResult", "DemoResult", "Played", "Posed", "Progress", "Stage", "WorldResult", "posed", "run_demo"]
