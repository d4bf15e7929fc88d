"""The critic of facts is made as its table says; what cannot be used is named with its place."""

from pathlib import Path

import pytest

from redraft.critics.facts import FactsCritic
from redraft.errors import SettingsError
from redraft.profiles.critics import critic_from
from redraft.settings import read_settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a document, beside the settings and not where the command is run."""
    (tmp_path / "project" / "files").mkdir(parents=True)
    (tmp_path / "project" / "files" / "tower.txt").write_text("The Eiffel Tower was completed in 1889.")
    return tmp_path / "project"


def made(folder: Path, table: str, more: str = "") -> FactsCritic:
    (folder / "redraft.toml").write_text(f'[critics.lookup]\ntype = "facts"\n{table}\n{more}', encoding="utf-8")
    critic = critic_from("lookup", read_settings(folder / "redraft.toml"))
    assert isinstance(critic, FactsCritic)
    return critic


def test_a_path_starts_from_the_folder_of_the_settings_and_numbers_are_taken_over(folder: Path) -> None:
    critic = made(folder, 'sources = ["files"]\nn_passages = 2\nn_claims = 3\nn_queries = 1\nn_at_once = 1')
    assert (critic.name, critic.kind, len(critic.sources)) == ("lookup", "verified", 1)
    assert (critic.n_passages, critic.n_claims, critic.n_queries, critic.n_at_once) == (2, 3, 1, 1)


def test_names_of_sources_come_before_paths(folder: Path) -> None:
    critic = made(folder, 'sources = ["files"]', '[sources.files]\ntype = "http"\nurl = "https://example.org/search"')
    assert type(critic.sources[0]).__name__ == "HttpSource"


def test_a_model_or_the_writer_reads_the_evidence(folder: Path) -> None:
    more = '[models.other]\nmodel = "m"\nbase_url = "http://127.0.0.1:9/v1"\n[profiles.default]\nmodel = "other"'
    for reader in ('model = "other"', "writer = true"):
        critic = made(folder, f'sources = ["files"]\n{reader}', more)
        assert critic.kind == "external"
        assert critic.model is not None
        assert critic.asks_every_draft


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "sources"),
        ("sources = []", "looks things up, got no `sources`"),
        ('sources = ["nowhere"]', "no such source, and no such path"),
        ('sources = ["files"]\nn_claims = 0', "n_claims"),
        ('sources = ["files"]\nwriter = true\nmodel = "http://127.0.0.1:9/v1#m"', "both name who reads the evidence"),
    ],
)
def test_what_cannot_be_used_is_refused_where_it_stands(folder: Path, table: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        made(folder, table)
