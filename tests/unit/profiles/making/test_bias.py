"""The critic `bias` is made as its table says."""

from pathlib import Path

import pytest

from redraft.critics.bias import BiasCritic
from redraft.errors import SettingsError
from redraft.profiles.critics import critic_from
from redraft.settings import read_settings

MODELS = """
[models.writer]
model = "w"
base_url = "http://127.0.0.1:9/v1"
[models.other]
model = "o"
base_url = "http://127.0.0.1:9/v1"
[profiles.default]
model = "writer"
"""


def made(folder: Path, table: str, name: str = "fair") -> BiasCritic:
    (folder / "redraft.toml").write_text(f'[critics.fair]\ntype = "bias"\n{table}\n{MODELS}', encoding="utf-8")
    critic = critic_from(name, read_settings(folder / "redraft.toml"))
    assert isinstance(critic, BiasCritic)
    return critic


def test_the_writer_reviews_itself_where_no_model_is_named(tmp_path: Path) -> None:
    critic = made(tmp_path, 'variant = "aspects"\nlanguage = "en"\nmax_tokens = 9')
    assert (critic.kind, critic.name, critic.variant) == ("intrinsic", "fair", "aspects")
    assert critic.model.name.endswith("/w") and (critic.language, critic.max_tokens) == ("en", 9)


def test_another_model_makes_it_external(tmp_path: Path) -> None:
    critic = made(tmp_path, 'model = "other"')
    assert critic.kind == "external" and critic.model.name.endswith("/o")


def test_the_short_form_may_name_the_model(tmp_path: Path) -> None:
    assert made(tmp_path, "", "bias").kind == "intrinsic"
    assert made(tmp_path, "", "bias:other").kind == "external"


def test_a_variant_that_is_not_known_is_named_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"critics\.fair.*variant"):
        made(tmp_path, 'variant = "colours"')
