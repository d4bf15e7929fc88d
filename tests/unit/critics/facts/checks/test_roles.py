"""What stands in the same role as what."""

import pytest

from redraft.critics.facts.checks.reading import Text, read
from redraft.critics.facts.checks.roles import (
    given_by,
    head_of,
    left_of,
    paired,
    right_of,
    sentences_of,
    speaks_of,
    subject_of,
)


def text(words: str) -> Text:
    """The words, read."""
    return read(words, 5000)


def test_what_a_number_counts_comes_right_after_it() -> None:
    claim = text("They won four league titles in a row.")
    (four,) = claim.quantities
    assert head_of(claim, four) == {"leagu", "titl"}
    assert left_of(claim, four, 1) == ("win",)
    assert right_of(claim, four, 2) == ("leagu", "titl")


def test_numbers_are_paired_by_what_stands_around_them() -> None:
    claim, passage = text("They have 5 cats and 5 dogs."), text("They have 3 dogs, and 2 cats.")
    pairs = {
        claim.shown(pair.ours) + " " + passage.shown(pair.theirs): pair.likeness
        for pair in paired(claim, claim.quantities, passage, passage.quantities)
    }
    assert [*pairs] == ["5 2", "5 3"] or [*pairs] == ["5 3", "5 2"]
    first = paired(claim, claim.quantities, passage, passage.quantities)[0]
    assert head_of(claim, first.ours) == head_of(passage, first.theirs)


def test_the_subject_is_the_first_name_also_at_the_beginning() -> None:
    claim = text("Arsenal won the title.")
    assert subject_of(claim, text("The title went to a club.")) is None
    subject = subject_of(claim, text("In May Arsenal won."))
    assert subject is not None
    assert given_by(claim, subject) == {"arsenal"}
    assert subject_of(text("Iron is a metal."), text("Iron rusts, and iron is heavy.")) is None


@pytest.mark.parametrize(
    ("passage", "speaks"),
    [
        ("Ada Quill was born there.", True),
        ("Quill was born there.", True),
        ("Ada Quill lived here. She was born there.", True),
        ("Bea Marsh was born there.", False),
        ("Bea Quill was born there.", False),
        ("Ada Quill lived here. Bea Marsh was born there.", False),
        ("Somebody was born there.", False),
    ],
)
def test_a_sentence_speaks_of_whom_it_or_its_passage_names(passage: str, speaks: bool) -> None:
    claim, there = text("Ada Quill was born in 1871."), text(passage)
    sentence = sentences_of(claim, there)[-1]
    assert speaks_of(sentence, subject_of(claim, there), sentence.end) is speaks


def test_what_another_sentence_says_counts_half() -> None:
    claim, passage = text("The red bridge fell."), text("The bridge was red. The bridge fell.")
    _, last = sentences_of(claim, passage)
    assert last.context(None) == pytest.approx(2.5 / 3)
    assert last.context(None, elsewhere=0.0) == pytest.approx(2 / 3)


def test_the_number_of_sentences_is_bounded_and_the_best_are_kept() -> None:
    claim = text("The red bridge fell.")
    passage = text("The bridge. " * 100 + "The red bridge fell.")
    found = sentences_of(claim, passage)
    assert len(found) == 40
    assert found[-1].context(None) == 1.0
