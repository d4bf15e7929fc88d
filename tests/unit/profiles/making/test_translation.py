"""The critic of translations is made as its table says; what cannot be used is named with its place."""

from pathlib import Path

import pytest

from redraft.critics.translation import TranslationCritic
from redraft.errors import SettingsError
from redraft.profiles.critics import critic_from
from redraft.settings import read_settings


def made(folder: Path, table: str) -> TranslationCritic:
    (folder / "redraft.toml").write_text(f'[critics.checks]\ntype = "translation"\n{table}', encoding="utf-8")
    critic = critic_from("checks", read_settings(folder / "redraft.toml"))
    assert isinstance(critic, TranslationCritic)
    return critic


def test_a_table_is_followed(tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_text("file,Datei\n", encoding="utf-8")
    critic = made(tmp_path, 'target_language = "German"\nglossary = "terms.csv"\nskip = ["ending"]\n')
    assert critic.name == "checks"
    assert critic.version != TranslationCritic().version


def test_terms_may_stand_in_the_table(tmp_path: Path) -> None:
    made(tmp_path, 'terms = { "hard drive" = "Festplatte" }\n')


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('glossary = "none.csv"\n', r"none\.csv.* cannot be read"),
        ('glossary = "a.csv"\nterms = { a = "b" }\n', "both a glossary"),
        ('target_language = "Klingon"\n', "no known language is called 'Klingon'"),
        ('skip = ["nothing"]\n', "`skip` names no check: 'nothing'"),
    ],
)
def test_what_cannot_be_used_is_refused_where_it_stands(tmp_path: Path, table: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        made(tmp_path, table)
