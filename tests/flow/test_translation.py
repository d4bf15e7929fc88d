"""Translations through the whole system, over the real protocol: only what wins replaces what was there."""

import asyncio
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import pytest

from fake_server import Behaviour, FakeServer, serving
from flow.test_quoting import DRAFTS
from redraft.core import Context, Draft, Prompt
from redraft.critics.translation.mqm import MqmCritic, TranslationCompare
from redraft.critics.translation.mqm.critic import MAX_CHARACTERS
from redraft.models import ScriptedModel
from redraft.prompts import boundary_for, outside, unquote
from support.command_line import redraft

CONFIG = """
[models.writer]
model = "writer"
base_url = "{url}"
retries = 0

[models.judge]
model = "judge"
base_url = "{url}"
retries = 0

[critics.checks]
type = "translation"
glossary = "terms.csv"

[critics.errors]
type = "mqm"
model = "judge"

[critics.compare]
type = "translation_compare"
model = "judge"

[profiles.default]
model = "writer"
critics = ["checks", "errors", "compare"]
rounds = 1

[store]
url = "records.db"
"""


class Case(NamedTuple):
    """A segment, what a model makes of it, and what its judge says."""

    source: str
    given: str
    redraft: str
    judged: str  # better, worse or tie; errors in the redraft are never marked


CASES = {
    "better": Case("Press the red button.", "Drücken Sie den grünen Knopf.", "Drücken Sie den roten Knopf.", "better"),
    "worse": Case("Close the door.", "Schließt der Tür.", "Öffnen Sie die Tür.", "worse"),
    "tie": Case("Wait a moment.", "Warte ein Moment.", "Warten Sie einen Moment.", "tie"),
    "glossary": Case("Save the hard drive.", "Sichern Sie den Festplatte.", "Sichern Sie das Laufwerk.", "better"),
    "placeholder": Case("Press <g1>OK</g1>.", "Drückt <g1>OK</g1>.", "Drücken Sie OK.", "better"),
}  # fmt: skip

XLIFF = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<!-- Everything but words stays. --><file original="o" source-language="en" target-language="de"><body>
{units}
</body></file></xliff>
"""


def in_file(text: str) -> str:
    return text.replace("<g1>", '<g id="b">').replace("</g1>", "</g>")


def xliff() -> str:
    units = [
        f'<trans-unit id="{id}"><source>{in_file(case.source)}</source>\r\n  '
        f"<target >{in_file(case.given)}</target></trans-unit>"
        for id, case in CASES.items()
    ]
    good = '<trans-unit id="good"><source>Yes</source><target>Ja</target></trans-unit>'
    locked = '<trans-unit id="x" translate="no"><source>Press &amp;</source><target>?</target></trans-unit>'
    return XLIFF.format(units="\n".join([*units, good, locked]))


def replies() -> Iterator[tuple[str, str]]:
    """What the models say, by words that only one prompt has."""
    for id, case in CASES.items():
        boundary = boundary_for(0, f"o#{id}")
        wrong = f'Error: major fluency/grammar in translation: "{case.given}" - wrong in {id}\nVerdict: fail'
        yield f"<translation {boundary}>\n> {case.given}\n", f"It is bad.\n{wrong}"
        yield f"<translation {boundary}>\n> {case.redraft}\n", "No errors.\nVerdict: pass"
        first, second = {"better": ("first", "second"), "worse": ("second", "first"), "tie": ("tie", "tie")}[
            case.judged
        ]
        yield f"<first {boundary}>\n> {case.redraft}\n", f"Verdict: {first}"
        yield f"<second {boundary}>\n> {case.redraft}\n", f"Verdict: {second}"
        yield f"wrong in {id}", case.redraft
    yield "> Ja\n", "Right.\nVerdict: pass"
    yield "> Nein\n", "Right.\nVerdict: pass"
    yield "> No\n", "Nein"


@pytest.fixture
def endpoint() -> Iterator[FakeServer]:
    with serving(Behaviour(replies=tuple(replies()))) as server:
        Path("redraft.toml").write_text(CONFIG.format(url=server.url))
        Path("terms.csv").write_text("source,target\nhard drive,Festplatte\n", encoding="utf-8")
        Path("app.xlf").write_bytes(xliff().encode())
        yield server


def translate(*arguments: str) -> tuple[int, dict]:
    done = redraft("translate", "app.xlf", "--profile", "default", "--json", *arguments)
    return done.code, json.loads(done.out)


def test_a_redraft_replaces_the_translation_only_if_it_wins(endpoint: FakeServer) -> None:
    code, report = translate("--out", "out.xlf")
    became = {segment["id"]: segment["what"] for segment in report["segments"]}
    assert became == {
        "o#better": "corrected", "o#worse": "kept", "o#tie": "kept", "o#glossary": "kept", "o#placeholder": "kept",
        "o#good": "kept",
    }  # fmt: skip
    # What nothing better was found for, and a critic fails, is told apart from what is good.
    refuted = [segment["id"] for segment in report["segments"] if segment["refuted"]]
    assert refuted == ["o#worse", "o#tie", "o#glossary", "o#placeholder"]
    assert (code, report["counts"]["kept"], report["counts"]["refuted"]) == (1, 5, 4)
    assert [(left["id"], left["why"]) for left in report["left"]] == [("o#x", 'it is locked by translate="no"')]
    changed = xliff().replace("grünen", "roten").encode()
    assert Path("out.xlf").read_bytes() == changed


def test_what_stays_although_refuted_is_told_with_its_place(endpoint: FakeServer) -> None:
    done = redraft("translate", "app.xlf", "--profile", "default", "--out", "out.xlf", "--html", "out.html")
    assert done.code == 1
    assert re.search(r"still refuted +4 +of the kept and corrected: a critic fails it", done.out)
    assert re.search(r"app\.xlf:\d+: o#glossary: kept although refuted: .*wrong in glossary", done.err)
    assert "o#good" not in done.err
    page = Path("out.html").read_text(encoding="utf-8")
    assert "What is still refuted" in page and "Sichern Sie den Festplatte." in page


def test_the_reasons_are_in_the_records(endpoint: FakeServer) -> None:
    _, report = translate("--out", "out.xlf")
    by_id = {segment["id"]: segment for segment in report["segments"]}
    blocked = redraft("show", by_id["o#glossary"]["record_id"]).out
    assert "Festplatte" in blocked and "Laufwerk" in blocked
    assert by_id["o#glossary"]["why"].startswith("1 round(s) brought nothing better than the draft")
    assert by_id["o#better"]["why"].startswith("attempt 2 passed")


def test_a_second_run_asks_nobody_and_writes_the_same_bytes(endpoint: FakeServer) -> None:
    translate("--out", "out.xlf")
    first, n_calls = Path("out.xlf").read_bytes(), endpoint.stats.n_calls
    _, report = translate("--out", "out.xlf")
    assert endpoint.stats.n_calls == n_calls and Path("out.xlf").read_bytes() == first
    assert report["batch"]["progress"]["n_resumed"] == 6


def test_where_nothing_wins_the_file_stays_byte_for_byte(endpoint: FakeServer) -> None:
    translate("--out", "out.xlf", "--rounds", "0")
    assert Path("out.xlf").read_bytes() == xliff().encode()


def test_a_dry_run_counts_every_call_and_sends_nothing(endpoint: FakeServer) -> None:
    code, forecast = translate("--dry-run")
    assert (code, endpoint.stats.n_calls, forecast["n_prompts"]) == (0, 0, 6)
    assert forecast["least"]["calls"] == 6  # the marking of each translation that is there
    assert forecast["most"]["calls"] == 6 * (1 + 1 + 1 + 2)  # and a redraft, its marking, and both comparisons


def test_a_segment_that_gets_no_answer_is_told_with_its_place_and_the_rest_goes_on(endpoint: FakeServer) -> None:
    good = '{"source": "Yes", "target": "Ja", "target_language": "de"}\n'
    text = '{"source": "No", "target_language": "de"}\n{"source": 7}\n' + good
    Path("a.jsonl").write_text(text)
    done = redraft("translate", "a.jsonl", "--from", "en", "--profile", "default", "--out", "out.jsonl")
    assert done.code == 1
    assert "a.jsonl:2: line-2: needs a text in the field 'source'" in done.err
    assert Path("out.jsonl").read_text() == text.replace('"source": "No"', '"source": "No", "target": "Nein"')
    assert "1   there was none; a new one passed" in done.out


def test_another_translation_is_what_the_first_one_has_to_beat(endpoint: FakeServer) -> None:
    Path("redraft.toml").write_text(
        Path("redraft.toml").read_text().replace('["checks", "errors", "compare"]', '["compare"]')
    )
    case = CASES["better"]
    row = {"id": "o#better", "source": case.source, "target_language": "de"}
    Path("mine.jsonl").write_text(json.dumps({**row, "target": case.redraft}) + "\n", encoding="utf-8")
    Path("theirs.jsonl").write_text(json.dumps({**row, "target": case.given}) + "\n", encoding="utf-8")
    done = redraft(
        "translate", "mine.jsonl", "--from", "en", "--profile", "default", "--other", "theirs.jsonl", "--json"
    )
    (segment,) = json.loads(done.out)["segments"]
    assert (segment["what"], segment["passed"]) == ("kept", True)
    assert Path("mine.redraft.jsonl").read_bytes() == Path("mine.jsonl").read_bytes()


def test_references_are_scored_before_and_after_and_no_model_sees_them(endpoint: FakeServer) -> None:
    pytest.importorskip("sacrebleu", reason="the extra translation is not installed")
    reference = "Betätigen Sie den roten Knopf."
    row = {"source": CASES["better"].source, "target": reference, "target_language": "de"}
    Path("ref.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    _, report = translate("--out", "out.xlf", "--reference", "ref.jsonl")
    scores = report["against_references"]
    assert (scores["n"], scores["n_references"]) == (1, 1)
    (chrf, bleu), (chrf_after, bleu_after) = scores["before"], scores["after"]
    assert chrf_after["value"] > chrf["value"] and bleu_after["value"] > bleu["value"]
    assert chrf["signature"].startswith("nrefs:1|")
    assert not any("Betätigen" in json.dumps(request, ensure_ascii=False) for request in endpoint.requests)


def test_references_that_are_not_there_are_missed_before_anybody_is_asked(endpoint: FakeServer) -> None:
    done = redraft("translate", "app.xlf", "--profile", "default", "--reference", "nowhere.po", "--out", "out.xlf")
    assert done.code == 2 and "'nowhere.po': there is no such file" in done.err
    assert endpoint.requests == [] and not Path("out.xlf").exists()


def test_rows_of_a_glossary_that_are_left_out_are_told_by_the_check_alone(endpoint: FakeServer) -> None:
    Path("faulty.csv").write_text("source,target\nbutton,Knopf\nalone\n", encoding="utf-8")
    done = redraft("translate", "app.xlf", "--check-only", "--glossary", "faulty.csv")
    assert "glossary: faulty.csv, line 3: 'alone' has no translation" in done.err


def test_hidden_characters_that_a_model_copies_as_codes_are_written_as_themselves(endpoint: FakeServer) -> None:
    row = {"source": "No\u00ad", "target_language": "de"}
    Path("soft.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    endpoint.behave(Behaviour(replies=(("<translation ", "Right.\nVerdict: pass"), ("", "Nein⟦U+00AD⟧"))))
    redraft("translate", "soft.jsonl", "--from", "en", "--model", "writer", "--critic", "errors", "--out", "o.jsonl")
    assert json.loads(Path("o.jsonl").read_text(encoding="utf-8"))["target"] == "Nein\u00ad"


def test_checking_alone_needs_no_model_and_tells_what_is_broken_where(endpoint: FakeServer) -> None:
    Path("bad.po").write_text(
        'msgid ""\nmsgstr "Language: de\\n"\n\nmsgid "Save the hard drive to %s"\nmsgstr "Sichern Sie das Laufwerk"\n'
        '\nmsgid "Yes"\nmsgstr "Ja"\n\nmsgid "No"\nmsgstr ""\n',
        encoding="utf-8",
    )
    done = redraft("translate", "bad.po", "--check-only", "--glossary", "terms.csv", "--json", "--html", "out.html")
    assert (done.code, endpoint.stats.n_calls) == (1, 0)
    segments = json.loads(done.out)["segments"]
    assert [(segment["line"], segment["verdict"]) for segment in segments] == [
        (4, "refuted"), (7, "unrefuted"), (10, "missing"),
    ]  # fmt: skip
    kinds = {found["finding"]["kind"] for found in segments[0]["found"]}
    assert {"glossary", "placeholders"} <= kinds
    table = redraft("translate", "bad.po", "--check-only", "--glossary", "terms.csv")
    assert "refuted" in table.out and "placeholders" in table.out and "hard drive" in table.out
    assert "Sichern Sie das Laufwerk" in table.out
    page = Path("out.html").read_text(encoding="utf-8")
    assert "hard drive" in page and "Sichern Sie das Laufwerk" in page
    assert not Path("bad.redraft.po").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.po", "--to", "de"], "cannot read 'none.po': there is no such file"),
        (["app.txt", "--to", "de"], "cannot tell how 'app.txt' holds segments; end its name in .po"),
        (["app.xlf", "--to", "Klingon"], "no known language is called 'Klingon'"),
        (["app.xlf", "--to", "fr"], "app.xlf, line 4: is for 'de', and 'fr' was asked for"),
        (["bare.po"], "bare.po does not say which language it is translated into; say it with --to"),
        (["app.xlf", "--out", "app.xlf"], "'app.xlf' is the input itself"),
        (["app.xlf", "--glossary", "none.csv"], "none.csv"),
        (["app.xlf", "--check-only", "--critic", "none"], "--check-only needs a critic"),
        (["app.xlf", "--profile", "default", "--glossary", "terms.csv"], "--glossary goes with the usual checks"),
    ],
)
def test_what_cannot_work_is_told_before_any_model_is_asked(
    endpoint: FakeServer, arguments: list[str], said: str
) -> None:
    Path("app.txt").write_text("x")
    Path("bare.po").write_text('msgid "a"\nmsgstr "b"\n')
    done = redraft("translate", *arguments)
    assert (done.code, endpoint.stats.n_calls) == (2, 0)
    assert said in done.err and done.err.count("\n") == 1


@pytest.mark.parametrize("calls", ["one", "two"])
def test_no_text_that_is_judged_gets_out_of_its_quotation(calls: Literal["one", "two"]) -> None:
    assert len(DRAFTS) > 400
    for whole in DRAFTS:
        text = whole[:MAX_CHARACTERS]
        for source, translation in ((text, "Ja"), ("Yes", text), (text, text)):
            prompts = asyncio.run(prompts_about(source, translation, calls))
            for shown in prompts:
                found = re.search(r"^<translation ([0-9a-f]{8})>$|^<first ([0-9a-f]{8})>$", shown, re.MULTILINE)
                assert found is not None
                boundary = found[1] or found[2]
                assert set(unquote(shown, boundary)) <= {source, translation, "Nein"}
                visible = outside(shown, boundary)
                # What is left are our own words: the same for every text but for the boundary.
                assert visible.replace(boundary, "") in our_words(calls)


@cache
def our_words(calls: Literal["one", "two"]) -> frozenset[str]:
    harmless = asyncio.run(prompts_about("Yes", "Ja", calls))
    boundaries = [re.search(r"<(?:translation|first) ([0-9a-f]{8})>", shown) for shown in harmless]
    pairs = [(shown, found[1]) for shown, found in zip(harmless, boundaries, strict=True) if found is not None]
    return frozenset(outside(shown, boundary).replace(boundary, "") for shown, boundary in pairs)


async def prompts_about(source: str, translation: str, calls: Literal["one", "two"]) -> list[str]:
    """What judges are asked about a translation, and about it beside another one."""
    labels = {"source": source, "source_language": "en", "target_language": "de", "other": "Nein"}
    prompt = Prompt.from_messages(Prompt.of("Translate.").messages, id="moons", metadata=labels)
    model = ScriptedModel(*["Verdict: pass"] * 4)
    for critic in (MqmCritic(model=model, calls=calls, language="en"), TranslationCompare(model=model, language="en")):
        await critic.examine(prompt, Draft.of(translation), Context(prompt=prompt))
    return [request.messages[0].text for request in model.asked]


def test_a_file_of_segments_can_be_run_as_any_batch(endpoint: FakeServer) -> None:
    done = redraft("run", "app.xlf", "out.xlf", "--profile", "default")
    assert done.code == 0 and Path("out.xlf").read_bytes() == xliff().replace("grünen", "roten").encode()
