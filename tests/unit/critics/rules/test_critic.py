import asyncio
import subprocess
import sys
from typing import Any

import pytest

from redraft.core import Context, Critique, Draft, Prompt
from redraft.critics import Rules
from redraft.errors import Misuse

PROMPT = Prompt.of("Write something.")
SLOW = "(.*)=(.*)=(.*)=(.*)x"


def examine(text: str, prompt: Prompt = PROMPT, **rules: Any) -> Critique:
    return asyncio.run(Rules(**rules).examine(prompt, Draft.of(text), Context(prompt=prompt)))


def test_a_draft_that_keeps_every_rule_passes() -> None:
    critique = examine(
        '{"city": "Paris"}',
        json_schema={"required": ["city"]},
        must_match=r'"city"',
        must_not_match=["London", "^$"],
        must_contain=["Paris"],
        must_not_contain="Rome",
        max_words=5,
        min_lines=1,
        max_characters=100,
    )
    assert (critique.score, critique.kind, critique.critic) == (1.0, "verified", "rules")
    assert critique.text == "Every rule is kept."
    assert critique.findings == ()


def test_every_breach_is_a_finding_in_the_order_of_the_draft() -> None:
    critique = examine(
        "I am sorry, London is the capital.",
        must_not_match=r"Lon\w+",
        must_contain="Paris",
        must_not_contain="sorry",
        max_words=4,
    )
    assert critique.score == 0.0
    assert [finding.kind for finding in critique.findings] == ["missing_words", "forbidden_words", "pattern", "length"]
    assert critique.text.splitlines() == [
        "Rules are broken:",
        '- The answer does not contain "Paris". Put "Paris" into the answer, exactly so.',
        '- The answer must not contain "sorry". Remove or replace it.',
        '- The pattern Lon\\w+ must not match, but it matches "London". Remove or rewrite these words.',
        "- Length in words: 7; at most 4 are allowed. Make it shorter by at least 3.",
    ]


def test_findings_follow_the_prompts_language_unless_told_otherwise() -> None:
    chinese = Prompt.of("請寫一句話。")
    assert (
        examine("嗨", chinese, min_words=2).text == "違反了以下規則：\n- 回答有 1 個詞，至少要有 2 個。 請至少加長 1。"
    )
    assert examine("嗨", chinese, min_words=2, language="en").text.startswith("Rules are broken:")


def test_a_lone_text_is_one_rule_not_one_for_each_letter() -> None:
    assert examine("xyz", must_contain="abc").text.count("\n") == 1
    assert examine("xyz", must_match="abc").text.count("\n") == 1


@pytest.mark.parametrize("rules", [{"must_contain": "yes"}, {"must_match": "^yes$"}])
def test_case_is_ignored_when_asked(rules: dict[str, Any]) -> None:
    assert examine("YES", **rules).score == 0.0
    assert examine("YES", **rules, ignore_case=True).score == 1.0


def test_findings_are_limited_and_the_rest_is_counted() -> None:
    critique = examine("no " * 50, must_not_contain="no", max_findings=3)
    assert len(critique.findings) == 3
    assert critique.text.endswith("At least 47 more findings are not shown.")
    assert len(examine("no " * 1_000_000, must_not_contain="no").findings) == 20


def test_a_rule_that_cannot_be_decided_leaves_the_draft_unscored() -> None:
    critique = examine("=" * 20_000, must_match=SLOW, min_words=0, pattern_timeout_s=0.05)
    assert critique.score is None
    assert critique.reason is not None
    assert "took too long on this draft" in critique.reason
    assert critique.text == ""


def test_a_broken_rule_decides_even_when_another_cannot_be() -> None:
    critique = examine("=" * 20_000, must_match=SLOW, max_characters=10, pattern_timeout_s=0.05)
    assert (critique.score, critique.reason) == (0.0, None)
    assert [finding.kind for finding in critique.findings] == ["length"]


def test_what_a_rule_found_before_it_ran_out_of_time_stays_found() -> None:
    pattern = f"HERE|{SLOW}"
    critique = examine("HERE" + "=" * 20_000, must_not_match=pattern, pattern_timeout_s=0.05)
    assert critique.score == 0.0
    assert [finding.evidence for finding in critique.findings] == [("HERE",)]


def test_a_slow_pattern_does_not_hold_up_the_event_loop() -> None:
    n_turns = 0

    async def both() -> Critique:
        nonlocal n_turns
        rules = Rules(must_match=SLOW, pattern_timeout_s=1.0)
        task = asyncio.create_task(rules.examine(PROMPT, Draft.of("=" * 20_000), Context(prompt=PROMPT)))
        while not task.done():
            n_turns += 1
            await asyncio.sleep(0)
        return await task

    assert asyncio.run(both()).score is None
    # Some 200,000 turns here; a search that held the interpreter lock leaves those before and after it, some 2,000.
    assert n_turns > 10_000


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({}, "a rules critic without rules passes everything"),
        ({"ignore_case": True}, "a rules critic without rules passes everything"),
        ({"must_match": "("}, "'(' is no regular expression"),
        ({"must_not_match": ["a", "["]}, "'[' is no regular expression"),
        ({"json_schema": {"type": 5}}, "`json_schema` is no valid schema"),
        ({"min_words": 5, "max_words": 4}, "no draft can be both"),
        ({"max_lines": -1}, "`max_lines` must be 0 or more, got -1"),
        ({"must_contain": ""}, "holds an empty text"),
        ({"max_words": 1, "max_findings": 0}, "`max_findings` must be more than 0, got 0"),
        ({"max_words": 1, "pattern_timeout_s": -1.0}, "`pattern_timeout_s` must be more than 0, got -1.0"),
    ],
)
def test_bad_rules_are_refused_at_once(rules: dict[str, Any], message: str) -> None:
    with pytest.raises(Misuse) as caught:
        Rules(**rules)
    assert message in str(caught.value)


def test_a_misspelt_rule_is_refused() -> None:
    with pytest.raises(TypeError, match="max_word"):
        Rules(max_word=3)  # type: ignore[call-arg] # the mistake under test


def test_the_version_follows_the_rules() -> None:
    rules: list[dict[str, Any]] = [
        {"max_words": 5},
        {"max_words": 6},
        {"must_contain": "a"},
        {"must_contain": "a", "ignore_case": True},
        {"must_not_contain": "a"},
        {"must_match": "a"},
        {"json_schema": {}},
        {"json_schema": {"type": "string"}},
    ]
    assert len({Rules(**each).version for each in rules}) == len(rules)
    assert Rules(max_words=5).version == Rules(max_words=5, name="other").version


def loaded(statement: str) -> list[str]:
    """Which heavy packages a statement loads in a fresh Python."""
    code = f"import sys; {statement}; print(*[n for n in ('regex', 'jsonschema') if n in sys.modules])"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


def test_packages_are_loaded_for_the_rules_that_need_them_only() -> None:
    assert loaded("from redraft.critics import Rules; Rules(max_words=5)") == []
    assert loaded("from redraft.critics import Rules; Rules(must_match='a')") == ["regex"]
    assert loaded("from redraft.critics import Rules; Rules(json_schema={})") == ["regex", "jsonschema"]
