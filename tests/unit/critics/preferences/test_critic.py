import asyncio
from typing import Any

import pytest

from redraft.core import Context, Critique, Draft, Prompt
from redraft.critics.preferences import Preferences
from redraft.critics.preferences.profile import Profile, profile_of
from redraft.errors import Misuse
from redraft.models.scripted import ScriptedModel
from redraft.prompts import outside, unquote

PROFILE = profile_of(
    """
[[edit]]
id = "brief000"
date = "2026-11-22"
preference = "Keep it to 5 words at most."
checks = ["max_words 5", "avoid utilize"]
context = "Write to a customer"
before = "We utilize a very long sentence here."
after = "We use short ones."
by = "code"

[[edit]]
id = "warm0000"
date = "2026-11-20"
preference = "Sound warm."
context = "Write to a customer"
""",
    name="me.toml",
)
ASKED = "Write to a customer about parts."


def examine(
    draft: str, *, asked: str = ASKED, profile: Profile = PROFILE, by: str = "test/writer", **settings: Any
) -> Critique:
    prompt = Prompt.of(asked, id="p1")
    critic = Preferences(profile, **settings)
    return asyncio.run(critic.examine(prompt, Draft.of(draft, by=by), Context(prompt=prompt)))


def test_code_decides_what_it_can_and_names_preference_edit_and_place() -> None:
    critique = examine("We utilize it.")
    assert (critique.score, critique.kind, critique.critic) == (0.0, "verified", "preferences")
    (finding,) = critique.findings
    assert finding.message == 'The person prefers: "Avoid the word "utilize"." Here stands "utilize".'
    assert finding.location is not None
    assert (finding.location.start, finding.location.end) == (3, 10)
    assert finding.evidence == (
        "preference brief000 of 2026-11-22: Keep it to 5 words at most.",
        "- We utilize a very long sentence here.",
        "+ We use short ones.",
    )
    (source,) = finding.sources
    assert source.document == "me.toml"
    assert PROFILE.text[source.start : source.end].startswith('[[edit]]\nid = "brief000"')


def test_what_concerns_the_whole_answer_has_no_place() -> None:
    critique = examine("One two three four five six.")
    assert critique.findings[0].location is None
    assert "This answer has 6 words." in critique.text


def test_keeping_all_that_code_can_check_is_no_pass_but_may_replace_a_breach() -> None:
    critique = examine("Fine, thanks.")
    assert (critique.score, critique.unrefuted, critique.findings) == (None, True, ())
    assert critique.details == {"preferences": "warm0000, brief000"}


def test_a_request_without_preferences_is_unscored_and_nothing_is_asked() -> None:
    critique = examine("Anything", asked="Weather?", model=ScriptedModel())
    assert (critique.score, critique.unrefuted) == (None, False)
    assert critique.reason == "no preference is known for such a request"


def test_where_code_decides_no_model_is_asked() -> None:
    model = ScriptedModel()
    assert examine("We utilize it.", model=model).score == 0.0
    assert model.asked == []


def test_the_model_judges_what_code_cannot_and_its_finding_names_the_preference() -> None:
    model = ScriptedModel('It is cold.\nProblem: "Fine" - P1: greet the customer first\nVerdict: fail')
    critique = examine("Fine.", model=model)
    assert (critique.score, critique.kind) == (0.0, "external")
    (finding,) = critique.findings
    assert (finding.kind, finding.message) == ("preference", "P1: greet the customer first")
    assert finding.evidence == ("Fine", "preference warm0000 of 2026-11-20: Sound warm.")
    assert finding.sources[0].date == "2026-11-20"
    assert examine("Fine.", model=ScriptedModel("Verdict: pass")).score == 1.0


def test_the_model_is_sent_the_sentences_beyond_code_with_their_edits_and_no_others() -> None:
    model = ScriptedModel("Verdict: pass")
    examine("Fine.", model=model)
    text = model.asked[0].messages[0].text
    boundary = text.partition("<draft ")[2][:8]
    assert unquote(text, boundary) == (ASKED, "P1: Sound warm.", "Fine.")
    assert "utilize" not in text
    assert "Sound warm" not in outside(text, boundary)


def test_a_draft_of_the_judging_model_gets_an_intrinsic_verdict() -> None:
    assert examine("Fine.", model=ScriptedModel("Verdict: pass"), by="scripted/model").kind == "intrinsic"


@pytest.mark.parametrize("reply", ["", "It is warm.", "Verdict: pass\nVerdict: fail", "Verdict: maybe"])
def test_a_reply_without_one_verdict_is_unscored(reply: str) -> None:
    critique = examine("Fine.", model=ScriptedModel(reply))
    assert critique.score is None
    assert critique.reason


@pytest.mark.parametrize("number", ["P0", "P2", "P99", "no number"])
def test_a_finding_that_names_no_known_preference_has_no_origin(number: str) -> None:
    critique = examine("Fine.", model=ScriptedModel(f'Problem: "Fine" - {number}: hm\nVerdict: fail'))
    assert critique.findings[0].sources == ()


def test_what_gave_way_to_something_newer_stands_in_the_details() -> None:
    newer = """
[[edit]]
id = "long0000"
date = "2026-11-23"
preference = "At least 20."
checks = ["min_words 20"]
context = "Write to a customer"
"""
    critique = examine("Fine.", profile=profile_of(PROFILE.text + newer, name="me.toml"))
    assert critique.score == 0.0
    assert critique.details["superseded"] == "max_words 5 (brief000) gives way to min_words 20 (long0000, 2026-11-23)"


def test_without_a_model_preferences_beyond_code_are_said_to_be_beyond_it() -> None:
    only = profile_of('[[edit]]\npreference = "Sound warm."\n', name="me.toml")
    critique = examine("Fine.", profile=only)
    assert (critique.score, critique.unrefuted) == (None, False)
    assert critique.reason is not None
    assert critique.reason.startswith("code cannot check what is preferred")


def test_a_model_is_expected_to_be_asked_only_where_some_preference_is_beyond_code() -> None:
    model = ScriptedModel()
    assert Preferences(PROFILE, model=model).asks_every_draft
    assert not Preferences(PROFILE).asks_every_draft
    only_code = profile_of('[[edit]]\npreference = "x"\nchecks = ["no_emoji"]\nby = "code"\n', name="x")
    assert not Preferences(only_code, model=model).asks_every_draft


MORE = """
[[edit]]
id = "1"
date = "20261120"
preference = "Sound warm, and use no emoji."
checks = ["no_emoji"]
by = "writer"

[[edit]]
id = "10"
preference = "Use no emoji."
checks = ["no_emoji"]
"""


def test_a_sentence_that_says_more_than_its_checks_is_judged_as_well() -> None:
    profile = profile_of(MORE, name="me.toml")
    assert Preferences(profile, model=ScriptedModel()).asks_every_draft
    model = ScriptedModel('Problem: "Fine" - P1: cold\nVerdict: fail')
    critique = examine("Fine.", profile=profile, model=model)
    assert critique.score == 0.0 and "P1: Sound warm" in model.asked[0].messages[0].text
    assert "> P2" not in model.asked[0].messages[0].text
    assert examine("Fine 😀.", profile=profile, model=ScriptedModel()).kind == "verified"


def test_an_id_may_be_the_beginning_of_another_one() -> None:
    critique = examine("Fine 😀.", profile=profile_of(MORE, name="me.toml"))
    assert {source.date for finding in critique.findings for source in finding.sources} == {"2026-11-20", None}


def test_what_of_the_profile_could_not_be_read_stands_in_the_details() -> None:
    critique = examine("Fine.", profile=profile_of(MORE + '\n[[edit]]\nsays = "x"\n', name="me.toml"))
    assert critique.details["not read"].startswith("line 14: no such key: 'says'")


def test_very_long_drafts_are_not_checked() -> None:
    critique = examine("x " * 150_000)
    assert critique.reason is not None
    assert critique.reason.startswith("the answer has 300,000 characters")


def test_the_findings_follow_the_language_of_the_prompt() -> None:
    critique = examine("一二三四五六七", asked="寫信 write to a customer 給客戶關於零件的事情", language="zh-Hant")
    assert critique.findings[0].message == "使用者偏好：「最多 5 個字。」 這份回答有 7 個字。"


def test_the_version_changes_with_the_profile_and_the_model() -> None:
    other = profile_of(PROFILE.text + "\n# a note\n", name="me.toml")
    made = [
        Preferences(PROFILE),
        Preferences(other),
        Preferences(PROFILE, model=ScriptedModel()),
        Preferences(PROFILE, n=1),
    ]
    assert len({critic.version for critic in made}) == len(made)


def test_settings_that_cannot_work_are_refused() -> None:
    with pytest.raises(Misuse, match="`n` must be 0 or more, got -1"):
        Preferences(PROFILE, n=-1)
    with pytest.raises(Misuse, match="judged by a model that chats"):
        Preferences(PROFILE, model=ScriptedModel(dialect="trace"))
