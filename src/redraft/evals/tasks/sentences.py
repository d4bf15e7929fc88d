"""A sentence that has to keep to conditions; many sentences do. English is counted in words, Chinese in characters."""

import random
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from redraft.evals.tasks.answers import LONGEST_ANSWER
from redraft.evals.tasks.form import Words
from redraft.evals.tasks.task import Task, check_grade
from redraft.prompts import Language

FAMILY = "sentences"

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")

# One word from each column makes a sentence; which columns are taken says how long it is.
_ENGLISH = (
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
_ENGLISH_SHAPES = {
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
_CHINESE = (
    "今天 昨晚 清晨 午後 去年".split(),
    "年輕 勇敢 聰明 安靜 善良".split(),
    "農夫 醫師 老師 歌手 船長 畫家".split(),
    "在".split(),
    "河邊 森林 車站 海灘 橋頭 公園".split(),
    "經常 終於 忽然 立刻 偶爾".split(),
    "看見 拿起 找到 帶走 修好 賣掉".split(),
    "三個 五件 幾樣 許多".split(),
    "紅色 破舊 溫暖 沉重 明亮".split(),
    "的".split(),
    "燈籠 盒子 石頭 書本 花瓶 地圖".split(),
)  # fmt: skip
_CHINESE_SHAPES = {
    6: (2, 6, 10),
    7: (2, 6, 8, 9, 10),
    8: (0, 2, 6, 10),
    9: (0, 2, 3, 4, 6),
    10: (0, 2, 5, 6, 10),
    11: (0, 2, 5, 6, 9, 10),
    12: (0, 1, 2, 5, 6, 10),
    13: (0, 2, 3, 4, 5, 6, 10),
    15: (0, 1, 2, 3, 4, 5, 6, 10),
    17: (0, 1, 2, 3, 4, 5, 6, 7, 10),
    18: (0, 2, 3, 4, 5, 6, 7, 8, 9, 10),
    20: tuple(range(11)),
}


class _Grammar(NamedTuple):
    """How sentences of a language are made; grades choose by position: lengths, and letters to do without."""

    columns: Sequence[Sequence[str]]
    shapes: Mapping[int, Sequence[int]]
    lengths: Mapping[int, Sequence[int]]
    letters: Mapping[int, str]
    joint: str
    stop: str


# Letters from rare to frequent: the more frequent one is, the harder it is to do without.
_GRAMMARS: Mapping[Language, _Grammar] = {
    "en": _Grammar(
        columns=_ENGLISH, shapes=_ENGLISH_SHAPES, joint=" ", stop=".",
        lengths={1: (5, 6, 7), 2: (6, 7, 8), 3: (8, 9, 10), 4: (9, 10, 11, 12), 5: (11, 12, 13, 14)},
        letters={3: "jkqxz", 4: "bcgpvw", 5: "cdfmpuy"},
    ),
    "zh-Hant": _Grammar(
        columns=_CHINESE, shapes=_CHINESE_SHAPES, joint="", stop="。",
        lengths={1: (6, 7, 8, 9, 10), 2: (8, 9, 10, 11), 3: (10, 11, 12, 13), 4: (12, 13, 15), 5: (15, 17, 18, 20)},
        letters={3: "了很也", 4: "了有在是", 5: "的在是一"},
    ),
}  # fmt: skip
_N_CONTAINED = {1: 1, 2: 1, 3: 1, 4: 2, 5: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceKeeps:
    """Right is any sentence that keeps to all conditions.

    Attributes:
        n_words: how many words it has, exactly, in Chinese how many characters; none may occur twice.
        contains: words that occur in it.
        without: a letter that occurs nowhere in it; None for no such condition.
        ends_with: its last word, in Chinese its last character; None for any.
        language: what counts as a word.
    """

    n_words: int
    contains: tuple[str, ...] = ()
    without: str | None = None
    ends_with: str | None = None
    language: Language = "en"

    def holds(self, answer: str) -> bool:
        """See `redraft.evals.tasks.task.Verifier`."""
        if len(answer) > LONGEST_ANSWER:
            return False
        text = unicodedata.normalize("NFKC", answer).casefold()
        bare = unicodedata.normalize("NFKD", text)  # an accent does not hide a letter
        words = _WORD.findall(text) if self.language == "en" else _HAN.findall(text)
        if self.language == "en":
            others = [letter for letter in _WORD.sub("", text) if letter.isalnum()]  # digits are no words
            holds_all = not others and all(word in words for word in self.contains)
        else:
            others = [letter for letter in text if letter.isalnum() and not _HAN.match(letter)]
            holds_all = not others and all(word in "".join(words) for word in self.contains)
        return (
            holds_all
            and len(words) == self.n_words == len(set(words))
            and (self.without is None or self.without not in bare)
            and (self.ends_with is None or words[-1] == self.ends_with)
        )


def generate(grade: int, rng: random.Random, words: Words) -> Task:
    """A task of this family; `Task.steps` counts conditions times words.

    Raises:
        Misuse: when there is no such grade.
    """
    check_grade(grade)
    grammar = _GRAMMARS[words.language]
    while True:
        # The sentence comes first and the conditions from it, so that there is always a right answer.
        n_words = rng.choice(grammar.lengths[grade])
        chosen = [rng.choice(grammar.columns[column]) for column in grammar.shapes[n_words]]
        absent = [letter for letter in grammar.letters.get(grade, "") if letter not in "".join(chosen)]
        verifier = SentenceKeeps(
            n_words=n_words,
            contains=tuple(sorted(rng.sample(chosen[:-1], _N_CONTAINED[grade]))),
            without=rng.choice(absent) if absent else None,
            ends_with=_last(chosen[-1], words.language) if grade >= 2 else None,
            language=words.language,
        )
        reference = grammar.joint.join(chosen).capitalize() + grammar.stop
        if (grade < min(grammar.letters) or absent) and verifier.holds(reference):
            break
    conditions = _conditions(verifier, words)
    return Task(
        text=words.asked("\n".join([words("sentence_start"), *conditions]), "form_sentence"),
        verifier=verifier,
        reference=reference,
        family=FAMILY,
        grade=grade,
        steps=len(conditions) * n_words,
    )


def _last(word: str, language: Language) -> str:
    return word if language == "en" else word[-1]


def _conditions(verifier: SentenceKeeps, words: Words) -> list[str]:
    said = [words("sentence_length", n=verifier.n_words), words("sentence_once")]
    quoted = [f'"{word}"' if words.language == "en" else f"「{word}」" for word in verifier.contains]
    if len(quoted) == 1:
        said.append(words("sentence_contains", words=quoted[0]))
    elif quoted:
        said.append(words("sentence_contains_all", words=words.listed(quoted)))
    if verifier.without is not None:
        said.append(words("sentence_without", letter=verifier.without))
    if verifier.ends_with is not None:
        said.append(words("sentence_ends", word=verifier.ends_with))
    return [f"- {condition}" for condition in said]
