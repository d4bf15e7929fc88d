"""A sentence that has to keep to conditions; many sentences do."""

import random
import re
from dataclasses import dataclass

from redraft.evals.tasks.answers import LONGEST_ANSWER
from redraft.evals.tasks.form import asked, listed
from redraft.evals.tasks.task import Task, check_grade

FAMILY = "sentences"

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

# One word from each column makes a sentence that keeps to any number of words from 5 to 14.
_COLUMNS = (
    "every some my our this that".split(),
    "old young quiet clever hungry careful tall brave".split(),
    "farmer doctor teacher singer pilot sailor painter baker".split(),
    "slowly quickly often gladly never rarely".split(),
    "carries paints watches finds brings draws holds follows".split(),
    "two three four five many few".split(),
    "red small warm heavy round bright empty".split(),
    "boxes lamps books plates stones flowers boats".split(),
    "near behind beside past".split(),
    "the your his her its".split(),
    "wide green frozen silent narrow distant".split(),
    "river valley bridge forest harbour garden".split(),
    "before after until".split(),
    "sunset winter noon breakfast midnight dawn".split(),
)  # fmt: skip
# Which columns a sentence of so many words takes.
_SHAPES = {
    5: (0, 2, 4, 6, 7),
    6: (0, 1, 2, 4, 6, 7),
    7: (0, 2, 4, 7, 8, 9, 11),
    8: (0, 1, 2, 4, 7, 8, 9, 11),
    9: (0, 1, 2, 3, 4, 7, 8, 9, 11),
    10: (0, 1, 2, 3, 4, 6, 7, 8, 9, 11),
    11: (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11),
    12: (0, 1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13),
    13: (0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13),
    14: tuple(range(14)),
}
_N_CONTAINED = {1: 1, 2: 1, 3: 1, 4: 2, 5: 3}
_N_WORDS = {1: (5, 6), 2: (6, 8), 3: (8, 10), 4: (9, 12), 5: (11, 14)}
# From rare to frequent: the more frequent a letter, the harder it is to do without.
_LETTERS = {3: "jkqxz", 4: "bcgpvw", 5: "cdfmpuy"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceKeeps:
    """Right is any sentence that keeps to all conditions.

    Attributes:
        n_words: how many words it has, exactly; no word may occur twice.
        contains: words that occur in it.
        without: a letter that occurs nowhere in it; None for no such condition.
        ends_with: its last word; None for any.
    """

    n_words: int
    contains: tuple[str, ...] = ()
    without: str | None = None
    ends_with: str | None = None

    def holds(self, answer: str) -> bool:
        """See `redraft.evals.tasks.task.Verifier`."""
        if len(answer) > LONGEST_ANSWER:
            return False
        text = answer.casefold()
        words = _WORD.findall(text)
        return (
            len(words) == self.n_words == len(set(words))
            and all(word in words for word in self.contains)
            and (self.without is None or self.without not in text)
            and (self.ends_with is None or words[-1] == self.ends_with)
        )


def generate(grade: int, rng: random.Random) -> Task:
    """A task of this family; `Task.steps` counts conditions times words.

    Raises:
        Misuse: when there is no such grade.
    """
    check_grade(grade)
    while True:
        # The sentence comes first and the conditions from it, so that there is always a right answer.
        n_words = rng.randint(*_N_WORDS[grade])
        words = [rng.choice(_COLUMNS[column]) for column in _SHAPES[n_words]]
        absent = [letter for letter in _LETTERS.get(grade, "") if letter not in "".join(words)]
        if grade < min(_LETTERS) or absent:
            break
    chosen = sorted(rng.sample(words[:-1], _N_CONTAINED[grade]))
    verifier = SentenceKeeps(
        n_words=n_words,
        contains=tuple(chosen),
        without=rng.choice(absent) if absent else None,
        ends_with=words[-1] if grade >= 2 else None,
    )
    conditions = _conditions(verifier)
    request = "Write one English sentence that keeps to all of these conditions:\n" + "\n".join(conditions)
    return Task(
        text=asked(request, "the sentence"),
        verifier=verifier,
        reference=" ".join(words).capitalize() + ".",
        family=FAMILY,
        grade=grade,
        steps=len(conditions) * n_words,
    )


def _conditions(verifier: SentenceKeeps) -> list[str]:
    lines = [f"- It has exactly {verifier.n_words} words.", "- No word occurs twice."]
    if verifier.contains:
        words = listed([f'"{word}"' for word in verifier.contains])
        lines.append(f"- It contains the word{'s' * (len(verifier.contains) > 1)} {words}.")
    if verifier.without is not None:
        lines.append(f'- The letter "{verifier.without}" occurs nowhere in it.')
    if verifier.ends_with is not None:
        lines.append(f'- Its last word is "{verifier.ends_with}".')
    return lines
