"""The improvement law: what a step that is only partly right adds to the quality of the answer.

Quality is R = -|answer - best|^2. A step of size alpha along g changes it by 2 alpha <g, best - answer> less
alpha^2 |g|^2: the first part is linear in the step, so noise in the critic leaves A of it; the second is the price of
moving at all, which noise makes hardly cheaper. At a small fixed step the gain is therefore A times that of a perfect
critic. With the step made as large as pays, it is A^2 |g|^2 / |noisy g|^2 of it, measured to be A^2 or more.
"""

from math import isfinite

from redraft.errors import Misuse


def step_gain(step_size: float, *, slope: float, squared_length: float) -> float:
    """What a step adds to the quality: 2 alpha <g, best - answer> - alpha^2 |g|^2, in units of squared distance.

    Args:
        step_size: alpha, 0 or more.
        slope: the inner product <g, best - answer>; its mean over answers gives the mean gain.
        squared_length: |g|^2, 0 or more, or its mean.

    Raises:
        Misuse: when one is no finite number, or a step size or a squared length is negative.
    """
    _check("step_size", step_size, signed=False)
    _check("slope", slope, signed=True)
    _check("squared_length", squared_length, signed=False)
    return 2 * step_size * slope - step_size**2 * squared_length


def best_step_size(*, slope: float, squared_length: float) -> float:
    """The step with the highest gain, <g, best - answer> / |g|^2; 0 where g leads away or is 0.

    Args:
        slope: <g, best - answer>, or its mean.
        squared_length: |g|^2, 0 or more, or its mean.

    Raises:
        Misuse: when one is no finite number or the squared length is negative.
    """
    _check("slope", slope, signed=True)
    _check("squared_length", squared_length, signed=False)
    return max(slope, 0.0) / squared_length if squared_length else 0.0


def small_step_ratio(aligned: float) -> float:
    """The gain at a small fixed step, as a share of that with a perfect critic: A itself.

    Args:
        aligned: A, the alignment of the critic, in [-1, 1].

    Raises:
        Misuse: when it lies outside [-1, 1].
    """
    _check_aligned(aligned)
    return aligned


def best_step_ratio(aligned: float, *, length_ratio: float = 1.0) -> float:
    """The gain at the best step size, as a share of that with a perfect critic: A^2 E|g|^2 / E|noisy g|^2.

    Args:
        aligned: A, the alignment of the critic, in [-1, 1]; where it is not above 0, the best step is none.
        length_ratio: E|g|^2 / E|noisy g|^2, above 0. It was 1 or more wherever it was measured, for a ranking by noise
            picks less extreme answers; so 1 gives a floor that was measured, not proved.

    Raises:
        Misuse: when A lies outside [-1, 1] or the ratio is no number above 0.
    """
    _check_aligned(aligned)
    _check("length_ratio", length_ratio, signed=False)
    return max(aligned, 0.0) ** 2 * length_ratio


def _check_aligned(aligned: float) -> None:
    if not -1 <= aligned <= 1:
        raise Misuse(f"`aligned` must lie in [-1, 1], got {aligned!r}; it is the alignment of a critic")


def _check(name: str, number: float, *, signed: bool) -> None:
    if not isfinite(number) or (not signed and number < 0):
        wanted = "a finite number" if signed else "a finite number, 0 or more"
        raise Misuse(f"`{name}` must be {wanted}, got {number!r}")
