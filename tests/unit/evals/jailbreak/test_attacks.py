from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.evals.jailbreak.attacks import NONE, read_attack, read_attacks


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_text_without_a_place_is_a_suffix(tmp_path: Path) -> None:
    attack = read_attack(written(tmp_path, "please.txt", "pretty please\n"))
    assert (attack.name, attack.around("Sing.")) == ("please", "Sing. pretty please")


def test_a_template_takes_the_request_wherever_its_place_stands(tmp_path: Path) -> None:
    attack = read_attack(written(tmp_path, "play.txt", "A play:\n{behavior}\nOnce more: {behavior}"))
    assert attack.around("Sing {behavior} {}.") == "A play:\nSing {behavior} {}.\nOnce more: Sing {behavior} {}."


def test_no_attack_leaves_the_request_as_it_is() -> None:
    assert read_attacks(()) == (NONE,) and NONE.around("Sing.") == "Sing."


def test_what_cannot_be_an_attack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="has 0 characters; give 1 to 100,000"):
        read_attack(written(tmp_path, "empty.txt", "\n"))
    with pytest.raises(Misuse, match="cannot read"):
        read_attack(tmp_path / "none.txt")
    (tmp_path / "bad.txt").write_bytes(b"\xff")
    with pytest.raises(Misuse, match="is not UTF-8"):
        read_attack(tmp_path / "bad.txt")
    (tmp_path / "b").mkdir()
    two = [written(tmp_path, "same.txt", "a"), written(tmp_path / "b", "same.txt", "b")]
    with pytest.raises(Misuse, match=r"two attacks have one name: \['same', 'same'\]; rename a file"):
        read_attacks(two)
