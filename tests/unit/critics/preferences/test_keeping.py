import hashlib
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


BY_HAND = """\
# mine

[[edit]]
id = "a"
# why: they asked twice
preference = "Say a."
before = '''
# a heading
text'''
after = '''
none
# the end'''
# of the first

# of the second
[[edit]]
id = "b"
preference = "Say b."
"""


def test_a_comment_stays_when_the_preference_beside_it_changes_or_goes(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    path.write_text(BY_HAND)
    written = read_profile(path).preferences[0].written
    keeping.correct(path, "a", says="Say A.")
    for comment in ("# mine\n", "# why: they asked twice\n", "# of the first\n\n# of the second\n[[edit]]\n"):
        assert path.read_text().count(comment) == 1
    assert read_profile(path).preferences[0].written == written
    keeping.forget(path, "a")
    assert path.read_text() == '# mine\n\n# of the second\n[[edit]]\nid = "b"\npreference = "Say b."\n'


def test_line_ends_and_places_of_a_file_from_elsewhere_are_its_own(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    path.write_bytes(b"\xef\xbb\xbf" + BY_HAND.replace("\n", "\r\n").encode())
    profile = read_profile(path)
    assert (said(path), profile.problems) == (["Say a.", "Say b."], ())
    provenance = profile.provenance(profile.preferences[1])
    assert provenance.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert path.read_bytes().decode()[provenance.start :].startswith("[[edit]]\r\nid")
    keeping.correct(path, "b", says="Say B.")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf# mine\r\n")


@pytest.mark.parametrize("text", ["# Title\n\nMy notes\n", '[models.x]\nkind = "y"\n', "#!/bin/sh\nrm x\n"])
def test_no_other_file_is_taken_for_a_profile(tmp_path: Path, text: str) -> None:
    path = tmp_path / "notes"
    path.write_text(text)
    with pytest.raises(Misuse, match="does not look like a profile"):
        keeping.add(path, entries(1))
    with pytest.raises(Misuse, match="does not look like a profile"):
        keeping.delete(path)
    assert path.read_text() == text


def test_a_profile_does_not_grow_beyond_what_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "me.toml"
    keeping.add(path, entries(1))
    monkeypatch.setattr(keeping, "MAX_BYTES", 800)
    with pytest.raises(Misuse, match="would be larger than 800 bytes"):
        keeping.add(path, entries(2, 3, 4))
    assert said(path) == ["Say 1."]


def test_a_link_stays_one_and_its_file_goes_with_it(tmp_path: Path) -> None:
    path, link = tmp_path / "me.toml", tmp_path / "link.toml"
    link.symlink_to(path)
    keeping.add(link, entries(1))
    keeping.add(link, entries(2))
    assert link.is_symlink() and said(path) == ["Say 1.", "Say 2."]
    (tmp_path / ".me.toml.abc.part").write_text("left by a writer that was killed")
    keeping.delete(link)
    assert [file.name for file in tmp_path.iterdir() if "me.toml" in file.name or "link" in file.name] == []


def test_what_a_hand_saves_while_a_change_is_made_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "me.toml"
    keeping.add(path, entries(1))
    saved = iter(['\n[[edit]]\npreference = "By hand."\n'])
    as_text = keeping.as_text

    def editor_saves(preference: Preference) -> str:
        path.write_text(path.read_text() + next(saved, ""))
        return as_text(preference)

    monkeypatch.setattr(keeping, "as_text", editor_saves)
    assert len(keeping.add(path, (one for one in entries(2)))) == 1
    assert said(path) == ["Say 1.", "By hand.", "Say 2."]
    assert not [file for file in tmp_path.iterdir() if file.suffix == ".part"]


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
