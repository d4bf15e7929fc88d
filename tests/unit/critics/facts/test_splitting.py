"""A model takes a draft apart; what it says is held against the draft, and code fills in what it leaves out."""

import asyncio
import json

import pytest

from redraft.core import Prompt
from redraft.critics.facts.sentences import sentences_of
from redraft.critics.facts.splitting import Split, split
from redraft.models import ScriptedModel
from support.facts import claims_reply, entry

DRAFT = "The Eiffel Tower was completed in 1889. It stands in Paris. Is it not beautiful?"


def split_by(reply: str, text: str = DRAFT, *, wanted: slice = slice(None)) -> tuple[Split, ScriptedModel]:
    model, sentences = ScriptedModel(reply), sentences_of(text)
    chosen = sentences[wanted]
    whole = len(chosen) == len(sentences)
    prompt = Prompt.of("Tell me about the tower that Gustave Eiffel built.", id="p")
    found = asyncio.run(split(prompt, text, chosen, model, "en", seed=0, whole=whole, max_tokens=None))
    return found, model


def texts(found: Split) -> list[str]:
    return [claim.text for claim in found.claims]


def test_claims_say_alone_what_the_draft_says_and_point_at_its_words() -> None:
    reply = claims_reply(
        entry("The Eiffel Tower was completed in 1889.", query="Eiffel Tower year"),
        entry("It stands in Paris.", "The Eiffel Tower stands in Paris."),
        entry("Is it not beautiful?", check=False),
    )
    found, model = split_by(reply)
    assert texts(found) == [
        "The Eiffel Tower was completed in 1889.",
        "The Eiffel Tower stands in Paris.",
        "Is it not beautiful?",
    ]
    assert [DRAFT[c.start : c.end] for c in found.claims][1] == "It stands in Paris."
    assert [c.checkable for c in found.claims] == [True, True, False]
    assert (found.by, found.problem, found.claims[0].query) == ("model", None, "Eiffel Tower year")
    assert (found.usage.calls, len(model.asked)) == (1, 1)


@pytest.mark.parametrize("fence", ["{}", "```json\n{}\n```", "Here they are:\n{}\nDone.", "<think>[]</think>\n{}"])
def test_the_list_is_found_in_the_wrappings_that_models_use(fence: str) -> None:
    found, _ = split_by(fence.format(claims_reply(entry("It stands in Paris.", "The tower stands in Paris."))))
    assert "The tower stands in Paris." in texts(found)


def test_sentences_that_the_model_leaves_out_are_read_by_code() -> None:
    found, _ = split_by(claims_reply(entry("It stands in Paris.", "The Eiffel Tower stands in Paris.")))
    assert texts(found)[0] == "The Eiffel Tower was completed in 1889."
    assert found.by == "model and code"


@pytest.mark.parametrize(
    "reply", ["", "I cannot do that.", "[", '{"words": "It"}', "[" * 100_000, '["It stands in Paris."]', "[{}]", "[1]"]
)
def test_a_reply_that_is_no_list_of_claims_leaves_the_work_to_code(reply: str) -> None:
    found, _ = split_by(reply)
    assert found.by == "code"
    assert texts(found)[:2] == ["The Eiffel Tower was completed in 1889.", "The Eiffel Tower stands in Paris."]
    assert (found.problem is None) == (reply.startswith(("[{", "[1", '["')))


def test_words_that_do_not_stand_in_the_draft_are_no_claim() -> None:
    found, _ = split_by(claims_reply(entry("The Eiffel Tower was opened in 1889.")))
    assert "The Eiffel Tower was opened in 1889." not in texts(found)


@pytest.mark.parametrize("said", ["The tower stands in Paris since 1890.", "Cheese comes out of blue whales.", "", 7])
def test_a_claim_that_says_more_than_the_draft_is_taken_in_the_drafts_own_words(said: object) -> None:
    found, _ = split_by(claims_reply({"words": "It stands in Paris.", "claim": said, "check": True}))
    assert "It stands in Paris." in texts(found)


def test_a_chinese_claim_may_say_what_its_pronoun_stands_for() -> None:
    text = "艾菲爾鐵塔很高。它位於巴黎。"
    found, _ = split_by(claims_reply(entry("它位於巴黎。", "艾菲爾鐵塔位於巴黎。")), text)
    assert texts(found)[-1] == "艾菲爾鐵塔位於巴黎。"


def test_names_from_the_request_may_stand_in_a_claim() -> None:
    said = "The tower that Gustave Eiffel built stands in Paris."
    found, _ = split_by(claims_reply(entry("It stands in Paris.", said)))
    assert said in texts(found)


def test_of_a_redraft_only_new_sentences_are_asked_about() -> None:
    reply = claims_reply(entry("It stands in Paris.", "The Eiffel Tower stands in Paris."), entry(DRAFT[:39]))
    found, model = split_by(reply, wanted=slice(1, 2))
    assert texts(found) == ["The Eiffel Tower stands in Paris."]
    assert "Only these sentences" in model.asked[0].messages[0].text


def test_prompt_and_draft_are_quoted_and_the_reply_is_asked_for_as_json() -> None:
    _, model = split_by(claims_reply())
    (message,) = model.asked[0].messages
    assert "> The Eiffel Tower was completed in 1889." in message.text
    assert "> Tell me about the tower" in message.text
    assert json.loads(claims_reply()) == []
