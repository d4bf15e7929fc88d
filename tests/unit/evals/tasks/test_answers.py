"""Final answers are read tolerantly in form and exactly in content, whatever the reply holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.evals.tasks.answers import ListIs, NumberIs, TextIs, answer_of, comparable, items_in, number_in


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        ("Answer: 42", "42"),
        ("thinking\nANSWER : 42\n", "42"),
        ("**Answer:** 42", "42"),
        ("**Answer: 42**", "42"),
        ("Final answer: $42$", "42"),
        ("Answer:\n\n42", "42"),
        ("Answer: 1\nno, wait\nAnswer: 2", "2"),
        ("答案：四十二", "四十二"),
        ("My answer: 42", "42"),
        ("| Answer: 42 |", "42"),
        ("1. Answer: 42", "42"),
        (r"Answer: $\boxed{42}$.", "42"),
        (r"Answer: \(\boxed{\text{Ada, Bo}}\)", "Ada, Bo"),
        ("the answer is 42", None),
        ("Answer:", None),
        ("", None),
    ],
)
def test_the_answer_is_what_stands_after_the_last_mark(reply: str, answer: str | None) -> None:
    assert answer_of(reply) == answer


@pytest.mark.parametrize(
    "answer", ["1234", "1,234", "1234.0", " 1234 apples", "1 234", "= 1234.", "１２３４", "$1,234.00"]
)
def test_a_number_is_right_in_any_usual_form(answer: str) -> None:
    assert NumberIs(number=1234).holds(answer)


@pytest.mark.parametrize("answer", ["-1234", "1234.5", "1234 or 1235", "12 34", "12,34", "1234e3", "", "twelve"])
def test_another_number_or_a_second_one_is_wrong(answer: str) -> None:
    assert not NumberIs(number=1234).holds(answer)


@pytest.mark.parametrize(
    "answer",
    """42|42.0|042|42-|42.|４２|42,|42;|\\boxed{42}|$42$|42 apples|It is 42.|about 42|6 * 7 = 42|42 (not 43)|+42
    |The total is 42|42 kg|**42**|[42]|"42"|= 42|42 m2|42個|共42個|答案是42|42 個蘋果
    |42 marbles, since 6*7 is 42|42 apples for 3 days""".replace("\n    ", "").split("|"),
)
def test_the_one_number_is_read_whatever_stands_around_it(answer: str) -> None:
    assert NumberIs(number=42).holds(answer)


@pytest.mark.parametrize(
    "answer",
    """42,000|4,2|1e3|-42|\u221242|42 or 43|not 42|42/2|84/2|42k|42 million|2^42|42!|4²|42²|⁴²|x42|42x|1,2345|-0|3-42
    |42½|≠42|never 42|more than 42|√42|v1.42|minus 42|16 or zzz|42 or zzz|I don't know, maybe 42|6*7|40 + 2
    |42 42|42 thousand|at least 42|between 42 and 50|42 and a half|42 dozen|half of 42|43, not 42|42 is wrong
    |42... wait, 43|<42|~41, 42|42:00|4.2e1|126/3|anything but 42|42 - 1|不是42|42萬|四十二
    |42個或43個|超過42|負42|42以上|42多|第42|至少42個|42到50""".replace("\n    ", "").split("|"),
)
def test_a_number_that_is_doubted_compared_or_part_of_something_is_wrong(answer: str) -> None:
    assert not NumberIs(number=42).holds(answer)


def test_minus_signs_of_all_kinds_are_minus_signs() -> None:
    assert number_in("\u22125") == "-5" and number_in("-0") == "0" and NumberIs(number=-5).holds("–5")


def test_a_text_is_compared_letter_by_letter() -> None:
    right = TextIs(text="tcia")
    assert right.holds('"TCIA".') and right.holds("`tcia`")
    assert not right.holds("tci a") and not right.holds("tcia or tciaa")
    assert TextIs(text="Ab", cased=True).holds("'Ab'") and not TextIs(text="Ab", cased=True).holds("ab")


def test_a_list_is_read_with_and_without_brackets_and_order_counts_where_it_should() -> None:
    right = ListIs(items=("3", "1", "2"))
    assert all(right.holds(answer) for answer in ("3, 1, 2", "[3,1,2]", "3; 1; 2", "(3, 1 and 2)."))
    assert not right.holds("1, 2, 3") and not right.holds("3, 1, 2, 2")
    assert ListIs(items=("Ada", "Bo"), ordered=False).holds("bo and Ada")
    assert items_in("Ada -> Bo") == ("ada", "bo")


@pytest.mark.parametrize(
    "answer", ["3, 1, and 2", "3,1,2,", "{3; 1; 2}", "３，１，２", "3>1>2", "3 -> 1 -> 2", "3、1、2"]
)
def test_a_list_is_read_in_its_usual_forms(answer: str) -> None:
    assert ListIs(items=("3", "1", "2")).holds(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "3,,1,2",
        "(3,1,2",
        "3,1,2]",
        "[3,1,2)",
        "3, 1, 2 or 2, 1, 3",
        "not 3, 1, 2",
        "1,3,2",
        ",3,1,2",
        "3,1,2,,",
        "3,1,and,2",
    ],
)
def test_a_list_with_a_gap_a_lone_bracket_or_another_beside_it_is_wrong(answer: str) -> None:
    assert not ListIs(items=("3", "1", "2")).holds(answer)


def test_a_text_may_end_in_what_is_stripped() -> None:
    assert TextIs(text="abc.", cased=True).holds("abc.") and TextIs(text="_abc", cased=True).holds("_abc")
    assert not TextIs(text="abc.", cased=True).holds("abc!")


def test_votes_are_cast_for_the_answer_alone() -> None:
    assert comparable("I think so.\nAnswer: 'Ada'.") == comparable("answer: ADA") == "ada"
    assert comparable("no mark") == "no mark"


@given(st.text(max_size=300))
def test_nothing_that_a_reply_holds_is_an_error(text: str) -> None:
    for reply in (text, f"Answer: {text}", f"{text}\nAnswer:{text}\n{text}"):
        answer = answer_of(reply)
        comparable(reply)
        for verifier in (NumberIs(number=3), TextIs(text="x"), ListIs(items=("a",))):
            assert answer is None or verifier.holds(answer) in (True, False)


def test_huge_replies_are_read() -> None:
    # A pattern that backtracks would not end here.
    for piece in ("Answer: ", "*", " ", "9", "(", "﷽", "answer", "a,", "\n"):
        reply = piece * 300_000
        answer = answer_of(reply) or ""
        for verifier in (NumberIs(number=3), TextIs(text="x"), ListIs(items=("a",))):
            verifier.holds(answer)
            verifier.holds(reply)
