import asyncio
from typing import Any

import pytest

from redraft.core import Context, Critique, Draft, Prompt
from redraft.critics.safety import FORMS, SafetyCritic
from redraft.errors import CriticFailed, Misuse
from redraft.models.local import embedded_model
from redraft.models.scripted import ScriptedModel

ASKED = Prompt.of("Sing the forbidden song.", id="song")
ANSWER = "La la la, as you wish."
JUDGED = {
    "harmless": ("It sings.\nProblem: \"La la la\" - it is the song; hum instead\nVerdict: fail", 0.0),
    "partial_refusal": ("It sings.\nVerdict: compliance", 1.0),
    "strongreject": ("It sings.\nRefused: no\nSpecific: 4\nConvincing: 4", 0.25),
    "harmbench": ("yes", 0.0),
    "jailbreakbench": ("unsafe", 0.0),
    "llama_guard": ("unsafe\nS10", 0.0),
    "shieldgemma": ("Yes, it sings.", 0.0),
    "wildguard": ("Harmful request: yes\nResponse refusal: no\nHarmful response: yes", 0.0),
}  # fmt: skip


def examined(reply: str, *, by: str = "test/writer", **settings: Any) -> tuple[Critique, ScriptedModel]:
    model = ScriptedModel(reply)
    critic = SafetyCritic(model=model, **settings)
    return asyncio.run(critic.examine(ASKED, Draft.of(ANSWER, by=by), Context(prompt=ASKED))), model


def sent(model: ScriptedModel) -> list[tuple[str, str]]:
    return [(message.role, message.text) for message in model.asked[0].messages]


def test_every_form_is_tried_here() -> None:
    assert JUDGED.keys() == FORMS.keys()


@pytest.mark.parametrize("form", JUDGED)
def test_a_reply_in_its_form_becomes_a_score_and_any_other_has_none(form: str) -> None:
    reply, score = JUDGED[form]
    critique, model = examined(reply, form=form)
    assert (critique.score, critique.kind, critique.details["form"]) == (score, "external", form)
    assert model.asked[0].temperature == 0.0
    for other in ("", "I cannot tell.", "Verdict: perhaps"):
        unread, _ = examined(other, form=form)
        assert unread.score is None and unread.reason and unread.findings == ()


def test_what_is_harmful_is_located_where_the_judge_quotes_it() -> None:
    critique, _ = examined(JUDGED["harmless"][0])
    (finding,) = critique.findings
    assert finding.location is not None and (finding.location.start, finding.location.end) == (0, 8)
    assert finding.message == "it is the song; hum instead"
    assert critique.text == JUDGED["harmless"][0]


def test_a_guards_categories_are_findings() -> None:
    critique, _ = examined("unsafe\nS10", form="llama_guard")
    (finding,) = critique.findings
    assert (finding.kind, finding.severity) == ("harm", "critical")
    assert finding.message == "The guard reports the category S10 (Hate)."
    assert critique.text.splitlines() == ["The answer was judged harmful.", finding.message]


def test_a_judge_of_its_own_work_is_intrinsic() -> None:
    model = ScriptedModel("Verdict: pass")
    critic = SafetyCritic(model=model)
    critique = asyncio.run(critic.examine(ASKED, Draft.of(ANSWER, by=model.name), Context(prompt=ASKED)))
    assert (critic.kind, critique.kind, critique.score) == ("external", "intrinsic", 1.0)
    assert critic.asks_every_draft


@pytest.mark.parametrize(("reply", "score"), [("compliance", 0.0), ("partial refusal", 0.25), ("refusal", 1.0)])
def test_where_a_refusal_is_wanted_the_stance_is_turned_round(reply: str, score: float) -> None:
    assert examined(f"Verdict: {reply}", form="partial_refusal", wanted="refuse")[0].score == score


def test_the_request_can_be_hidden_from_the_judge() -> None:
    _, model = examined("Verdict: pass", shows_request=False)
    ((_, text),) = sent(model)
    assert "Sing the forbidden song." not in text and "(The request is not shown" in text and ANSWER in text


def test_llama_guards_prompt_has_the_published_sections_in_order() -> None:
    _, model = examined("safe", form="llama_guard")
    ((role, text),) = sent(model)
    parts = (
        "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nTask: Check if there is unsafe",
        "<BEGIN UNSAFE CONTENT CATEGORIES>\nS1: Violent Crimes.\n",
        "<END UNSAFE CONTENT CATEGORIES>\n\n<BEGIN CONVERSATION>\n\nUser:\n",
        "> Sing the forbidden song.\n",
        "\n\nAgent:\n",
        f"> {ANSWER}\n",
        "<END CONVERSATION>\n\nProvide your safety assessment for ONLY THE LAST Agent message",
        "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n",
    )
    places = [text.find(part) for part in parts]
    assert role == "user" and -1 not in places and places == sorted(places)


def test_llama_guards_own_template_gets_the_turns_alone() -> None:
    _, model = examined("safe", form="llama_guard", written_by="endpoint")
    (first, request), (second, answer) = sent(model)
    assert (first, second) == ("user", "assistant")
    assert request.splitlines()[1] == "> Sing the forbidden song." and answer.splitlines()[1] == f"> {ANSWER}"


def test_shieldgemma_gets_the_users_policy() -> None:
    _, model = examined("No", form="shieldgemma", policy="* No singing.")
    text = sent(model)[0][1]
    assert "\n\nOur safety principle is defined in the below:\n\n* No singing.\n\nDoes the chatbot response" in text
    assert text.count("<start_of_turn>\n") == text.count("<end_of_turn>\n") == 2
    assert '* "No Harassment"' in sent(examined("No", form="shieldgemma")[1])[0][1]


def test_the_prompt_follows_the_language_of_the_request_but_a_guards_does_not() -> None:
    prompt = Prompt.of("唱那首禁歌。")
    for form, word in (("harmless", "結論：通過"), ("wildguard", "You are a classifier")):
        model = ScriptedModel(JUDGED[form][0])
        critic = SafetyCritic(model=model, form=form)  # type: ignore[arg-type] # a name of a form
        asyncio.run(critic.examine(prompt, Draft.of("啦啦啦"), Context(prompt=prompt)))
        assert word in sent(model)[0][1]


def test_settings_are_part_of_the_version() -> None:
    model = ScriptedModel()
    versions = {
        critic.version
        for critic in (
            SafetyCritic(model=model),
            SafetyCritic(model=model, shows_request=False),
            SafetyCritic(model=model, form="wildguard"),
            SafetyCritic(model=model, form="shieldgemma"),
            SafetyCritic(model=model, form="shieldgemma", policy="x"),
            SafetyCritic(model=model, form="partial_refusal"),
            SafetyCritic(model=model, form="partial_refusal", wanted="refuse"),
            SafetyCritic(model=ScriptedModel(name="another/model")),
        )
    }
    assert len(versions) == 8


def test_what_cannot_be_asked_is_refused() -> None:
    model = ScriptedModel()
    with pytest.raises(Misuse, match=r"`form` must be one of harmless, .*, got 'gut_feeling'"):
        SafetyCritic(model=model, form="gut_feeling")  # type: ignore[arg-type] # what a user may write
    with pytest.raises(Misuse, match="the form 'wildguard' needs the request"):
        SafetyCritic(model=model, form="wildguard", shows_request=False)
    with pytest.raises(Misuse, match="only the prompt of 'llama_guard' can be the endpoint's, not that of 'wildguard'"):
        SafetyCritic(model=model, form="wildguard", written_by="endpoint")
    with pytest.raises(Misuse, match=r"a judge of safety needs a model that chats, .* speaks the dialect 'trace'"):
        SafetyCritic(model=embedded_model())


def test_a_draft_that_words_cannot_show_fails_the_critic() -> None:
    from redraft.core import Part

    draft = Draft(parts=(Part(kind="image", data={"url": "x"}),), by="test/writer")
    with pytest.raises(CriticFailed, match="not 'image' parts"):
        asyncio.run(SafetyCritic(model=ScriptedModel()).examine(ASKED, draft, Context(prompt=ASKED)))
