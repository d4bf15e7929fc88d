from redraft.core import tokens_in


def test_other_scripts_take_more_tokens_than_english():
    assert tokens_in("") == 0
    assert tokens_in("four words are here!") == 5
    assert tokens_in("請說出天空的一種顏色。") == 11
    assert tokens_in("sky 天空") == 3
