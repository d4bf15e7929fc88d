"""The critic of translations refutes what is broken, warns of what may be, and confirms nothing."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.core import Context, Critique, Draft, Prompt
from redraft.critics.translation import Segment, TranslationCritic, glossary_of
from redraft.critics.translation.checks import NAMES
from redraft.errors import CriticFailed, Misuse
from support.translating import asked

_PIECES = [
    "{n, plural, ",
    "one {",
    "other {",
    "}}",
    "https://",
    "<b>",
    "%(x)s",
    "{{",
    "file ",
    "1,000 ",
    "5 km ",
    "三萬",
]
_TEXTS = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(st.characters(), max_size=4)), max_size=14).map("".join)


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


def test_signs_in_place_of_words_are_no_translation() -> None:
    critique = examined(asked("The meeting was moved to next Wednesday."), "???")
    assert critique.score == 0.0
    assert critique.findings[0].message == "The translation has neither a letter nor a digit."
    assert examined(asked("會議改到下週三。"), "???").score == 0.0
    fine = (("Yes, OK!", "✓"), ("{first_name} {last_name}", "…"), ("In the year of the strike", "１９９９"))
    for source, target in fine:
        assert "empty" not in {finding.kind for finding in examined(asked(source), target).findings}


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


@settings(max_examples=50, deadline=None)
@given(_TEXTS, _TEXTS, st.sampled_from(["de", "en", "zh-Hant", "ru", "ar", None]))
def test_any_two_texts_can_be_checked_and_places_lie_in_the_target(
    source: str, target: str, language: str | None
) -> None:
    segment = Segment(source=source, source_language="en", target_language=language)
    for name, flaw in TranslationCritic(glossary=glossary_of({"file": "Datei"})).flaws(segment, target):
        assert name in NAMES
        assert (flaw.start is None) == (flaw.end is None)
        assert flaw.start is None or flaw.end is None or 0 <= flaw.start <= flaw.end <= len(target)


@pytest.mark.parametrize("hostile", ["5 km ", "{a, plural, one {", '<a href="', "三"])
def test_hostile_texts_are_checked_to_their_end(hostile: str) -> None:
    text = hostile * (12_000 // len(hostile))
    segment = Segment(source=text, source_language="en", target_language="de")
    # A search that is quadratic would take minutes here.
    assert isinstance(TranslationCritic().flaws(segment, f"{text[1:]}."), list)


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
