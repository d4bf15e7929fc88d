"""Scripts of letters, and which form of Chinese a sign belongs to."""

from redraft.critics.translation.scripts import chinese_form, letters_by_script, written_in


def test_letters_are_counted_by_script() -> None:
    assert letters_by_script("Haus, дом, 家かな 12") == {"Latn": 4, "Cyrl": 3, "Hani": 1, "Kana": 2}
    assert written_in("Jpan") == ("Hani", "Kana")
    assert written_in("Cyrl") == ("Cyrl",)


def test_signs_that_only_one_form_of_chinese_writes_are_known() -> None:
    assert {chinese_form(sign) for sign in "们这说汉实对东车"} == {"Hans"}
    assert {chinese_form(sign) for sign in "們這說漢實對東車"} == {"Hant"}
    assert {chinese_form(sign) for sign in "的人中文是大A1"} == {None}
