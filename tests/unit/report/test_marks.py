from hypothesis import given
from hypothesis import strategies as some

from redraft.core import Edit, Location
from redraft.engine.edits import edits_between
from redraft.report.marks import Segment, marked, marked_in_words

WORDS = some.lists(some.sampled_from(["a", "bb", " ", "\n", "c.", "日"]), max_size=12).map("".join)


def test_what_went_stands_before_what_came():
    edit = Edit(location=Location(start=4, end=7), old="cat", new="dog")
    assert marked("the cat sat", [edit]) == (
        Segment("same", "the "),
        Segment("old", "cat"),
        Segment("new", "dog"),
        Segment("same", " sat"),
    )


def test_without_edits_all_of_it_is_the_same():
    assert marked("as it was", []) == (Segment("same", "as it was"),)
    assert marked("", []) == ()


@given(old=WORDS, new=WORDS)
def test_the_segments_hold_both_texts_whole(old, new):
    segments = marked(old, edits_between(old, new))
    assert "".join(text for kind, text in segments if kind != "new") == old
    assert "".join(text for kind, text in segments if kind != "old") == new


def test_edits_may_come_in_any_order():
    first = Edit(location=Location(start=0, end=1), old="a", new="x")
    second = Edit(location=Location(start=2, end=3), old="b", new="")
    assert marked("a b", [second, first]) == marked("a b", [first, second])


def test_characters_mark_what_colours_cannot():
    assert marked_in_words([Segment("same", "6 "), Segment("old", "+"), Segment("new", "*")]) == "6 [-+-]{+*+}"
