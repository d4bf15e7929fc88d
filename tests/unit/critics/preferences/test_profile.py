from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.preferences.checks import Check
from redraft.critics.preferences.entries import as_text, plain, read_entry
from redraft.critics.preferences.preference import Preference, Written
from redraft.critics.preferences.profile import profile_of, read_profile
from redraft.errors import Misuse


def preference(before: str = "a", after: str = "b", context: str = "c", says: str = "Be brief.") -> Preference:
    written = Written(context=context, before=before, after=after, record="r1")
    return Preference(
        id=written.id,
        date="2026-11-22",
        says=says,
        checks=(Check("no_emoji"),),
        written=written,
        by="code",
        context=context,
    )


ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60) | st.sampled_from(
    ["'''", "a\n'''\n", "\n[[edit]]\nid = 'x'", "\r\n", "\\", '"', "a'", "\x7f\n", "\ud800", "\n\n", "# x", "\x00\n"]
)


@given(ANYTHING, ANYTHING, ANYTHING)
def test_any_texts_at_all_are_read_back_as_they_were(before: str, after: str, context: str) -> None:
    entry = preference(before, after, context)
    text = as_text(entry)
    assert text.encode("utf-8")
    read = profile_of(f"{as_text(preference('1', '2'))}\n{text}", name="x")
    assert read.problems == ()
    (_, back) = read.preferences if len(read.preferences) == 2 else (None, read.preferences[0])
    assert back is not None
    assert back.written is not None
    assert (back.written.before, back.written.after, back.context) == tuple(map(plain, (before, after, context)))
    assert (back.says, back.checks, back.date, back.on, back.by) == (
        "Be brief.",
        (Check("no_emoji"),),
        "2026-11-22",
        True,
        "code",
    )


def test_texts_of_several_lines_stand_in_the_file_as_they_are() -> None:
    assert "before = '''\nDear Ann,\n\nyes \\o/'''\n" in as_text(preference("Dear Ann,\n\nyes \\o/"))


GOOD = '[[edit]]\npreference = "Be brief."\n'


@pytest.mark.parametrize(
    ("block", "line", "message"),
    [
        ('[[edit]]\npreference = "x\n', 2, "not TOML"),
        ("[[edit]]\n\npreference = x\n", 3, "not TOML"),
        ('[[edit]]\nid = "a"\n', 1, "`preference` is missing"),
        ('[[edit]]\npreference = "x"\nchecks = ["fast"]\n', 1, "no such check: 'fast'"),
        ('[[edit]]\npreference = "x"\nchecks = "no_emoji"\n', 1, "`checks` must be a list of texts"),
        ('[[edit]]\npreference = "x"\non = "no"\n', 1, "`on` must be true or false"),
        ('[[edit]]\npreference = "x"\nbefore = "y"\n', 1, "`before` and `after` belong together"),
        ('[[edit]]\npreference = "x"\ndate = "yesterday"\n', 1, "`date` must be written like 2026-11-22"),
        ('[[edit]]\npreference = "x"\ncolour = "red"\n', 1, "no such key: 'colour'"),
        ("[[edit]]\npreference = 3\n", 1, "`preference` must be a text"),
        ('[[edit]]\npreference = "x"\n[other]\ny = 1\n', 1, "'other' does not belong here"),
        (GOOD, 1, "another entry has the id"),
    ],
)
def test_a_broken_entry_is_reported_with_its_line_and_the_rest_goes_on(block: str, line: int, message: str) -> None:
    before = f"# about\n\n{GOOD}\n"
    read = profile_of(f'{before}{block}\n[[edit]]\npreference = "Be kind."\n', name="me.toml")
    assert [entry.says for entry in read.preferences] == ["Be brief.", "Be kind."]
    (problem,) = read.problems
    assert problem.line == before.count("\n") + line
    assert message in problem.message


def test_words_above_the_first_entry_are_a_misspelt_header() -> None:
    read = profile_of('# fine\n[edit]\npreference = "x"\n', name="me.toml")
    assert read.preferences == ()
    assert read.problems[0].line == 2


def test_an_entry_by_hand_needs_a_sentence_alone() -> None:
    entry = read_entry('[[edit]] # mine\npreference = "Be brief."\n')
    assert (entry.on, entry.by, entry.context, entry.written, len(entry.id)) == (True, "person", "", None, 8)


def test_files_that_cannot_be_read_are_refused_with_their_name(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_bytes(b"\xff\xfe")
    for path, message in (
        (wrong, "is not UTF-8"),
        (tmp_path / "none.toml", "there is no profile"),
        (tmp_path, "cannot be read"),
    ):
        with pytest.raises(Misuse, match=message):
            read_profile(path)


def test_the_empty_profile_has_no_preferences_and_no_problems() -> None:
    read = profile_of("", name="me.toml")
    assert (read.preferences, read.problems) == ((), ())


def test_provenance_points_at_the_entry() -> None:
    text = f"# x\n{GOOD}"
    read = profile_of(text, name="me.toml")
    place = read.provenance(read.preferences[0])
    assert (place.document, text[place.start : place.end], len(place.sha256)) == ("me.toml", GOOD, 64)
