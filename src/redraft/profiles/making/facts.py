"""The critic that holds claims against sources."""

from pathlib import Path

from redraft.core import Critic
from redraft.critics.facts import FactsCritic
from redraft.errors import Misuse
from redraft.profiles.making.needs import Needs
from redraft.settings.critics import FactsTable


def make(name: str, table: FactsTable, needs: Needs) -> Critic:
    """The critic of facts that `table` describes.

    Raises:
        SettingsError: when a source or the model cannot be opened.
        Misuse: when there is no source, or two readers are named.
    """
    if table.writer and table.model is not None:
        raise Misuse(f"`writer` and `model` both name who reads the evidence, got model={table.model!r}; leave one out")
    return FactsCritic(
        sources=tuple(needs.source(_placed(source, needs), "sources") for source in table.sources),
        model=needs.writer if table.writer else needs.opened(table.model, "model"),
        n_passages=table.n_passages,
        n_claims=table.n_claims,
        n_queries=table.n_queries,
        n_at_once=table.n_at_once,
        language=table.language,
        max_tokens=table.max_tokens,
        name=name,
        seed=needs.seed,
    )


def _placed(source: str, needs: Needs) -> str:
    """A path of a table of redraft.toml from the folder of that file; a name, and a path of a flag, as it is."""
    beside = Path(needs.folder) / source
    is_path = needs.name in needs.settings.critics and source not in needs.settings.sources and beside.exists()
    return str(beside) if is_path else source
