"""Prompt texts: package data in `texts/NAME.LANGUAGE.md`, loaded once."""

import hashlib
import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from string import Template

from redraft.errors import Misuse
from redraft.prompts.languages import LANGUAGES

_FALLBACK = LANGUAGES[0]


@dataclass(frozen=True, slots=True)
class PromptText:
    """A prompt text with named places for values.

    Places are written ``$name`` or ``${name}``, a dollar sign ``$$`` (`string.Template`).

    Attributes:
        name: how code and records call it.
        language: IETF tag of the language it is written in; not the one asked for where that does not exist.
        text: the text, without the newline that ends its file.
    """

    name: str
    language: str
    text: str

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change whenever the text does; belongs into a critic's version."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    @property
    def places(self) -> frozenset[str]:
        """Names of the places to fill."""
        return _places(self.text)

    def fill(self, **values: str) -> str:
        """The text with every place filled.

        Values go in verbatim: what looks like a place inside a value stays as it is.

        Args:
            **values: one for each of `places`.

        Raises:
            Misuse: when a place gets no value or a value has no place.
        """
        if values.keys() != self.places:
            missing, unknown = sorted(self.places - values.keys()), sorted(values.keys() - self.places)
            raise Misuse(
                f"prompt text {self.name!r} ({self.language}) has the places {sorted(self.places)!r}; "
                f"missing: {missing!r}, unknown: {unknown!r}; give exactly one value for each place"
            )
        return "".join([values[piece] if i % 2 else piece for i, piece in enumerate(_pieces(self.text))])


@lru_cache(maxsize=256)
def _places(text: str) -> frozenset[str]:
    return frozenset(_pieces(text)[1::2])


@lru_cache(maxsize=256)
def _pieces(text: str) -> tuple[str, ...]:
    """Words and names of places in turn; the first and the last piece are words."""
    pieces, at = [""], 0
    for match in Template.pattern.finditer(text):
        pieces[-1] += text[at : match.start()]
        name = match["named"] or match["braced"]
        if name is None:
            assert match["escaped"], f"a lone dollar sign at character {match.start()} of a prompt text; write $$"
            pieces[-1] += "$"
        else:
            pieces += [name, ""]
        at = match.end()
    pieces[-1] += text[at:]
    return tuple(pieces)


@cache
def _languages_by_name() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for file in importlib.resources.files("redraft.prompts").joinpath("texts").iterdir():
        name, _, language = file.name.removesuffix(".md").partition(".")
        if file.name.endswith(".md") and language:
            found.setdefault(name, set()).add(language)
    return {name: frozenset(languages) for name, languages in sorted(found.items())}


def names() -> tuple[str, ...]:
    """Names of all prompt texts, sorted."""
    return tuple(_languages_by_name())


@cache
def load(name: str, language: str = _FALLBACK) -> PromptText:
    """The prompt text `name` in `language`; in English where it does not exist in that language.

    Args:
        name: one of `names()`.
        language: IETF tag, as `language_of` gives it.

    Raises:
        Misuse: when there is no text of that name.
    """
    languages = _languages_by_name().get(name)
    if languages is None:
        raise Misuse(f"no prompt text is called {name!r}; there are {', '.join(names())}")
    spoken = language if language in languages else _FALLBACK
    file = importlib.resources.files("redraft.prompts").joinpath("texts", f"{name}.{spoken}.md")
    return PromptText(name=name, language=spoken, text=file.read_text(encoding="utf-8").removesuffix("\n"))


@cache
def load_phrases(name: str, language: str = _FALLBACK) -> Mapping[str, PromptText]:
    """The short texts of prompt text `name`, whose every line is ``KEY: TEXT``, by their keys.

    Args:
        name: one of `names()`.
        language: IETF tag, as `language_of` gives it.

    Raises:
        Misuse: when there is no text of that name.
    """
    whole = load(name, language)
    lines = (line.partition(": ") for line in whole.text.splitlines())
    return {key: PromptText(name=f"{name}.{key}", language=whole.language, text=text) for key, _, text in lines}
