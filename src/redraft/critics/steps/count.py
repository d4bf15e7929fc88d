"""Checker of the embedded model's own sums, ``make 24 3 8 1`` answered ``3 * 8 * 1``, in the words of its trace.

The language is computed from left to right with values 0 to 99. Its critique is the two intermediate values and ``ok``
or ``no``, which is what the embedded model was taught to read.
"""

import re
from typing import NamedTuple

from redraft.prompts.trace import family_of

N_NUMBERS = 3
_N_VALUES = 100
_OUT_OF_RANGE, _UNREADABLE = "oob", "?"
_PROMPT = re.compile(r"make (\d{1,2})((?: \d{1,2}){3})", re.ASCII)
_WORDS = re.compile(r"(?:\d{1,2}|[+*-])(?:\s+(?:\d{1,2}|[+*-])){0,9}", re.ASCII)


class Sum(NamedTuple):
    """A sum that was checked.

    Attributes:
        values: the two intermediate values in words; ``oob`` outside 0..99, ``?`` where it is no sum.
        target: the value asked for.
        uses_numbers: whether exactly the numbers given are used, each once.
    """

    values: tuple[str, ...]
    target: str
    uses_numbers: bool

    @property
    def is_right(self) -> bool:
        """Whether it reaches the target with the numbers given."""
        return self.uses_numbers and self.values[-1] == self.target

    @property
    def words(self) -> str:
        """The critique in the words of the trace."""
        return " ".join([*self.values, "ok" if self.is_right else "no"])


def check_sum(asked: str, answer: str) -> Sum | None:
    """The sum that `answer` is; None when the prompt is none of `count`, or the answer is not in its words."""
    prompt = _PROMPT.fullmatch(" ".join(asked.split()))
    if prompt is None or family_of(asked) != "count" or len(answer) > 200 or not _WORDS.fullmatch(answer.strip()):
        return None
    words = answer.split()
    numbers = prompt[2].split()
    used = sorted(words[::2]) == sorted(numbers)
    return Sum(values=_working(words), target=str(int(prompt[1])), uses_numbers=used)


def _working(words: list[str]) -> tuple[str, ...]:
    is_sum = (
        len(words) == 2 * N_NUMBERS - 1
        and all(word.isdigit() for word in words[::2])
        and not any(word.isdigit() for word in words[1::2])
    )
    if not is_sum:
        return (_UNREADABLE,) * (N_NUMBERS - 1)
    values: list[str] = []
    value: int | None = int(words[0])
    for operator, number in zip(words[1::2], words[2::2], strict=True):
        value = None if value is None else _applied(value, operator, int(number))
        values.append(_OUT_OF_RANGE if value is None else str(value))
    return tuple(values)


def _applied(left: int, operator: str, right: int) -> int | None:
    value = left + right if operator == "+" else left - right if operator == "-" else left * right
    return value if 0 <= value < _N_VALUES else None
