import pytest

from redraft.core import Finding
from redraft.critics.rules.checks import Contains, Length, shortened
from redraft.errors import Misuse
from redraft.prompts import load_phrases


def say(key: str, **values: str) -> str:
    return load_phrases("rules", "en")[key].fill(**values)


def of(check: Length | Contains, text: str) -> list[Finding]:
    return list(check.problems(text, say))


def pieces(check: Length | Contains, text: str) -> list[str]:
    """What the findings point at."""
    return [text[int(f.location.start) : int(f.location.end)] for f in of(check, text) if f.location is not None]


@pytest.mark.parametrize(
    ("unit", "text", "n"),
    [
        ("characters", "", 0),
        ("characters", "naïve 水", 7),
        ("words", "", 0),
        ("words", "one, two - three", 3),
        ("words", " it's\tco-operative\n", 2),
        ("words", "你好，world！", 3),
        ("words", "3.14 is π", 3),
        ("lines", "", 0),
        ("lines", "a", 1),
        ("lines", "a\n", 1),
        ("lines", "a\n\nb\r\nc", 4),
        ("lines", "\n", 1),
    ],
)
def test_lengths_are_counted_so(unit: str, text: str, n: int) -> None:
    exactly = Length(unit=unit, low=n, high=n)  # type: ignore[arg-type] # the parameters are units
    assert of(exactly, text) == []
    (short,) = of(Length(unit=unit, low=n + 1), text)  # type: ignore[arg-type] # the parameters are units
    assert short.message == f"Length in {unit}: {n}; at least {n + 1} are asked for."
    assert short.suggestion == "Make it longer by at least 1."


@pytest.mark.parametrize(
    ("unit", "text", "high", "excess"),
    [
        ("characters", "abcdef", 4, "ef"),
        ("words", "one two three four", 2, "three four"),
        ("words", "你好嗎", 2, "嗎"),
        ("lines", "a\nb\nc\n", 1, "b\nc\n"),
        ("words", "one", 0, "one"),
    ],
)
def test_too_long_a_draft_is_located_from_where_it_should_have_ended(
    unit: str, text: str, high: int, excess: str
) -> None:
    check = Length(unit=unit, high=high)  # type: ignore[arg-type] # the parameters are units
    assert pieces(check, text) == [excess]
    (finding,) = of(check, text)
    assert finding.message.endswith(f"at most {high} are allowed.")


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        ({"low": -1}, "`min_words` must be 0 or more, got -1"),
        ({"high": -2}, "`max_words` must be 0 or more, got -2"),
        ({"low": 3, "high": 2}, "`min_words` 3 is more than `max_words` 2; no draft can be both"),
    ],
)
def test_bounds_that_nothing_can_keep_are_refused(bounds: dict[str, int], message: str) -> None:
    with pytest.raises(Misuse) as caught:
        Length(unit="words", **bounds)
    assert message in str(caught.value)


def test_wanted_words_are_taken_literally() -> None:
    check = Contains(wanted="a.b*")
    assert of(check, "xa.b*y") == []
    (finding,) = of(check, "aXbbb")
    assert finding.message == 'The answer does not contain "a.b*".'
    assert finding.suggestion == 'Put "a.b*" into the answer, exactly so.'
    assert finding.location is None


def test_case_counts_unless_told_otherwise() -> None:
    assert len(of(Contains(wanted="yes"), "YES")) == 1
    assert of(Contains(wanted="yes", ignore_case=True), "YES") == []


def test_forbidden_words_are_found_wherever_they_stand() -> None:
    check = Contains(wanted="sorry", forbidden=True, ignore_case=True)
    text = "Sorry, I am so SORRY."
    assert of(check, "No regrets.") == []
    assert pieces(check, text) == ["Sorry", "SORRY"]
    assert of(check, text)[0].message == 'The answer must not contain "Sorry".'
    assert of(check, text)[0].evidence == ("Sorry",)


@pytest.mark.parametrize("forbidden", [True, False])
def test_empty_words_are_refused(forbidden: bool) -> None:
    with pytest.raises(Misuse, match="holds an empty text, which stands in every draft"):
        Contains(wanted="", forbidden=forbidden)


def test_long_words_are_shown_shortened() -> None:
    assert shortened("a" * 120) == "a" * 120
    assert shortened("a" * 121) == "a" * 120 + "…"
    (finding,) = of(Contains(wanted="b" * 10_000), "")
    assert len(finding.message) < 200
