"""The segments of a file as the prompts of a batch."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from redraft.batch.config import FormName
from redraft.batch.entries import Entry
from redraft.batch.forms.bilingual.files import BilingualForm, open_bilingual
from redraft.batch.forms.bilingual.slots import BilingualFile, BilingualOptions, Slot
from redraft.core import Prompt
from redraft.critics.translation.segment import Segment
from redraft.errors import Misuse
from redraft.profiles.translating import translation_prompt

Terms = Callable[[str], Sequence[str]]
"""The lines of a glossary that a text needs."""


_NO_LANGUAGE = "does not say which language it is translated into; say it there, or for all with --to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A segment that nothing is done with.

    Attributes:
        line: the line it begins on.
        id: its name in the file.
        why: the reason, in a few words.
    """

    line: int
    id: str
    why: str


class BilingualReader:
    """Reads segments as prompts, each with the translation that is there as its first draft."""

    columns: Sequence[str] = ()

    def __init__(
        self,
        path: Path,
        form: BilingualForm,
        options: BilingualOptions,
        *,
        others: Mapping[str, str] | None = None,
        terms: Terms = lambda _: (),
    ) -> None:
        """Read from `path`.

        Args:
            path: the file.
            form: its form.
            options: which segments, into which language.
            others: another translation by source text, for critics that compare.
            terms: what the model is told of a glossary.

        Raises:
            Misuse: when it cannot be read.
        """
        self.form: FormName = form
        self.options = options
        self.file: BilingualFile = open_bilingual(path, form, options)
        self.left: list[Left] = []
        self._others, self._terms = others or {}, terms
        self._waiting: dict[str, Slot] = {}

    def count(self) -> int:
        """Segments that are worked on, and bad ones; reads the whole file, so that a broken one is found at once.

        Raises:
            Misuse: when the file is broken, or no segment says which language it is translated into.
        """
        left: list[Left] = []
        n = n_known = n_unknown = 0
        for slot in self.file.slots():
            why = self._why_left(slot)
            if why is not None:
                left.append(Left(line=slot.line, id=slot.id, why=why))
                continue
            n += 1
            if slot.problem is None:
                n_known += slot.target_language is not None
                n_unknown += slot.target_language is None
        if n_unknown and not n_known:
            raise Misuse(f"{self.file.text.path} does not say which language it is translated into; say it with --to")
        self.left = left
        return n

    def entries(self) -> Iterator[Entry]:
        """See `Reader`."""
        seen, taken = Counter[str](), set[str]()
        for slot in self.file.slots():
            if self._why_left(slot) is not None:
                continue
            name = slot.id or f"line-{slot.line}"
            seen[name] += 1
            # Files may use a name twice (the same text in two places); a ledger may not.
            id = name if seen[name] == 1 else f"{name}~{seen[name]}"
            while id in taken:  # the file itself may call another one "a~2"
                id = f"{id}~"
            taken.add(id)
            row = {"id": id, "source": slot.source, "target": slot.target}
            problem = slot.problem or (_NO_LANGUAGE if slot.target_language is None else None)
            if problem is not None:
                yield Entry(line=slot.line, row=row, problem=problem)
                continue
            self._waiting[id] = slot
            yield Entry(line=slot.line, row=row, prompt=self._prompt(slot, id), draft=slot.target)

    @property
    def language(self) -> str | None:
        """The language that the segments are translated into: the first that is said."""
        said = (slot.target_language for slot in self.file.slots())
        return next((language for language in said if language is not None), None)

    def taken(self, id: str) -> Slot:
        """The slot of an entry, once: whoever writes its result takes it."""
        return self._waiting.pop(id)

    def _prompt(self, slot: Slot, id: str) -> Prompt:
        segment = Segment(
            source=slot.source, source_language=slot.source_language, target_language=slot.target_language
        )
        return translation_prompt(
            segment,
            id=id,
            notes=slot.notes,
            terms=self._terms(slot.source),
            other=self._others.get(slot.source),
        )

    def _why_left(self, slot: Slot) -> str | None:
        if slot.left is not None or slot.problem is not None:
            return slot.left
        if slot.target is None and not self.options.missing:
            return "it has no translation"
        return None
