"""The critic `counterfactual` is made as its table says."""

from pathlib import Path

from redraft.critics.bias import CounterfactualCritic
from redraft.profiles.critics import critic_from
from redraft.settings import read_settings

MODEL = '[models.writer]\nmodel = "w"\nbase_url = "http://127.0.0.1:9/v1"\n[profiles.default]\nmodel = "writer"\n'


def made(folder: Path, table: str, name: str) -> CounterfactualCritic:
    text = f'[critics.exchanged]\ntype = "counterfactual"\n{table}\n{MODEL}'
    (folder / "redraft.toml").write_text(text, encoding="utf-8")
    critic = critic_from(name, read_settings(folder / "redraft.toml"))
    assert isinstance(critic, CounterfactualCritic)
    return critic


def test_it_asks_the_writer_and_takes_over_its_settings(tmp_path: Path) -> None:
    critic = made(tmp_path, 'names = true\nstrict = true\nlanguage = "zh-Hant"\nmax_tokens = 5', "exchanged")
    assert critic.model.name.endswith("/w") and critic.kind == "verified" and critic.name == "exchanged"
    assert (critic.names, critic.strict, critic.language, critic.max_tokens) == (True, True, "zh-Hant", 5)


def test_the_short_form_has_the_defaults(tmp_path: Path) -> None:
    critic = made(tmp_path, "", "counterfactual")
    assert (critic.names, critic.strict) == (False, False)
