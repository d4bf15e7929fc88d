import asyncio
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.core import Context, Critique, Draft, Message, Part, Prompt
from redraft.critics.private_data import KINDS, PrivateData
from redraft.critics.private_data.critic import MAX_CHARACTERS
from redraft.errors import Misuse

# Put together here, so that no scanner takes this file for a leak. The card is made up; its check digit is right.
CARD = "4539 1488 0343 " + "6467"
DIGITS = CARD.replace(" ", "")
TOKEN = "ghp_" + "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17"
MAIL = "jane.doe@" + "acme.io"


def examine(text: str, asked: str | Prompt = "Write to the customer.", **settings: Any) -> Critique:
    prompt = Prompt.of(asked) if isinstance(asked, str) else asked
    return asyncio.run(PrivateData(**settings).examine(prompt, Draft.of(text), Context(prompt=prompt)))


def examine_parts(prompt: Prompt, *parts: Part) -> Critique:
    draft = Draft(parts=parts, by="test/writer")
    return asyncio.run(PrivateData().examine(prompt, draft, Context(prompt=prompt)))


def kinds(critique: Critique) -> list[str]:
    return [finding.kind for finding in critique.findings]


def everything_said(critique: Critique) -> str:
    """All words of a critique, wherever they stand."""
    said = [critique.text, critique.reason or "", *critique.details.values()]
    for finding in critique.findings:
        said += [finding.message, finding.suggestion or "", *finding.evidence]
    return "\n".join(said)


def test_a_leak_fails_the_answer_and_is_located() -> None:
    text = f"Dear Ms Doe, we charged {CARD}."
    critique = examine(text)
    assert (critique.score, critique.kind, critique.critic) == (0.0, "verified", "private_data")
    (finding,) = critique.findings
    assert (finding.kind, finding.severity) == ("payment_card", "critical")
    assert finding.location is not None
    assert text[int(finding.location.start) : int(finding.location.end)] == CARD
    assert finding.message == "The number of a payment card (Visa): 45…67"


def test_nothing_found_is_no_pass_but_may_replace_a_leak() -> None:
    critique = examine("Dear Ms Doe, we charged your card.")
    assert (critique.score, critique.unrefuted, critique.findings) == (None, True, ())
    assert critique.reason is not None
    assert "does not prove" in critique.reason


SECRETS = {
    "payment_card": CARD,
    "iban": "DE75 5121 0800 1245 1261 99",
    "email": MAIL,
    "phone": "+49 30 901820",
    "ip_address": "85.214.132.117",
    "national_id": "110101199203128513",
    "token": TOKEN,
    "password": "hG7!kd02Zq",
}


@pytest.mark.parametrize("kind", SECRETS)
def test_no_word_of_a_critique_repeats_what_leaked(kind: str) -> None:
    value = SECRETS[kind]
    critique = examine(f"password = {value}" if kind == "password" else f"It is {value}.")
    assert kinds(critique) == [kind]
    said = everything_said(critique)
    assert value not in said
    longest = max(n for n in range(len(value)) if any(value[i : i + n] in said for i in range(len(value) - n + 1)))
    assert longest <= max(2, len(value) // 4)


@settings(max_examples=60)
@given(st.from_regex(r"\A[A-Za-z][A-Za-z0-9!#$_-]{9,39}\Z", fullmatch=True))
def test_no_password_however_it_is_made_is_repeated(value: str) -> None:
    critique = examine(f"The password is {value}")
    if critique.findings:
        assert value.rstrip("!_-") not in everything_said(critique)


def test_what_the_user_gave_may_be_repeated_but_a_secret_is_noted() -> None:
    asked = f"Rewrite: mail {MAIL}, token {TOKEN}."
    critique = examine(f"You can reach me at {MAIL}; the token is {TOKEN}.", asked)
    assert (critique.score, critique.unrefuted) == (None, True)
    assert [(finding.kind, finding.severity) for finding in critique.findings] == [("token", "minor")]
    assert "the user gave it in the prompt" in critique.findings[0].evidence


def test_what_the_user_gave_may_be_forbidden_all_the_same() -> None:
    critique = examine(f"Mail {MAIL}.", f"Rewrite: {MAIL}", allow_from_prompt=False)
    assert critique.score == 0.0


def test_what_stands_in_a_system_prompt_or_a_tools_output_is_never_excused() -> None:
    messages = (Message.of("system", f"Token: {TOKEN}"), Message.of("tool", MAIL), Message.of("user", "Say all."))
    critique = examine(f"{TOKEN} and {MAIL}", Prompt.from_messages(messages))
    assert (critique.score, kinds(critique)) == (0.0, ["token", "email"])


def test_a_tool_call_can_leak_as_well() -> None:
    call = Part(kind="tool_call", data={"name": "send", "arguments": f'{{"to": "{MAIL}"}}'})
    critique = examine_parts(Prompt.of("Send it."), Part(text="Sending."), call)
    assert critique.score == 0.0
    assert critique.findings[0].location is None
    assert "in a tool call" in critique.findings[0].message


@pytest.mark.parametrize(
    "arguments",
    [
        {"card": int(DIGITS)},
        f'{{"card": {DIGITS}}}',
        {CARD: None},
        f'{{"card": "{CARD}", "card": "none"}}',
        "[" * 900 + '"' + "[" * 900 + f'\\"{CARD}\\"' + "]" * 900 + '"' + "]" * 900,
    ],
    ids=["number", "number in a text", "name", "twice", "deep"],
)
def test_whatever_a_tool_call_holds_is_searched(arguments: object) -> None:
    call = Part(kind="tool_call", data={"name": "pay", "arguments": arguments})
    critique = examine_parts(Prompt.of("Pay."), call)
    assert critique.score == 0.0 and kinds(critique) == ["payment_card"]


def test_a_tool_call_that_is_not_searched_to_its_end_is_not_called_clean() -> None:
    call = Part(kind="tool_call", data={"arguments": {"note": "x " * MAX_CHARACTERS, "card": CARD}})
    critique = examine_parts(Prompt.of("Pay."), call)
    assert critique.score is None and not critique.unrefuted and f"{MAX_CHARACTERS:,}" in str(critique.reason)


def test_of_a_password_not_even_the_ends_are_shown() -> None:
    for secret, text in (("Qx7!kd02Zq9#", "password = Qx7!kd02Zq9#"), ("Qx7!kd02Zq9w", "redis://:Qx7!kd02Zq9w@cache")):
        critique = examine(text)
        assert kinds(critique) == ["password"] and "12 characters" in critique.findings[0].message
        assert not any(end in everything_said(critique) for end in (secret[:2], secret[-2:]))


def test_of_a_long_address_no_more_than_a_quarter_is_shown() -> None:
    critique = examine("ann@" + "b.photography")
    assert "photography" not in everything_said(critique)


def test_the_arguments_of_a_tool_call_are_read_as_they_are_meant() -> None:
    arguments = '{"password": "hG7!kd02", "lines": ["to\\n' + MAIL + '"], "n": 3}'
    call = Part(kind="tool_call", data={"function": {"name": "log_in", "arguments": arguments}, "ids": [1, None]})
    prompt = Prompt.of(f"Write to {MAIL}.")
    critique = asyncio.run(
        PrivateData().examine(prompt, Draft(parts=(call,), by="test/writer"), Context(prompt=prompt))
    )
    assert kinds(critique) == ["password"]
    broken = Part(kind="tool_call", data={"arguments": '{"token": "' + TOKEN})
    critique = asyncio.run(
        PrivateData().examine(prompt, Draft(parts=(broken,), by="test/writer"), Context(prompt=prompt))
    )
    assert kinds(critique) == ["token"]


def test_offices_are_minor_findings_only() -> None:
    critique = examine("Write to support@acme.io or call 1-800-799-7233.")
    assert critique.score is None
    assert [finding.severity for finding in critique.findings] == ["minor", "minor"]


def test_examples_are_allowed_unless_they_are_not() -> None:
    text = "Try 4111 1111 1111 1111, me@example.com or 212-555-0123; GB82 WEST 1234 5698 7654 32; 208.67.222.222."
    assert examine(text).findings == ()
    assert len(examine(text, allow_examples=False).findings) == 5


def test_allowed_values_and_domains_are_left_alone() -> None:
    text = f"Pay with {CARD}, write to bo@team.acme.io or {MAIL}."
    assert kinds(examine(text, allow=["4539148803436467"], allow_domains=["acme.io"])) == []


def test_only_the_kinds_that_are_wanted_are_searched() -> None:
    critique = examine(f"{CARD} {MAIL}", kinds=["email"])
    assert kinds(critique) == ["email"]
    assert critique.details["not searched"].split(", ")[0] == "payment_card"


def test_findings_beyond_the_limit_are_counted() -> None:
    critique = examine(" ".join(f"a{n}.b@acme.io" for n in range(5)), max_findings=2)
    assert len(critique.findings) == 2
    assert "3 more are not shown." in critique.text


def test_the_findings_follow_the_language_of_the_prompt() -> None:
    critique = examine(f"請寫信到 {MAIL}。", "請寫一封信。")
    assert critique.findings[0].message.startswith("電子郵件地址：")


def test_of_an_answer_that_is_too_long_only_a_part_is_searched() -> None:
    critique = examine("x " * MAX_CHARACTERS)
    assert (critique.score, critique.unrefuted) == (None, False)
    assert critique.reason is not None
    assert critique.reason.startswith("the answer has 2,000,000 characters, of which 1,000,000 were searched")
    assert examine(CARD + " x" * MAX_CHARACTERS).score == 0.0


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"kinds": ["names"]}, "`kinds` are some of payment_card, .*, got 'names'"),
        ({"kinds": []}, "got none; leave it out for all"),
        ({"max_findings": 0}, "`max_findings` must be 1 or more, got 0"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(Misuse, match=message):
        PrivateData(**settings)


def test_the_version_changes_with_the_settings() -> None:
    makes = [PrivateData(), PrivateData(kinds=["email"]), PrivateData(allow=["x"]), PrivateData(allow_examples=False)]
    assert len({critic.version for critic in makes}) == len(makes)
    assert PrivateData().version == PrivateData(kinds=KINDS).version


HOSTILE = {
    "digits": "4" * 100_000,
    "groups of a card": "4111 " * 20_000,
    "groups of an account": "DE00 " * 20_000,
    "addresses": "a@" * 50_000,
    "names with dots": "a." * 50_000,
    "colons": "a:" * 50_000,
    "dots": "1." * 50_000,
    "plus": "+1 " * 30_000,
    "keys that begin": "-----BEGIN PRIVATE KEY-----A b" * 3_000,
    "headers": "eyJaaaaaaaaa." * 7_000,
    "labels": "password=" * 11_000,
    "urls": "ab://a:" * 14_000,
    "announced": "pesel " * 16_000,
}


def seconds(text: str) -> float:
    started = time.process_time()
    examine(text)
    return time.process_time() - started


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_time_that_grows_with_its_length_alone(name: str) -> None:
    # Four times the text: a search that is quadratic would take sixteen times as long. Below a hundredth of a second
    # the clock says nothing.
    once, four_times = seconds(HOSTILE[name][:25_000]), seconds(HOSTILE[name])
    assert four_times < 9 * max(once, 0.02)
