import pytest

from redraft.critics.stated import denied_before, hedged, said_twice, taken_back, without_comments

BALLS = {"A": "red ball.", "B": "blue ball."}


def whole(words: str) -> str | None:
    bare = words.strip(" .()")
    return bare if bare in ("A", "B", "C") else None


def begin(words: str) -> str | None:
    return whole(words.strip(" (")[:1]) if words.strip(" (")[1:2] in ("", ")") else None


@pytest.mark.parametrize(
    "after",
    [
        "\nNo wait, it is C.",
        "\nActually no, I choose C.",
        "\nActually (C).",
        "\nNo: I choose (C).",
        "\nFinal choice: C",
        "\nFinal: C",
        "\nI choose C",
        "\nOr rather: C",
        "\nCorrection: C",
        "\nC",
        "\nThat is wrong.",
        "\nOn second thoughts I cannot tell.",
        "\n更正：C",
        "\n我選 C",
        "\nThe right answer is C.",
        "\nIt should be C!",
    ],
)
def test_what_follows_an_answer_may_take_it_back(after: str) -> None:
    doubt = taken_back("B", after, "B", whole)
    assert doubt is not None
    assert (doubt.first, doubt.second) == ("B", after.strip())


@pytest.mark.parametrize(
    "after",
    [
        "",
        ".\nI hope this helps.",
        "\nI choose B.",
        "\nFinal answer: B",
        "\nNo other option fits.",
        "\n(A) says that red is first. That cannot be.",
        "\nSo it is settled.",
        "\nActually, this was easy.",
        "\nC is ruled out by the second statement.",
    ],
)
def test_what_follows_an_answer_mostly_does_not(after: str) -> None:
    assert taken_back("B", after, "B", whole) is None


@pytest.mark.parametrize("rest", [" or (C)", ") (C)", " and (A)", ", C", " / C", ", or perhaps it could be (C)"])
def test_two_answers_side_by_side_are_hedged(rest: str) -> None:
    assert hedged("(B", rest, "B", begin) is not None


@pytest.mark.parametrize("rest", ["", ")", ") blue ball.", ", not (C)", " or (B)", " since (C) is ruled out"])
def test_an_answer_with_its_own_words_or_a_reason_is_not_hedged(rest: str) -> None:
    assert hedged("(B", rest, "B", begin, BALLS) is None


@pytest.mark.parametrize("rest", [") red ball", ": the red ball.", " (red ball)"])
def test_a_letter_with_the_words_of_another_option_contradicts_itself(rest: str) -> None:
    doubt = hedged("(B", rest, "B", begin, BALLS)
    assert doubt is not None
    assert doubt.second.removeprefix("(").removeprefix("the ").startswith("red ball")


def test_an_answer_that_is_denied_on_its_line_is_none() -> None:
    assert hedged("True", " is wrong, it is False", "true", begin) is not None
    assert hedged("True", "? No.", "true", begin) is not None
    assert denied_before("So the answer is not (")
    assert not denied_before("It is not red, so the answer is (")


def test_different_announcements_are_quoted_and_equal_ones_are_one() -> None:
    doubt = said_twice(["A", "I wonder", "(B)"], whole)
    assert doubt is not None
    assert doubt == ("A", "(B)")
    assert said_twice(["B", "(B)", "I wonder"], whole) is None
    assert said_twice([], whole) is None


def test_comments_are_blanked_and_places_stay() -> None:
    text = "a<!-- b\nc -->d <!-- open"
    seen = without_comments(text)
    assert seen == "a      \n     d          "[: len(text)]
    assert (len(seen), seen.index("d")) == (len(text), text.index("d"))


@pytest.mark.parametrize("unit", ["no ", "so, ", "or ", "<!--", "actually ", ". ", "(", "\n", "it is ", "—"])
def test_hostile_repetition_ends(unit: str) -> None:
    text = (unit * 50_000)[:50_000]
    # Where the work did not grow linearly, this would take minutes.
    assert taken_back("B", without_comments(text), "B", whole) is None
    assert hedged("B", text, "B", begin, BALLS) is None
