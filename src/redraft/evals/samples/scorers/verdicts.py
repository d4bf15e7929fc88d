"""The score of an answer that could be told right from wrong, in words that an oracle may show."""

from redraft.evals.sample import Score


def told(right: bool) -> Score:
    """Right or wrong; the words give nothing of the reference away."""
    return Score(right=right, text="The answer is right." if right else "The answer is wrong.")
