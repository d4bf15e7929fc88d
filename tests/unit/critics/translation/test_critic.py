"""The critic of translations refutes what is broken, warns of what may be, and confirms nothing."""

import asyncio

import pytest

from redraft.core import Context, Critique, Draft, Prompt
from redraft.critics.translation import TranslationCritic, glossary_of
from redraft.errors import CriticFailed, Misuse
from support.translating import asked


def examined(prompt: Prompt, target: str, critic: TranslationCritic | None = None) -> Critique:
    chosen = critic or TranslationCritic()
    return asyncio.run(chosen.examine(prompt, Draft.of(target), Context(prompt=prompt)))


def test_what_is_broken_is_refuted_with_a_located_finding() -> None:
    target = "Speichere {anzahl} Dateien"
    critique = examined(asked("Save {count} files"), target)
    assert (critique.score, critique.kind) == (0.0, "verified")
    assert [finding.kind for finding in critique.findings] == ["placeholders", "placeholders"]
    place = critique.findings[1].location
    assert place is not None
    assert target[int(place.start) : int(place.end)] == "{anzahl}"
    assert critique.text.splitlines()[:2] == [
        "The translation cannot stay as it is:",
        "- The placeholder {count} of the source is missing. Keep every placeholder exactly as the source has it.",
    ]


def test_a_good_translation_is_unrefuted_and_not_confirmed() -> None:
    critique = examined(asked("The house is old."), "Das Haus ist alt.")
    assert (critique.score, critique.unrefuted, critique.findings) == (None, True, ())
    assert critique.reason is not None
    assert "does not make it right" in critique.reason


def test_a_number_that_differs_warns_and_does_not_refute() -> None:
    critique = examined(asked("It has 50 rooms."), "Es hat 15 Zimmer.")
    assert (critique.score, critique.unrefuted) == (None, True)
    assert [(finding.kind, finding.severity) for finding in critique.findings] == [("numbers", "minor")]
    assert critique.findings[0].evidence == ("It has 50 rooms.",)


def test_an_empty_translation_is_refuted() -> None:
    critique = examined(asked("The house is old."), " \n")
    assert (critique.score, critique.findings[0].message) == (0.0, "The translation is empty.")


def test_what_refutes_comes_first_and_the_rest_is_counted() -> None:
    critic = TranslationCritic(max_findings=2)
    critique = examined(asked("It has {n} of 50 rooms."), "Es hat 15 Zimmer", critic)
    assert [finding.severity for finding in critique.findings] == ["critical", "minor"]
    assert critique.text.splitlines()[2] == "Worth a look, though it may be right:"
    assert critique.text.splitlines()[-1] == "1 more are not shown."


def test_checks_can_be_left_out_or_made_to_warn() -> None:
    prompt, target = asked("Save {count} files"), "Speichere Dateien"
    assert examined(prompt, target, TranslationCritic(skip=["placeholders"])).score is None
    critique = examined(prompt, target, TranslationCritic(warn_only=["placeholders"]))
    assert (critique.score, critique.findings[0].severity) == (None, "minor")


def test_findings_follow_the_language_of_the_prompt() -> None:
    prompt = Prompt.of("請把以下英文翻譯成德文：It has {n} rooms.")
    critique = examined(prompt, "Es hat Zimmer.")
    assert critique.findings[0].message == "缺少原文的佔位符 {n}。"
    assert critique.details["languages"] == "en to de"


def test_a_glossary_is_held_against_the_target_and_its_faults_are_kept() -> None:
    critic = TranslationCritic(glossary=glossary_of({"house": "Haus"}))
    critique = examined(asked("Two old houses."), "Zwei alte Gebäude.", critic)
    assert critique.score == 0.0
    assert critique.findings[0].message == "The glossary has Haus for houses."
    assert examined(asked("Two old houses."), "Zwei alte Häuser.", critic).score is None
    assert critique.details["glossary"] == "terms, 1 terms"


def test_a_request_says_nothing_about_the_white_space_around_its_text() -> None:
    critique = examined(Prompt.of("Translate into German: The house is old."), "\n Das Haus ist alt.\n")
    assert critique.findings == ()
    labelled = examined(asked("The house is old."), "Das Haus ist alt.\n")
    assert [finding.kind for finding in labelled.findings] == ["spaces"]


def test_the_language_of_a_source_that_nobody_named_is_detected() -> None:
    prompt = Prompt.of("Translate into German: The very old house at the end of the road cost 1,000 pounds.")
    target = "Das sehr alte Haus am Ende der Straße kostete 1.000 Pfund."
    critique = examined(prompt, target)
    assert (critique.details["languages"], critique.findings) == ("en to de", ())
    short = examined(Prompt.of("Translate into German: Yes."), "Ja.")
    assert short.details["languages"] == "? to de"


def test_long_texts_are_left_alone() -> None:
    critique = examined(asked("word " * 6000), "Wort " * 6000)
    assert critique.score is None
    assert not critique.unrefuted
    assert critique.reason is not None
    assert "more than 50,000 are not checked" in critique.reason


def test_a_prompt_that_asks_for_no_translation_fails_the_critic() -> None:
    with pytest.raises(CriticFailed, match="no request for a translation"):
        examined(Prompt.of("What is 2+2?"), "4")


def test_the_version_follows_settings_and_glossary() -> None:
    versions = {
        TranslationCritic().version,
        TranslationCritic(skip=["ending"]).version,
        TranslationCritic(warn_only=["ending"]).version,
        TranslationCritic(glossary=glossary_of({"a": "b"})).version,
        TranslationCritic(target_language="de").version,
    }
    assert len(versions) == 5


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"max_findings": 0}, "`max_findings` must be 1 or more"),
        ({"skip": ["nothing"]}, "`skip` names no check: 'nothing'; there are empty, placeholders"),
        ({"target_language": "Klingon"}, "no known language is called 'Klingon'"),
    ],
)
def test_settings_that_cannot_work_are_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(Misuse, match=message):
        TranslationCritic(**options)  # type: ignore[arg-type]  # what is wrong is the point
