"""How the noise-aware aligner is trained: on the truth itself, with a critic of another reliability in every task.

The published aligner learns the ranking that the critic gives, and was trained with right rewards alone. It trusts
whatever critic it meets. This one sees tasks of all redraw rates and is told what was right, so that it can learn how
much a critic is worth: from the rate, where it is told, and from whether the examples agree with one another.

Told the rate, it weighs the critic as it deserves. Not told, it has to guess, and pays at both ends, where guessing
is worst: with a critic that is never wrong and with one that knows nothing. These ends are points of the interval and
would never be drawn, so that a share of the tasks is given to them.
"""

from redraft.theory.aligners.config import AlignerConfig, TrainingConfig
from redraft.theory.aligners.tasks import Noise, TaskConfig

STEPS = 1000
"""Updates; half a minute on an idle core. Longer training lowers the regret further."""

SHARE_AT_ENDS = 0.2
"""Tasks in training whose rewards are all right or all random, half of them each."""


def noise_aware(*, tells_rate: bool, noise: Noise = "released", steps: int = STEPS, seed: int = 1) -> TrainingConfig:
    """The training of a noise-aware aligner.

    Args:
        tells_rate: whether it is told the redraw rate of each task.
        noise: which generator draws the tasks.
        steps: updates, 1 or more.
        seed: of first weights and tasks.
    """
    return TrainingConfig(
        aligner=AlignerConfig(frame="responses", n_extra_inputs=1 if tells_rate else 0),
        tasks=TaskConfig(noise=noise),
        steps=steps,
        loss="direct",
        max_redraw_rate=1.0,
        share_at_ends=SHARE_AT_ENDS,
        tells_rate=tells_rate,
        seed=seed,
    )
