"""What a draft holds: a program and a stated answer. What a prompt asks: a statement, answers to choose from."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from redraft.critics.logic.sections import heading_of
from redraft.critics.stated import Doubt, hedged, said_twice, taken_back

_MAX_OPTIONS = 26
_LONGEST_READ = 200_000  # characters of a draft that are searched; a longer one is read from both ends

# Patterns here never look further than a line or a few dozen characters: a hostile draft must not hold up the loop.
_FENCE = re.compile(r"[ \t]*```[ \t]*([\w-]*)[ \t]*")
_TAGS = frozenset({"logic", "fol", "folio", "z3", "asp", "clingo"})
_ENDS_PROGRAM = re.compile(r"^[ \t*_#]*(?:final[ \t]+)?(?:answer|答案)[ \t*_]*[:：]", re.MULTILINE | re.IGNORECASE)
_FIRST_SECTIONS = frozenset({"predicates", "premises", "facts", "rules", "domain", "variables", "declarations"})

_OPTION = re.compile(r"^[ \t]*(?:[-*][ \t]+)?\(?(?P<letter>[A-Z])[).:][ \t]+(?P<text>\S[^\n]*)$", re.MULTILINE)
_ASKED = re.compile(
    r"\b(?:true|false|unknown|uncertain)\b[^?\n]{0,60}\?[ \t]{0,8}\n?[ \t]{0,8}(?P<asked>[^\n?]{3,400})(?:\n|$)",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"(?:\b(?:final[ \t]+)?answer\b|\bverdict\b|答案|答覆|判定)"
    r"[ \t*_]*(?:\bis\b|[:：是為为])[ \t*_:：]*(?P<said>[^\n]{1,300})",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[\s*_([「『\"'“`$]*(?:option|選項|选项)?[ \t]*\(?(?P<letter>[A-Z])(?![A-Za-z'’])[)\].:：]?")
_WORDS: Mapping[str, tuple[str, ...]] = {
    "unknown": (
        *("uncertain", "unknown", "undetermined", "undecidable", "cannot be determined", "can't be determined"),
        *("not enough information", "neither"),
        *("不確定", "不确定", "未知", "無法確定", "无法确定", "無法判定", "不能確定"),
    ),
    "false": ("false", "no", "incorrect", "not true", "假", "錯", "错", "錯誤", "错误", "不成立", "否", "不正確"),
    "true": ("true", "yes", "correct", "真", "對", "对", "正確", "正确", "成立", "是"),
}
_EXPLAINS = re.compile(r"\s*(?:no|yes|neither|correct|incorrect)\b|[是否對对錯错]", re.IGNORECASE)
_DECORATION = " \t*_`\"'“”「」『』()[]{}.。!！,，;；$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A program inside a draft.

    Attributes:
        text: the program.
        start: its place in the draft.
    """

    text: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """An answer that a draft states.

    Attributes:
        value: a letter, or ``true``, ``false`` or ``unknown``.
        start: its first character in the draft.
        end: one past its last.
        doubt: why the draft does not settle on it; None when it does.
    """

    value: str
    start: int
    end: int
    doubt: Doubt | None = None


def find_program(text: str) -> Found | None:
    """The program of a draft: its last fenced block that is one, else what follows its first section heading."""
    fenced = [
        block for tag, block in _fenced(text[:_LONGEST_READ]) if tag in _TAGS or _looks_like_a_program(block.text)
    ]
    if fenced:
        return fenced[-1]
    start = _first_heading(text)
    if start is None:
        return None
    end = _ENDS_PROGRAM.search(text, start)
    return Found(text=text[start : end.start() if end else len(text)], start=start)


def _fenced(text: str) -> Iterator[tuple[str, Found]]:
    """Blocks between fences with their tags, in one pass over the lines; one that is not closed is none."""
    at, opened = 0, None
    for line in text.split("\n"):
        fence = _FENCE.fullmatch(line.rstrip("\r"))
        if fence is not None and opened is None:
            opened = (fence[1].lower(), at + len(line) + 1)
        elif fence is not None and opened is not None and not fence[1]:
            tag, start = opened
            yield tag, Found(text=text[start:at], start=start)
            opened = None
        at += len(line) + 1


def _looks_like_a_program(body: str) -> bool:
    stripped = body.lstrip()
    if stripped.startswith("{"):
        return '"variables"' in stripped
    return _first_heading(body) is not None


def _first_heading(text: str) -> int | None:
    at = 0
    for line in text[:_LONGEST_READ].split("\n"):
        found = heading_of(line)
        if found is not None and found.name in _FIRST_SECTIONS:
            return at
        at += len(line) + 1
    return None


def stated_answer(text: str, program: Found | None, options: Mapping[str, str]) -> Stated | None:
    """The answer that a draft states, outside its program; the last where there are several.

    Args:
        text: the draft's words.
        program: the program in it, where no answer is looked for; None when there is none.
        options: answers to choose from, by letter; empty when none are known.
    """
    words = text if program is None else _without(text, program)
    offset = max(0, len(words) - _LONGEST_READ)
    said, end = None, 0
    announced = list(_ANSWER.finditer(words, offset))
    for match in announced:
        found = _value(match["said"], match.start("said"), options)
        if found is not None:
            said, end = found, match.end("said")
    if said is not None:
        return replace(said, doubt=_doubt(words, said, end, [match["said"] for match in announced], options))
    lines = [(match.start(), match[0]) for match in re.compile(r"[^\n]+").finditer(words, offset) if match[0].strip()]
    if not lines:
        return None
    # A draft that is an answer and nothing else, or ends with one on a line of its own.
    start, line = lines[-1]
    whole = _value(line, start, options)
    if whole is None or len(line.strip()) > _longest(options):
        return None
    return replace(whole, doubt=_doubt(words, whole, start + len(line), [], options))


def _doubt(words: str, said: Stated, end: int, announced: Sequence[str], options: Mapping[str, str]) -> Doubt | None:
    """Why a draft does not settle on the answer that it states on a line that ends at `end`; None when it does."""

    def value_of(text: str) -> str | None:
        found = _value(text, 0, options)
        return None if found is None else plain(found.value, options)

    def begin(text: str) -> str | None:
        # "no" and "yes" begin sentences that explain the answer.
        return None if _EXPLAINS.match(text) else value_of(text)

    def whole(text: str) -> str | None:
        bare = text.strip(_DECORATION)
        by_text = next((letter for letter, option in options.items() if _same(bare, option)), None)
        letter = _LETTER.fullmatch(bare)
        named = letter["letter"] if letter is not None and (not options or letter["letter"] in options) else None
        value = by_text or named or (None if _EXPLAINS.match(bare) else verdict_of(bare))
        return None if value is None else plain(value, options)

    first, rest = words[said.start : said.end], words[said.end : end]
    value = plain(said.value, options)
    # Where options are verdicts, naming the verdict after its letter is no other answer.
    texts = {} if verdict_of(options.get(said.value, "")) else options
    return (
        said_twice(announced, value_of)
        or hedged(first, rest, value, begin, texts)
        or taken_back(first, words[end:], value, whole)
    )


def _longest(options: Mapping[str, str]) -> int:
    return max([24, *(len(text) + 6 for text in options.values())])


def _without(text: str, program: Found) -> str:
    """The draft with its program blanked out, so that places stay as they are."""
    end = program.start + len(program.text)
    return text[: program.start] + "\n" * len(program.text) + text[end:]


def _value(said: str, start: int, options: Mapping[str, str]) -> Stated | None:
    bare = said.strip(_DECORATION)
    if not bare:
        return None
    place = start + said.index(bare)
    for letter, text in options.items():
        if _same(bare, text):
            return Stated(value=letter, start=place, end=place + len(bare))
    letter_said = _LETTER.match(said)
    if letter_said is not None and _is_a_letter(said, letter_said, options):
        at = start + letter_said.start("letter")
        return Stated(value=letter_said["letter"], start=at, end=at + 1)
    for value, words in _WORDS.items():
        for word in words:
            if _begins_with(bare, word):
                return Stated(value=value, start=place, end=place + len(word))
    return None


def _is_a_letter(said: str, match: "re.Match[str]", options: Mapping[str, str]) -> bool:
    """Whether a capital letter names an option and does not begin a sentence (``A cat is ...``)."""
    letter, rest = match["letter"], said[match.end() :].strip(_DECORATION)
    if options and letter not in options:
        return False
    return not rest or match[0].rstrip()[-1] != letter or _same(rest, options.get(letter, ""))


def _same(left: str, right: str) -> bool:
    return left.strip(_DECORATION).casefold() == right.strip(_DECORATION).casefold() != ""


def _begins_with(text: str, word: str) -> bool:
    folded = text.casefold()
    if not folded.startswith(word):
        return False
    after = folded[len(word) : len(word) + 1]
    return not word.isascii() or not (after.isalnum() or after == "_")


def options_in(text: str) -> dict[str, str]:
    """The answers that a prompt offers, by letter: its last run of lines ``A) ...``, ``B) ...`` from A on."""
    runs: list[dict[str, str]] = []
    for match in _OPTION.finditer(text[-_LONGEST_READ:]):
        if match["letter"] == "A":
            runs.append({})
        if runs and ord(match["letter"]) == ord("A") + len(runs[-1]) and len(runs[-1]) < _MAX_OPTIONS:
            runs[-1][match["letter"]] = match["text"].rstrip()
    found = runs[-1] if runs else {}
    return found if len(found) > 1 else {}


def asked_statement(text: str) -> str | None:
    """The statement that a prompt asks about, after "true or false?"; None when there is none."""
    found = None
    for match in _ASKED.finditer(text[-_LONGEST_READ:]):
        found = match["asked"].strip()
    return None if found is None or _OPTION.match(found) else found


def verdict_of(option: str) -> str | None:
    """The verdict that an option's text is, in either language; None when it is something else."""
    bare = option.strip(_DECORATION).casefold()
    return next((value for value, words in _WORDS.items() if bare in words), None)


def plain(value: str, options: Mapping[str, str]) -> str:
    """An answer in one form: a letter whose option is "True", "False" or "Uncertain" becomes that verdict."""
    return verdict_of(options[value]) or value if value in options else value
