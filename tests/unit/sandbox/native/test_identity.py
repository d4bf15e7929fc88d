"""Confined code is never root, and nobody else either."""

import os
from pathlib import Path

import pytest

from redraft.sandbox.native import identity

ALL = "         0          0 4294967295\n"


def test_where_all_numbers_are_mapped_one_that_nobody_has_is_chosen() -> None:
    chosen = {identity._chosen(ALL, ALL) for _ in range(50)}
    assert len(chosen) > 40
    assert all(number is not None and 1_900_000_000 <= number < 2_100_000_000 for number in chosen)


def test_in_a_rootless_container_the_upper_end_of_its_numbers_is_taken() -> None:
    few = "0 1000 1\n1 100000 65536\n"
    chosen = {identity._chosen(few, few) for _ in range(50)}
    assert all(number is not None and 49_000 < number <= 65_536 for number in chosen)


def test_the_smaller_of_users_and_groups_decides() -> None:
    number = identity._chosen(ALL, "0 1000 1\n1 100000 1000\n")
    assert number is not None
    assert 1 < number <= 1000


def test_a_root_without_other_users_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    assert identity._chosen("0 1000 1\n", "0 1000 1\n") is None
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(identity, "_chosen", lambda *_: None)
    with pytest.raises(identity.NoOtherUser, match="run Redraft as an ordinary user instead"):
        identity.spare_user()


def test_an_ordinary_user_stays_who_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert identity.spare_user() is None


def test_a_closed_folder_on_the_way_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "file").touch(mode=0o644)
    (tmp_path / "a").chmod(0o700)
    assert not identity.others_can_read(str(tmp_path / "a" / "b" / "file"))
    assert not identity.others_can_read(str(tmp_path / "not there"))
    assert identity.others_can_read("/usr")


def test_the_processes_of_this_user_are_counted() -> None:
    assert identity.n_processes_of_user() >= 1
