import multiprocessing
from pathlib import Path

import pytest

from redraft.critics.preferences import Preference, Written, keeping, read_profile, wished
from redraft.critics.preferences.checks import Check
from redraft.errors import Misuse


def entries(*numbers: int) -> list[Preference]:
    made = []
    for n in numbers:
        written = Written(context=f"c{n}", before=f"before {n}", after=f"after {n}")
        made.append(Preference(id=written.id, date="2026-11-22", says=f"Say {n}.", written=written, context=f"c{n}"))
    return made


def said(path: Path) -> list[str]:
    return [preference.says for preference in read_profile(path).preferences]


def test_what_is_added_is_kept_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    assert len(keeping.add(path, entries(1, 2))) == 2
    assert len(keeping.add(path, entries(2, 3))) == 1
    assert said(path) == ["Say 1.", "Say 2.", "Say 3."]
    assert path.stat().st_mode & 0o777 == 0o600


def test_comments_and_broken_entries_of_a_hand_survive_every_change(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    keeping.add(path, entries(1))
    mine = '\n[[edit]] # my own\npreference = "By hand." # really\n\n[[edit]]\nbroken = \n'
    path.write_text(path.read_text() + mine)
    keeping.add(path, entries(2))
    keeping.correct(path, entries(1)[0].id, says="Say one.", checks=(Check("no_emoji"),), on=False)
    keeping.forget(path, entries(2)[0].id)
    assert mine in path.read_text()
    first, second = read_profile(path).preferences
    assert (first.says, first.on, first.checks, first.written) == (
        "Say one.",
        False,
        (Check("no_emoji"),),
        entries(1)[0].written,
    )
    assert second.says == "By hand."


def test_an_id_may_be_shortened_as_long_as_it_names_one(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    keeping.add(path, entries(1, 2))
    assert keeping.forget(path, entries(1)[0].id[:5]).says == "Say 1."
    for id in ("", "zz"):
        with pytest.raises(Misuse, match="no preference has the id"):
            keeping.forget(path, id)


def test_a_preference_may_be_wished_without_an_edit(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    keeping.add(path, [wished("Be kind.", date="2026-11-22")])
    assert said(path) == ["Be kind."]
    with pytest.raises(Misuse, match="a preference is a sentence"):
        wished("  ")


def test_delete_leaves_nothing_behind_and_touches_no_other_file(tmp_path: Path) -> None:
    path, other = tmp_path / "me.toml", tmp_path / "letter.txt"
    keeping.add(path, entries(1))
    other.write_text("Dear Ann")
    with pytest.raises(Misuse, match="does not look like a profile"):
        keeping.delete(other)
    keeping.delete(path)
    assert [file.name for file in tmp_path.iterdir() if file.suffix != ".lock" and file.is_file()] == ["letter.txt"]
    assert not path.exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="cannot be written"):
        keeping.add(tmp_path / "nowhere" / "me.toml", entries(1))


def add_many(path: str, first: int) -> None:
    for n in range(first, first + 10):
        keeping.add(path, entries(n))


def test_two_writers_do_not_lose_each_others_entries(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=add_many, args=(str(path), first)) for first in (0, 100, 200)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(said(path)) == sorted(f"Say {n}." for first in (0, 100, 200) for n in range(first, first + 10))
