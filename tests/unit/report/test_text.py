import pytest

from redraft.report.text import counted, percent, percent_between, points_between, printable, shortened


def test_what_could_steer_a_terminal_becomes_visible():
    assert printable("a\x1b[31mred\x07\x7f") == "a␛[31mred␇␡"
    assert printable("x\rfake") == "x␍fake"
    assert printable("\x9b2J") == "⟨U+009B⟩2J"


def test_marks_of_direction_and_line_separators_become_visible():
    assert printable("abc\u202etxt") == "abc⟨Right-To-Left Override⟩txt"
    assert printable("a\u2028b") == "a⟨Line Separator⟩b"


def test_what_no_encoding_can_write_becomes_visible():
    shown = printable("broken \ud83d off")
    assert shown == "broken ⟨U+D83D⟩ off" and shown.encode()


@pytest.mark.parametrize("text", ["two\nlines\tand a tab", "日本語 العربية 👩‍🚀 naïve", ""])
def test_ordinary_text_of_any_script_stays_as_it_is(text):
    assert printable(text) == text


def test_figures_read_with_their_unit_and_sign():
    assert percent(0.947) == "94.7 %"
    assert percent_between(0.5, 0.25, 0.75) == "50.0 % [25.0, 75.0]"
    assert points_between(-0.01, -0.03, 0.01) == "-1.0 [-3.0, +1.0]"


def test_numbers_agree_with_their_noun():
    assert [counted(0, "call"), counted(1, "call"), counted(1200, "call")] == ["0 calls", "1 call", "1,200 calls"]
    assert counted(2, "try", "tries") == "2 tries"


def test_a_shortened_text_is_one_line_within_its_width():
    assert shortened("two\n  lines", 20) == "two lines"
    assert shortened("abcdefgh", 5) == "abcd…"
    assert len(shortened("x" * 99, 10)) == 10
