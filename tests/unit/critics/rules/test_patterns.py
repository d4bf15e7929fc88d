import pytest

from redraft.core import Finding
from redraft.critics.rules.checks import Undecided
from redraft.critics.rules.patterns import Matches, compiled, search, searching_within
from redraft.errors import Misuse
from redraft.prompts import load_phrases

# Each takes Python's `re` longer than anybody would wait; `regex` sees through some, the limit stops the rest.
CATASTROPHES = [
    (r"(a+)+$", "a" * 5000 + "b"),
    (r"(a|a)*b", "a" * 5000),
    (r"(a?){50}a{50}", "a" * 49),
    (r"^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 5000),
    (r"(x+x+)+y", "x" * 5000),
    (r"(\w+\s?)*!$", "word " * 5000),
    (r"(.*)=(.*)=(.*)=(.*)x", "=" * 20_000),
    (r"\s+$", " " * 500_000 + "x"),
    (r"(.)*\1b", "ab" * 100_000),
]


def say(key: str, **values: str) -> str:
    return load_phrases("rules", "en")[key].fill(**values)


def of(check: Matches, text: str) -> list[Finding]:
    with searching_within(30.0):
        return list(check.problems(text, say))


def test_a_wanted_pattern_is_found_anywhere_unless_it_is_anchored() -> None:
    assert of(Matches(pattern=r"\d{4}"), "in 2024.") == []
    (finding,) = of(Matches(pattern=r"^\d{4}$"), "in 2024.")
    assert finding.message == r"The answer does not match the pattern ^\d{4}$."
    assert finding.kind == "pattern"


def test_every_place_of_a_forbidden_pattern_is_a_finding() -> None:
    text = "call 555-1234 or 555-9876"
    found = of(Matches(pattern=r"\d{3}-\d{4}", forbidden=True), text)
    assert [text[int(f.location.start) : int(f.location.end)] for f in found if f.location] == ["555-1234", "555-9876"]
    assert found[0].message == r'The pattern \d{3}-\d{4} must not match, but it matches "555-1234".'


def test_a_pattern_that_matches_nothing_at_every_place_comes_to_an_end() -> None:
    assert len(of(Matches(pattern="x*", forbidden=True), "axb")) == 4


def test_case_counts_unless_told_otherwise() -> None:
    assert len(of(Matches(pattern="yes"), "YES")) == 1
    assert of(Matches(pattern="yes", ignore_case=True), "YES") == []
    assert of(Matches(pattern="(?i)yes"), "YES") == []


@pytest.mark.parametrize("pattern", ["(", "[a", "*a", "(?P<n>a)(?P<n", r"\p{Nothing}"])
def test_what_is_no_regular_expression_is_refused_at_once(pattern: str) -> None:
    with pytest.raises(Misuse, match=r"is no regular expression: .*; mend the pattern") as caught:
        Matches(pattern=pattern)
    assert repr(pattern) in str(caught.value)


@pytest.mark.parametrize(("pattern", "text"), CATASTROPHES)
def test_a_catastrophic_pattern_ends_undecided_or_decided_but_it_ends(pattern: str, text: str) -> None:
    with searching_within(0.05):
        try:
            assert search(compiled(pattern), text) is None
        except Undecided as failure:
            reason = str(failure)
        else:
            reason = "too long on this draft"
    assert "too long on this draft" in reason


def test_the_limit_is_really_reached_by_some_pattern() -> None:
    with (
        pytest.raises(Undecided, match=r"simplify the pattern .* or raise `pattern_timeout_s`"),
        searching_within(0.05),
    ):
        search(compiled(r"(.*)=(.*)=(.*)=(.*)x"), "=" * 20_000)


def test_all_searches_of_one_examination_share_one_limit() -> None:
    slow, quick = compiled(r"(.*)=(.*)=(.*)=(.*)x"), compiled("a")
    with searching_within(0.05):
        assert search(quick, "a") is not None
        with pytest.raises(Undecided):
            search(slow, "=" * 20_000)
        with pytest.raises(Undecided):
            search(quick, "a")
    with searching_within(30.0):
        assert search(quick, "a") is not None
