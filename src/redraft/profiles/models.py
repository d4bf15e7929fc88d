"""From a name to a model: tables of settings, model strings, and what is shared between corrections."""

from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache

from redraft.core import Model
from redraft.errors import MissingExtra, Misuse
from redraft.models import CachedModel, FolderShelf, ModelSettings, Price, open_model
from redraft.settings import ModelTable, Settings, did_you_mean

IN_THIS_PROCESS = ("embedded", "ct2:")
"""How the strings of models begin that run in this process."""

_FORMS = ("openai/", "http://", "https://", *IN_THIS_PROCESS)
_HOW = "a model string: openai/NAME, http://HOST/v1#NAME, embedded or ct2:FOLDER"


def is_local(model: str) -> bool:
    """Whether a model string stands for a model in this process: it costs no money and gains from many at once."""
    return model.startswith(IN_THIS_PROCESS)


class Models:
    """Opens the models of one plan; asked twice for one, it gives the same."""

    def __init__(
        self, settings: Settings, *, wrap: Callable[[Model], Model] | None = None, wrap_local: bool = False
    ) -> None:
        """Open models as `settings` describe them, each with its cache inside `wrap`; those in this process if told."""
        self._settings, self._wrap, self._wrap_local = settings, wrap, wrap_local
        self._opened: dict[str, Model] = {}

    def table_of(self, name: str) -> ModelTable:
        """The settings of a model: its table, or the defaults around a model string."""
        return self._settings.models.get(name) or ModelTable(model=name)

    def open(self, name: str, path: tuple[str, ...]) -> Model:
        """The model of that name.

        Args:
            name: a name from ``[models]``, or a model string.
            path: where in the settings it is named, for messages.

        Raises:
            SettingsError: when there is none, or it cannot be opened as its settings say.
            MissingExtra: when it needs a package that is not installed.
        """
        if name not in self._opened:
            self._opened[name] = self._open(name, path)
        return self._opened[name]

    def wrapped(self, model: Model) -> Model:
        """A model that the caller opened, inside `wrap`."""
        return model if self._wrap is None else self._wrap(model)

    def _open(self, name: str, path: tuple[str, ...]) -> Model:
        written, table = self._settings.written, self.table_of(name)
        if name not in self._settings.models and not name.startswith(_FORMS):
            advice = f"{did_you_mean(name, self._settings.models)}; or {_HOW}"
            raise written.wrong(path, name, "no such model", advice)
        settings = _model_settings(table)
        try:
            model = _open_local(settings) if is_local(table.model) else open_model(settings)
        except MissingExtra:
            raise
        except Misuse as error:
            place = ("models", name, "model") if name in self._settings.models else path
            problem = " ".join(str(error).split())
            raise written.wrong(place, table.model, "cannot be opened", problem) from error
        if table.cache is not None:
            model = CachedModel(model, FolderShelf(table.cache))
        return model if is_local(table.model) and not self._wrap_local else self.wrapped(model)


@lru_cache(maxsize=4)
def _open_local(settings: ModelSettings) -> Model:
    # Shared by all corrections of the process: weights are loaded once, and what corrections that run side by side ask
    # is written in common batches.
    return open_model(settings)


def _model_settings(table: ModelTable) -> ModelSettings:
    values = asdict(table)
    del values["cache"]
    values["price"] = None if table.price is None else Price(**values["price"])
    return ModelSettings(**values)
