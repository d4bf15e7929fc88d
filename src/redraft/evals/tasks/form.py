"""How a task is put: in the words of its language, and with the same form of the answer everywhere."""

from collections.abc import Sequence

from redraft.prompts import Language, load_phrases


class Words:
    """The phrases of one language, filled: ``words("list_add", k=3)``."""

    def __init__(self, language: Language) -> None:
        """Speak this language."""
        self.language = language
        self._phrases = load_phrases("tasks", language)

    def __call__(self, phrase: str, **values: object) -> str:
        """A phrase with its places filled."""
        return self._phrases[phrase].fill(**{name: str(value) for name, value in values.items()})

    def asked(self, request: str, form: str) -> str:
        """The request and, below it, the form of the answer.

        Args:
            request: what is to be done.
            form: phrase that says what stands after the answer mark.
        """
        return f"{request}\n\n{self('form', form=self(form))}\n{self('mark')}"

    def listed(self, names: Sequence[str]) -> str:
        """``a``, ``a and b``, ``a, b and c``."""
        said = names[0]
        for name in names[1:-1]:
            said = self("more", a=said, b=name)
        return said if len(names) == 1 else self("pair", a=said, b=names[-1])
