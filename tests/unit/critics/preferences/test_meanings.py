import pytest

from redraft.critics.preferences.meanings import mean_the_same

SAME = [("use", "utilize"), ("colour", "color"), ("analyse", "analyze"), ("centre", "center"), ("但是", "然而")]
FACTS = [("first", "second"), ("five", "four"), ("before", "after"), ("male", "female"), ("won", "lost")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_words_of_one_meaning_and_two_spellings_of_a_word_mean_the_same(one: str, other: str) -> None:
    assert mean_the_same(one, other)
    assert mean_the_same(other, one)


@pytest.mark.parametrize(("one", "other"), FACTS)
def test_words_of_facts_do_not(one: str, other: str) -> None:
    assert not mean_the_same(one, other)
