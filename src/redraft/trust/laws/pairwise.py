"""A critic that compares two answers: it can make the model no surer than it is accurate itself.

A critic orders pairs rightly with probability q. The model holds the worse answer to be the better one with
probability l. Its expected step is then l - (1 - q) times the difference of the two answers, where a perfect critic
would have caused l times it. The step vanishes where the model prefers the better answer with probability q, and it
leads back beyond. This is exact for any pair and any state of the model, each pair of a list included, as long as the
critic errs on each comparison anew.
"""

from redraft.errors import Misuse
from redraft.trust.laws.checks import check_rate


def expected_step(pair_accuracy: float, loss_probability: float) -> float:
    """The expected step along (better - worse), in units of the step size: l - (1 - q), in [-1, 1].

    Args:
        pair_accuracy: q, in [0, 1]: how often the critic orders a pair rightly.
        loss_probability: l, in [0, 1]: the probability that the model gives to the worse answer being the better one.

    Raises:
        Misuse: when one is no rate.

    Source: bradley1952rank, whose gradient it is under labels that are wrong at the rate 1 - q
    """
    check_rate("pair_accuracy", pair_accuracy)
    check_rate("loss_probability", loss_probability)
    return loss_probability - (1 - pair_accuracy)


def relative_alignment(pair_accuracy: float, loss_probability: float = 0.5) -> float:
    """What the critic leaves of the step of a perfect one: 1 - (1 - q) / l, at most 1, below 0 where it leads back.

    Args:
        pair_accuracy: q, in [0, 1].
        loss_probability: l, in (0, 1]; one half for an undecided model, where this is 2 q - 1, Kendall's tau.

    Raises:
        Misuse: when one is no rate, or the model is already sure (l = 0), when there is no step to compare with.
    """
    step = expected_step(pair_accuracy, loss_probability)
    if loss_probability == 0:
        raise Misuse("`loss_probability` must be above 0, got 0; a model that is sure takes no step")
    return step / loss_probability


def stopping_point(pair_accuracy: float) -> float:
    """The probability that the model ends up giving to the better answer: q, the accuracy of the critic itself.

    Raises:
        Misuse: when it is no rate.
    """
    check_rate("pair_accuracy", pair_accuracy)
    return pair_accuracy


def tau_of_accuracy(pair_accuracy: float) -> float:
    """Kendall's tau of a critic that orders pairs rightly with this probability: 2 q - 1, in [-1, 1].

    Raises:
        Misuse: when it is no rate.

    Source: kendall1938new
    """
    check_rate("pair_accuracy", pair_accuracy)
    return 2 * pair_accuracy - 1
