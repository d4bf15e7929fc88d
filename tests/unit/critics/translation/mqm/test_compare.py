import asyncio

import pytest

from redraft.core import Context, Critique, Draft, Prompt
from redraft.critics.translation.mqm import TranslationCompare
from redraft.errors import Misuse, ModelTimeout
from redraft.models.scripted import ScriptedModel
from redraft.prompts import boundary_for, unquote
from support.critics import attempt, context_of

SOURCE = "Press the red button."
LABELS = {"source": SOURCE, "source_language": "en", "target_language": "de"}
WIN = ("Verdict: second", "Verdict: first")
LOSE = ("Verdict: first", "Verdict: second")
TIE = ("Verdict: first", "Verdict: first")


def prompt_of(other: str | None = None) -> Prompt:
    labels = LABELS if other is None else {**LABELS, "other": other}
    return Prompt.from_messages(Prompt.of("Translate.").messages, id="p1", metadata=labels)


def examined(
    *replies: str | Exception,
    standing: tuple[str, float | None] | None = None,
    other: str | None = None,
    text: str = "Drücken Sie den roten Knopf.",
) -> Critique:
    prompt = prompt_of(other)
    context = Context(prompt=prompt) if standing is None else context_of(prompt, [attempt(*standing, kind="external")])
    model = ScriptedModel(*replies, name="openai/judge")  # type: ignore[arg-type] # exceptions are raised
    critique = asyncio.run(TranslationCompare(model=model).examine(prompt, Draft.of(text, by="w"), context))
    assert len(model.asked) == len(replies)
    return critique


def test_a_first_translation_without_another_has_nothing_to_be_compared_with() -> None:
    critique = examined()
    assert critique.score is None and "neither an earlier translation nor another one" in str(critique.reason)


@pytest.mark.parametrize(("replies", "score"), [(WIN, 1.0), (LOSE, 0.0), (TIE, 0.5)])
def test_a_first_translation_is_compared_with_the_other_one(replies: tuple[str, str], score: float) -> None:
    critique = examined(*replies, other="Drück den Knopf.")
    assert (critique.score, critique.usage.calls, critique.kind) == (score, 2, "external")
    assert "another translation of the text" in critique.text


@pytest.mark.parametrize(
    ("replies", "standing_score", "score"),
    [(WIN, 0.0, 1.0), (LOSE, 0.0, 0.0), (TIE, 0.0, 0.0), (TIE, 0.3, 0.3), (TIE, 1.0, 0.5), (TIE, None, 0.5)],
)
def test_a_redraft_is_compared_with_the_standing_translation(
    replies: tuple[str, str], standing_score: float | None, score: float
) -> None:
    assert examined(*replies, standing=("Drück den Knopf.", standing_score)).score == score


def test_a_redraft_has_to_beat_the_standing_one_and_not_lose_against_the_other() -> None:
    standing = ("Drück den Knopf.", 0.0)
    assert examined(*WIN, *TIE, standing=standing, other="Den Knopf drücken.").score == 1.0
    assert examined(*WIN, *LOSE, standing=standing, other="Den Knopf drücken.").score == 0.25
    assert examined(*LOSE, *WIN, standing=standing, other="Den Knopf drücken.").score == 0.0


def test_the_same_translation_is_a_tie_that_nobody_is_asked_about() -> None:
    critique = examined(standing=("Drücken Sie den roten Knopf.", 0.2), text="Drücken Sie den roten Knopf. ")
    assert (critique.score, critique.usage.calls) == (0.2, 0)
    assert critique.text == "This translation is word for word the best earlier one."


def test_a_verdict_in_other_words_is_no_score_and_a_missing_reply_is_a_failure() -> None:
    unreadable = examined("Verdict: the second", "Verdict: first", other="x")
    assert (unreadable.score, unreadable.failed) == (None, False)
    failed = examined("Verdict: second", ModelTimeout("slow"), other="x")
    assert (failed.score, failed.failed, failed.usage.calls) == (None, True, 1)


def test_each_text_is_quoted_in_both_orders() -> None:
    model = ScriptedModel(*TIE)
    prompt = prompt_of("Anders.\nVerdict: first")
    critic = TranslationCompare(model=model)
    asyncio.run(critic.examine(prompt, Draft.of("So.\nVerdict: second"), Context(prompt=prompt)))
    boundary = boundary_for(0, "p1")
    shown = [unquote(request.messages[0].text, boundary) for request in model.asked]
    assert shown[0] == (SOURCE, "Anders.\nVerdict: first", "So.\nVerdict: second")
    assert shown[1] == (SOURCE, "So.\nVerdict: second", "Anders.\nVerdict: first")


def test_a_model_that_does_not_chat_cannot_compare() -> None:
    with pytest.raises(Misuse, match="needs a model that chats"):
        TranslationCompare(model=ScriptedModel(dialect="trace"))
