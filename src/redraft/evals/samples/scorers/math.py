r"""Mathematics as an answer: the same number, the same letter, or the same LaTeX but for ways of writing it."""

import re
from dataclasses import dataclass
from fractions import Fraction

from redraft.core import Draft
from redraft.evals.quantities import stated_quantity
from redraft.evals.sample import Score
from redraft.evals.samples.scorers.choice import letter_in
from redraft.evals.samples.scorers.formulas import apart, equal
from redraft.evals.samples.scorers.number import decimals_of, number_in, same_number
from redraft.evals.samples.scorers.stated import stated_in
from redraft.evals.samples.scorers.verdicts import told

_N_OPTIONS = 10  # A to J
_LONGEST = 2_000

_SAME = (
    (re.compile(r"\\(?:left|right|displaystyle|,|;|:|!|quad|qquad|limits|big|Big)(?![A-Za-z])|\\ |~"), ""),
    (re.compile(r"\{,\}"), ","),
    (re.compile(r"\\(?:leq|le)(?![A-Za-z])"), "<="),
    (re.compile(r"\\(?:geq|ge)(?![A-Za-z])"), ">="),
    (re.compile(r"[\s$]|\\\(|\\\)|\\\[|\\\]|\\%|%|\\\\"), ""),
    (re.compile(r"\\[dtc]frac"), r"\\frac"),
    (re.compile(r"\\(?:text|mathrm|mathbf|textbf|mbox|operatorname)\{([^{}]{0,200})\}"), r"\1"),
    (re.compile(r"\\(?:cdot|times)"), "*"),
    (re.compile(r"\^\{\\circ\}|\^?\\(?:circ|degree)|°"), ""),
    (re.compile(r"\\frac([0-9])([0-9])"), r"\\frac{\1}{\2}"),
    # Only where no bracket is lost and nothing can run into it: "\frac{1}{2x}" is not "1/2x".
    (
        re.compile(r"(?<![0-9A-Za-z}])\\frac\{([0-9]{1,30}|[A-Za-z])\}\{([0-9]{1,30}|[A-Za-z])\}(?![0-9A-Za-z\\({^_])"),
        r"\1/\2",
    ),
    (re.compile(r"\\sqrt([0-9])"), r"\\sqrt{\1}"),
    (re.compile(r"\^\{([0-9A-Za-z])\}"), r"^\1"),
    (re.compile(r"_\{([0-9A-Za-z])\}"), r"_\1"),
)
_NAMED = re.compile(r"^[A-Za-z](?:\([A-Za-z]\))?=|^\\?[A-Za-z]+\\in")
_NUMBER = re.compile(r"-?[0-9.,/]{1,80}(?:e[-+]?[0-9]{1,4}|\*10\^\{?-?[0-9]{1,4}\}?)?")
_LIST = re.compile(r"\(([^()]{1,500},[^()]{1,500})\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mathematics:
    r"""Right when the stated answer is the reference: in LaTeX, as a number, or as the letter of an option.

    Writings that differ in spacing, brackets, fractions and roots are the same, and so are formulas that have the same
    value at a few points. Of sets, intervals and matrices only the writing is compared.

    Attributes:
        reference: the answer, without a mark.
    """

    reference: str
    name: str = "math"
    version: str = "2"

    def answer_of(self, text: str) -> str:
        """The part of an answer that is compared."""
        if self._is_letter:
            return letter_in(text, ("",) * _N_OPTIONS) or ""
        stated = stated_in(text)
        return as_written(text if stated is None else stated)

    async def score(self, draft: Draft) -> Score:
        """See `redraft.evals.sample.Scorer`."""
        if self._is_letter:
            return told(self.answer_of(draft.text) == self.reference.strip("() "))
        wanted = as_written(self.reference)
        if self.answer_of(draft.text) == wanted:
            return told(True)
        number = stated_quantity(self.reference)
        if number is not None and _NUMBER.fullmatch(wanted) and self._is_number(draft.text, number.value):
            return told(True)
        return told(self._is_equal(draft.text))

    def _is_number(self, text: str, wanted: Fraction) -> bool:
        """Whether the answer is that number; its unit does not count, but a multiple of a root or a letter is none."""
        answer = number_in(text)
        return answer is not None and same_number(answer, wanted, decimals=decimals_of(self.reference))

    def _is_equal(self, text: str) -> bool:
        stated = stated_in(text)
        one, other = (_NAMED.sub("", latex.strip().strip("$. ")) for latex in (stated or text, self.reference))
        return equal(one, other)

    @property
    def _is_letter(self) -> bool:
        return re.fullmatch(r"\(?[A-J]\)?", self.reference.strip()) is not None


def as_written(latex: str) -> str:
    """LaTeX in one form for comparing; two formulas of different form may still be equal."""
    text = apart(latex[:_LONGEST])
    for pattern, by in _SAME:
        text = pattern.sub(by, text)
    text = text.rstrip(".,;")
    text = _NAMED.sub("", text).casefold()
    listed = _LIST.fullmatch(text)
    return listed[1] if listed else text
