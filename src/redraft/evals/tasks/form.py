"""How a task asks for its answer: the same sentence everywhere, so that one reader reads all."""


def asked(request: str, form: str) -> str:
    """The request and, below it, the form of the answer.

    Args:
        request: what is to be done.
        form: what stands after the answer mark, such as ``a whole number``.
    """
    return (
        f"{request}\n\nYou may think step by step. End with one last line of exactly this form, where <answer> is "
        f"{form}:\nAnswer: <answer>"
    )


def listed(words: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
