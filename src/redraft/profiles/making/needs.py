"""What the settings around a critic give to whoever makes it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from redraft.core import Model, Source
from redraft.errors import Misuse
from redraft.profiles.models import Models
from redraft.settings import Settings

_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a critic may ask for; nothing is opened before it is asked for.

    Attributes:
        name: the critic's.
        settings: where names are looked up.
        models: opens what they name.
        write: gives the model that writes.
    """

    name: str
    settings: Settings
    models: Models
    write: Callable[[], Model]

    @property
    def writer(self) -> Model:
        """The model that writes."""
        return self.write()

    @property
    def seed(self) -> int:
        """Seed of every random draw."""
        return self.settings.in_use.seed

    @property
    def folder(self) -> str:
        """The folder that relative paths start from."""
        return self.settings.written.folder

    def open(self, model: str, key: str) -> Model:
        """The model that stands under `key` of the critic's table.

        Raises:
            SettingsError: when there is none, or it cannot be opened as its settings say.
        """
        return self.models.open(model, ("critics", self.name, key))

    def opened(self, model: str | None, key: str) -> Model | None:
        """The model that stands under `key`; None where none does."""
        return None if model is None else self.open(model, key)

    def source(self, source: str, key: str) -> Source:
        """The source that stands under `key` of the critic's table: a name from ``[sources]``, or a path.

        Raises:
            SettingsError: when there is none, or it cannot be opened.
        """
        # Sources come with packages of their own, which other critics do without.
        from redraft.profiles.sources import source_from

        return source_from(source, self.settings)


def text_of(path: str | None, what: str) -> str | None:
    """The text of a file that a setting names; None for no file.

    Raises:
        Misuse: when it cannot be read, is too large or is not UTF-8; the message calls it `what`.
    """
    if path is None:
        return None
    try:
        with Path(path).open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise Misuse(f"{what} {path!r} is larger than {_MAX_BYTES} bytes; give a smaller file")
        return content.decode("utf-8-sig")
    except OSError as error:
        raise Misuse(f"{what} {path!r} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Misuse(f"{what} {path!r} is not UTF-8: {error.reason} at byte {error.start}; save it as UTF-8") from error
