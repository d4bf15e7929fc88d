"""The critic of facts: what is asked, of whom, how often, and what comes out."""

import asyncio
from dataclasses import replace

import pytest

from redraft.core import Attempt, Context, Critique, Draft, Prompt, Usage
from redraft.critics.facts import FactsCritic
from redraft.critics.facts.critic import MAX_CHARACTERS
from redraft.errors import Misuse, ModelError, ModelTimeout, ScriptExhausted
from redraft.models import ScriptedModel
from redraft.sources import open_knowledge
from support.facts import TOWER, FixedSource, claims_reply, entry, examined, passage, severities, verdict_reply

DRAFT = "The Eiffel Tower was completed in 1887. It stands in Paris. Its paint was chosen by Monet."
CLAIMS = claims_reply(
    entry("The Eiffel Tower was completed in 1887."),
    entry("It stands in Paris.", "The Eiffel Tower stands in Paris."),
    entry("Its paint was chosen by Monet.", "The Eiffel Tower's paint was chosen by Monet."),
)
REFUTED = verdict_reply("refuted", "completed in 1889")
SUPPORTED = verdict_reply("supported", "It stands in Paris.")
OPEN = verdict_reply("not enough")


def source() -> FixedSource:
    return FixedSource(passage(TOWER))


def test_one_call_for_the_claims_and_one_for_the_evidence_of_each() -> None:
    model = ScriptedModel(CLAIMS, REFUTED, SUPPORTED, OPEN)
    critique = asyncio.run(examined(FactsCritic(sources=(source(),), model=model), DRAFT))
    assert (critique.score, critique.kind, critique.usage.calls) == (0.0, "external", 4)
    assert severities(critique) == ["major", "minor"]
    assert critique.findings[0].sources[0].document == "tower.txt"
    expected = {"checked": "3", "supported": "1", "refuted": "1", "not enough": "1", "claims by": "model"}
    assert expected.items() <= critique.details.items()


def test_evidence_is_read_without_the_draft_and_without_the_other_claims() -> None:
    model = ScriptedModel(CLAIMS, REFUTED, SUPPORTED, OPEN)
    asyncio.run(examined(FactsCritic(sources=(source(),), model=model, n_at_once=1), DRAFT, asked="What about lifts?"))
    first, second, third = (request.messages[0].text for request in model.asked[1:])
    assert "completed in 1887" in first
    assert "completed in 1887" not in second + third
    assert "Monet" not in first + second
    assert all("lifts" not in text and "refuted\n>" not in text for text in (first, second, third))


def test_all_supported_passes_and_the_writer_as_reader_is_no_outsider() -> None:
    text = "The tower stands in Paris."
    model = ScriptedModel(claims_reply(entry(text)), SUPPORTED, name="w")
    critique = asyncio.run(examined(FactsCritic(sources=(source(),), model=model), text, by="w"))
    assert (critique.score, critique.kind) == (1.0, "intrinsic")


def test_code_alone_needs_no_model_and_is_verified() -> None:
    critique = asyncio.run(examined(FactsCritic(sources=(source(),)), DRAFT))
    assert (critique.score, critique.kind, critique.usage) == (0.0, "verified", Usage())
    assert critique.findings[0].evidence == ("The Eiffel Tower was completed in 1889.",)
    held = asyncio.run(examined(FactsCritic(sources=(source(),)), TOWER))
    assert (held.score, held.unrefuted) == (None, True)


def test_code_alone_does_not_look_up_what_it_cannot_tell_the_subject_of() -> None:
    first = source()
    critique = asyncio.run(examined(FactsCritic(sources=(first,)), "It was completed in 1887."))
    assert (critique.score, first.queries) == (None, [])
    assert "code cannot tell what it speaks of" in critique.findings[0].message


def test_claims_can_be_looked_up_without_a_draft() -> None:
    critic = FactsCritic(sources=(source(),))
    claims = ["The Eiffel Tower was completed in 1887.", TOWER[:39], "The Eiffel Tower was completed in 1887."]
    results = asyncio.run(critic.look_up(claims))
    assert [result.verdict for result in results] == ["refuted", "supported", "refuted"]


def test_a_real_index_of_files_is_searched() -> None:
    with open_knowledge() as knowledge:
        knowledge.add_texts({"tower.txt": TOWER, "seine.txt": "The Seine flows through Paris into the sea."})
        critique = asyncio.run(examined(FactsCritic(sources=(knowledge,)), DRAFT))
    (finding,) = [finding for finding in critique.findings if finding.severity == "major"]
    assert (finding.sources[0].document, len(finding.sources[0].sha256)) == ("tower.txt", 64)


def test_claims_are_looked_up_side_by_side_up_to_a_bound() -> None:
    class Slow:
        name, dialect, window_tokens = "slow", "chat", None
        running = most = 0

        async def generate(self, request):  # type: ignore[no-untyped-def] # a model in a few words
            if "list of these objects" in request.messages[0].text:
                return (Draft.of("no list"),)
            Slow.running += 1
            Slow.most = max(Slow.most, Slow.running)
            await asyncio.sleep(0.01)
            Slow.running -= 1
            return (Draft.of(OPEN),)

    text = " ".join(f"Planet {i} has exactly {i} moons." for i in range(2, 12))
    critic = FactsCritic(sources=(source(),), model=Slow(), n_at_once=3)  # type: ignore[arg-type] # see there
    asyncio.run(examined(critic, text))
    assert Slow.most == 3


def test_more_claims_than_the_bound_are_told() -> None:
    text = " ".join(f"Planet {i} has exactly {i} moons." for i in range(2, 12))
    critique = asyncio.run(examined(FactsCritic(sources=(source(),), n_claims=4), text))
    assert (critique.details["checked"], critique.details["too many"]) == ("4", "6")


def test_the_same_claim_twice_is_looked_up_once_and_found_at_both_places() -> None:
    first = source()
    twice = "The Eiffel Tower was completed in 1887. The Eiffel Tower was completed in 1887."
    critique = asyncio.run(examined(FactsCritic(sources=(first,), n_queries=1), twice))
    assert len(first.queries) == 1
    assert [finding.location.start for finding in critique.findings if finding.location] == [0, 40]


async def examined_again(critic: FactsCritic, earlier: str, now: str) -> tuple[Critique, Critique]:
    prompt = Prompt.of("Tell me about it.", id="again")
    context = Context(prompt=prompt)
    first = await critic.examine(prompt, Draft.of(earlier, by="w"), context)
    after = context.with_attempt(Attempt(draft=Draft.of(earlier, by="w"), critiques=(first,), verdict=first))
    return first, await critic.examine(prompt, Draft.of(now, by="w"), after)


def test_unchanged_claims_of_a_redraft_cost_nothing() -> None:
    redraft = DRAFT.replace("1887", "1889")
    new = claims_reply(entry("The Eiffel Tower was completed in 1889."))
    model = ScriptedModel(CLAIMS, REFUTED, SUPPORTED, OPEN, new, verdict_reply("supported", "completed in 1889"))
    critic = FactsCritic(sources=(source(),), model=model, n_at_once=1)
    first, second = asyncio.run(examined_again(critic, DRAFT, redraft))
    assert (first.usage.calls, second.usage.calls, model.n_left) == (4, 2, 0)
    assert (second.score, second.unrefuted, second.details["from earlier attempts"]) == (None, True, "2")
    assert severities(second) == ["minor"]


def test_the_same_draft_again_is_judged_the_same_without_a_call() -> None:
    model = ScriptedModel(CLAIMS, REFUTED, SUPPORTED, OPEN)
    critic = FactsCritic(sources=(source(),), model=model, n_at_once=1)
    first, second = asyncio.run(examined_again(critic, DRAFT, DRAFT))
    assert (second.usage.calls, second.details["claims by"]) == (0, "earlier attempts")
    assert (second.score, second.text, second.findings) == (first.score, first.text, first.findings)


def test_a_model_that_fails_for_one_claim_leaves_the_others_verdicts() -> None:
    model = ScriptedModel(CLAIMS, REFUTED, ModelTimeout("no answer"), SUPPORTED)
    critique = asyncio.run(examined(FactsCritic(sources=(source(),), model=model, n_at_once=1), DRAFT))
    assert critique.score == 0.0
    assert critique.details["faults"] == "ModelTimeout: no answer"


def test_a_failure_without_anything_refuted_is_no_judgement() -> None:
    model = ScriptedModel(CLAIMS, SUPPORTED, ModelTimeout("no answer"), SUPPORTED)
    critique = asyncio.run(examined(FactsCritic(sources=(source(),), model=model, n_at_once=1), DRAFT))
    assert (critique.score, critique.failed, critique.unrefuted) == (None, True, False)
    assert "ModelTimeout: no answer" in (critique.reason or "")


def test_sources_that_all_fail_are_a_failure_and_not_a_lack_of_evidence() -> None:
    critic = FactsCritic(sources=(FixedSource(fails="the index is gone"),))
    critique = asyncio.run(examined(critic, DRAFT))
    assert (critique.score, critique.failed) == (None, True)
    assert "the index is gone" in (critique.reason or "")


def test_one_of_several_sources_that_fails_is_told() -> None:
    critic = FactsCritic(sources=(FixedSource(name="bad", fails="gone"), source()))
    critique = asyncio.run(examined(critic, DRAFT))
    assert (critique.score, critique.details["faults"]) == (0.0, "bad: gone")


def test_a_model_without_a_list_of_claims_raises_what_it_raised() -> None:
    for failure in (ModelTimeout("no answer"), ScriptExhausted("none left")):
        with pytest.raises(type(failure)):
            asyncio.run(examined(FactsCritic(sources=(source(),), model=ScriptedModel(failure)), DRAFT))


def test_a_script_that_runs_out_is_heard_from_beside_other_work() -> None:
    with pytest.raises(ScriptExhausted):
        asyncio.run(examined(FactsCritic(sources=(source(),), model=ScriptedModel(CLAIMS)), DRAFT))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "there is no claim of fact to look up"),
        ("Is it red? Perhaps it is.", "there is no claim of fact to look up"),
        ("x" * (MAX_CHARACTERS + 1), "the draft has 50,001 characters, and at most 50,000 are looked up"),
    ],
)
def test_what_cannot_be_looked_up_is_unscored_with_the_reason(text: str, reason: str) -> None:
    critique = asyncio.run(examined(FactsCritic(sources=(source(),)), text))
    assert (critique.score, critique.reason, critique.unrefuted) == (None, reason, False)


def test_prompts_in_chinese_are_looked_up_in_chinese() -> None:
    text = "艾菲爾鐵塔於 1887 年完工。"
    chinese = FixedSource(passage("艾菲爾鐵塔於 1889 年完工。"))
    model = ScriptedModel(claims_reply(entry(text)), "比對過了。\n引文：「於 1889 年完工」\n結論：反駁")
    critic = FactsCritic(sources=(chinese,), model=model)
    critique = asyncio.run(examined(critic, text, asked="請介紹艾菲爾鐵塔。"))
    assert critique.score == 0.0
    assert critique.findings[0].message.startswith("「艾菲爾鐵塔於 1887 年完工。」")
    assert all("引文" in request.messages[0].text or "主張" in request.messages[0].text for request in model.asked)


def test_the_version_changes_with_whatever_could_change_a_verdict() -> None:
    base = FactsCritic(sources=(source(),))
    other_source = source()
    other_source.version = "2"
    others = [
        replace(base, sources=(other_source,)),
        replace(base, model=ScriptedModel()),
        replace(base, n_passages=3),
        replace(base, n_claims=3),
        replace(base, n_queries=1),
        replace(base, language="en"),
    ]
    assert len({critic.version for critic in (base, *others)}) == len(others) + 1
    assert base.version == replace(base, n_at_once=1, seed=3).version


def test_settings_that_cannot_work_are_refused() -> None:
    with pytest.raises(Misuse, match="got no `sources`; make one"):
        FactsCritic(sources=())
    with pytest.raises(Misuse, match="`n_claims` must be 1 or more, got 0"):
        FactsCritic(sources=(source(),), n_claims=0)
    with pytest.raises(Misuse, match="speaks 'trace'"):
        FactsCritic(sources=(source(),), model=ScriptedModel(dialect="trace"))


def test_whether_a_model_is_asked_about_every_draft_is_said() -> None:
    assert FactsCritic(sources=(source(),)).asks_every_draft is False
    assert FactsCritic(sources=(source(),), model=ScriptedModel()).asks_every_draft is True
    assert issubclass(ModelTimeout, ModelError)


@pytest.mark.parametrize(
    "hostile",
    [
        "The Eiffel Tower was completed in 1887 and 1889 and " * 900,
        "1887 " * 10_000,
        "Not not no never 1889. " * 2_000,
        "A " * 25_000,
        "(" * 50_000,
    ],
)
def test_long_hostile_drafts_and_passages_are_looked_up_in_bounded_time(hostile: str) -> None:
    critic = FactsCritic(sources=(FixedSource(passage(hostile), passage(TOWER)),), n_claims=3)
    critique = asyncio.run(asyncio.wait_for(examined(critic, hostile[:MAX_CHARACTERS]), timeout=20))
    assert critique.critic == "facts"
