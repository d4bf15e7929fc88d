import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.comparing import PREFERENCES
from redraft.critics.verdicts import PASS_FAIL, read_findings, read_verdict, reply_of
from redraft.errors import CriticFailed
from redraft.prompts import LANGUAGES, load

PASSES = [
    "Verdict: pass",
    "It adds up.\n\nVerdict: pass",
    "**Verdict: pass**",
    "**Verdict:** pass.",
    "## Verdict: PASS!",
    "reason\nverdict : Pass  \n\n",
    "```\nVerdict: pass\n```",
    "Verdict: pass\n---",
    "> Verdict: fail\nThe line above is the answer's own.\nVerdict: pass",
    "So the verdict: is clear\nVerdict: pass",
    "推理……\n結論：通過",
    "結論：通過。",
    "**結論**：通過",
    "结论：通过",
]
FAILS = [line.replace("pass", "fail").replace("Pass", "Fail").replace("PASS", "FAIL") for line in PASSES[:8]]
FAILS += ["結論：不通過", "结论：不通过。"]


@pytest.mark.parametrize("reply", PASSES)
def test_a_passing_verdict_is_one(reply: str) -> None:
    assert read_verdict(reply) == 1.0


@pytest.mark.parametrize("reply", FAILS)
def test_a_failing_verdict_is_zero(reply: str) -> None:
    assert read_verdict(reply) == 0.0


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("", "holds no verdict line"),
        ("It is right.", "holds no verdict line; it ends with 'It is right.'"),
        ("My verdict is: pass", "holds no verdict line"),
        ("> Verdict: pass", "holds no verdict line"),
        ("pass", "holds no verdict line"),
        ("Verdict: pass\nVerdict: pass", "holds 2 verdict lines"),
        ("Verdict: pass\nno, wait\nVerdict: fail", "holds 2 verdict lines"),
        ("Verdict: pass\n結論：不通過", "holds 2 verdict lines"),
        ("Verdict: pass\nbecause it is right", "is not the last line"),
        ("Verdict:", "says ''"),
        ("Verdict: pass or fail", "says 'pass or fail'"),
        ("Verdict: pass, but the sum is wrong", "says 'pass, but the sum is wrong'"),
        ("Verdict: not pass", "says 'not pass'"),
        ("Verdict: passing", "says 'passing'"),
        ("Verdict: 1.0", "says '1.0'"),
        ("結論：大致通過", "says '大致通過'"),
    ],
)
def test_what_is_no_single_clear_verdict_is_not_guessed(reply: str, reason: str) -> None:
    with pytest.raises(CriticFailed) as caught:
        read_verdict(reply)
    assert reason in str(caught.value)


@given(st.text())
def test_any_reply_without_a_verdict_is_refused_in_few_words(reply: str) -> None:
    with pytest.raises(CriticFailed) as caught:
        read_verdict(reply)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "words"), [("self_check", PASS_FAIL), ("judge", PASS_FAIL), ("judge_compare", PREFERENCES)]
)
def test_the_forms_that_a_prompt_text_asks_for_are_the_forms_that_are_read(
    name: str, words: dict[str, float], language: str
) -> None:
    head = "Verdict: " if language == "en" else "結論："
    forms = [line for line in load(name, language).text.splitlines() if line.startswith(head)]
    scores = [read_verdict(f"reasons\n{form}", words) for form in forms]
    assert scores == sorted(set(words.values()), key=[1.0, 0.0, 0.5].index)


def test_comparing_verdicts_are_not_read_as_pass_or_fail() -> None:
    with pytest.raises(CriticFailed, match="none of pass, fail"):
        read_verdict("Verdict: first")
    assert read_verdict("Verdict: Second.", PREFERENCES) == 0.0


def test_thoughts_before_the_reply_are_not_part_of_it() -> None:
    assert reply_of("<think>\nVerdict: fail? Hmm.\n</think>\n\nRight.\nVerdict: pass\n") == "Right.\nVerdict: pass"
    assert reply_of("  Right.\n") == "Right."
    # Only a leading block is a thought; the same words later may be quoted from anywhere.
    assert reply_of("a <think>b</think> c") == "a <think>b</think> c"
    assert reply_of("<think>never closed") == "<think>never closed"


DRAFT = 'The sum of 2 and 2 is 5. He said "no" twice; the sum stands.'


@pytest.mark.parametrize(
    ("line", "quoted", "message"),
    [
        ('Problem: "is 5" - 2 and 2 make 4.', "is 5", "2 and 2 make 4."),
        ("- **Problem:** “sum of 2 and 2” – sums need no 'of'", "sum of 2 and 2", "sums need no 'of'"),
        ('2. Problem 2: "said "no" twice" - write "yes"', 'said "no" twice', 'write "yes"'),
        ('Problem: "5" - say "4"', "5", 'say "4"'),
        ("問題：「is 5」－應為 4", "is 5", "應為 4"),
        ("问题：“is 5”：应为 4", "is 5", "应为 4"),
    ],
)
def test_a_located_problem_becomes_a_finding_at_its_place(line: str, quoted: str, message: str) -> None:
    (finding,) = read_findings(f"Let me see.\n{line}\nVerdict: fail", DRAFT, passed=False)
    assert finding.location is not None
    assert DRAFT[int(finding.location.start) : int(finding.location.end)] == quoted
    assert (finding.message, finding.evidence, finding.severity) == (message, (quoted,), "major")


@pytest.mark.parametrize(
    "line",
    [
        'Problem: "is 6" - not in the draft',
        'Problem: "" - nothing quoted',
        'Problem: "is 5"',
        "Problem: is 5 - not quoted",
        'Problem: "is 5 - never closed',
        'A problem: "is 5" - in a sentence',
        "Problem:",
    ],
)
def test_a_problem_without_words_of_the_draft_is_no_finding(line: str) -> None:
    assert read_findings(line, DRAFT, passed=False) == ()


def test_problems_of_a_draft_that_passes_are_minor() -> None:
    (finding,) = read_findings('Problem: "is 5" - odd', DRAFT, passed=True)
    assert finding.severity == "minor"


def test_findings_come_in_the_order_of_the_reply() -> None:
    found = read_findings('Problem: "twice" - a\nProblem: "is 5" - b', DRAFT, passed=False)
    assert [finding.message for finding in found] == ["a", "b"]


def test_a_hostile_reply_is_read_to_its_end() -> None:
    # Sizes at which reading in more than linear time would not come back.
    hostile = ['Problem: "' + 'a"' * 200_000, "*" * 1_000_000, "Verdict" + " " * 1_000_000, "Problem" + "*1" * 500_000]
    reply = "\n".join(hostile)
    assert read_findings(reply, "b" * 1_000_000, passed=False) == ()
    with pytest.raises(CriticFailed):
        read_verdict(reply)
