import asyncio
from pathlib import Path
from typing import Any

import pytest

from redraft.batch.config import BatchConfig
from redraft.batch.forms.bilingual.slots import BilingualOptions
from redraft.batch.translating import TranslationConfig, TranslationReport, reader_of, terms_of, translate_file
from redraft.core import Context, CriticKind, Critique, Draft, Finding, Prompt
from redraft.critics.translation import glossary_of
from redraft.errors import Misuse, ModelTimeout
from support.batches import Answering
from support.bilingual import FILES, GERMAN, PO


def run(
    name: str, answer: Any, *, options: BilingualOptions = GERMAN, critics: Any = (), **others: Any
) -> TranslationReport:
    """The file after each segment was asked for with `answer`, which gets the prompt's text."""
    Path(name).write_text(FILES[name], encoding="utf-8")
    choices: Any = {"critics": list(critics), "store": "records.db", "model": Answering(answer)}
    batch = BatchConfig(input=Path(name), output=Path("out") / name, choices=choices)
    Path("out").mkdir(exist_ok=True)
    return asyncio.run(translate_file(TranslationConfig(input=Path(name), options=options, **others), batch))


@pytest.mark.parametrize("name", FILES)
def test_without_a_critic_what_is_there_stays_and_what_is_missing_is_marked(name: str) -> None:
    report = run(name, lambda _: "Neu <g1>a</g1><x2/>")
    whats = {segment.what for segment in report.segments}
    assert whats <= {"kept", "unsure", "failed"} and report.counts["kept"] >= 1
    for segment in report.segments:
        assert segment.after == (segment.before if segment.what != "unsure" else "Neu <g1>a</g1><x2/>")


@pytest.mark.parametrize("name", FILES)
def test_left_out_when_unsure_the_file_stays_byte_for_byte(name: str) -> None:
    options = BilingualOptions(source_language="en", target_language="de", unsure="leave")
    report = run(name, lambda _: "Neu", options=options)
    assert (Path("out") / name).read_bytes() == FILES[name].encode()
    assert report.counts["failed"] == report.batch.progress.n_done - report.counts["kept"]


def test_a_model_that_fails_leaves_its_segment_and_the_others_go_on() -> None:
    report = run("d.po", lambda _: ModelTimeout("too slow"))
    assert (report.counts["kept"], report.counts["failed"]) == (4, 1)
    (failed,) = [segment for segment in report.segments if segment.what == "failed"]
    assert (failed.line, failed.after) == (32, None) and "too slow" in failed.why
    assert (Path("out") / "d.po").read_text(encoding="utf-8") == PO


def test_an_answer_that_lost_its_placeholders_is_refused_although_it_passed() -> None:
    report = run(
        "b.xliff",
        lambda asked: "Eins zwei",
        critics=[lambda prompt, draft, context: 1.0],
        options=BilingualOptions(source_language="en", target_language="de"),
    )
    (failed,) = [segment for segment in report.segments if segment.what == "failed"]
    assert failed.why == "the inline elements do not fit: it lost </g1>, <g1>, <x2/>"
    assert (Path("out") / "b.xliff").read_bytes() == FILES["b.xliff"].encode()


def test_only_what_exists_is_worked_on_when_asked() -> None:
    options = BilingualOptions(source_language="en", target_language="de", missing=False)
    report = run("a.xlf", lambda _: "Neu", options=options)
    assert {segment.what for segment in report.segments} == {"kept"}
    assert [left.why for left in report.left].count("it has no translation") == 3


def test_terms_of_a_glossary_stand_in_the_prompts_that_need_them_alone() -> None:
    terms = terms_of(glossary_of({"hard drive": "Festplatte|Platte", "file": "Datei"}))
    assert terms("The Hard Drive is full") == ["hard drive = Festplatte | Platte"]
    assert terms("Nothing here") == []


def test_another_file_gives_other_translations_to_compare_with(tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    other.write_text('{"source": "Open", "target": "Aufmachen", "target_language": "de"}\n')
    path = tmp_path / "d.po"
    path.write_text(PO, encoding="utf-8")
    reader = reader_of(TranslationConfig(input=path, options=GERMAN, other=other), None)
    prompts = [entry.prompt for entry in reader.entries() if entry.prompt is not None]
    assert [prompt.metadata.get("other") for prompt in prompts][:2] == ["Aufmachen", None]


def test_a_name_that_stands_twice_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl"
    path.write_text('{"id": "a", "source": "x"}\n{"id": "a", "source": "y"}\n')
    reader = reader_of(TranslationConfig(input=path, options=GERMAN), None)
    assert [entry.prompt.id for entry in reader.entries() if entry.prompt] == ["a", "a~2"]


def test_a_segment_without_a_language_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl"
    path.write_text('{"id": "a", "source": "x"}\n')
    with pytest.raises(Misuse, match="does not say which language it is translated into; say it with --to"):
        reader_of(TranslationConfig(input=path), None).count()


def test_a_row_that_does_not_say_its_language_is_bad_and_the_others_go_on() -> None:
    lines = ['{"source": "x", "target": "y"}', '{"source": "a", "target": "b", "target_language": "de"}']
    Path("e.jsonl").write_text("\n".join(lines))
    choices: Any = {"critics": [], "store": "records.db", "model": Answering(lambda _: "Neu")}
    batch = BatchConfig(input=Path("e.jsonl"), output=Path("out.jsonl"), choices=choices)
    config = TranslationConfig(input=Path("e.jsonl"))
    report = asyncio.run(translate_file(config, batch))
    assert [(one.line, one.what) for one in report.segments] == [(1, "failed"), (2, "kept")]
    assert report.segments[0].why.startswith("does not say which language it is translated into; say it there")
    assert [bad.line for bad in report.batch.bad_lines] == [1]
    assert reader_of(config, None).language == "de"


def test_what_stays_although_it_was_refuted_is_told_apart() -> None:
    class Failing:
        name, version = "failing", "1"
        kind: CriticKind = "verified"

        async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
            findings = (Finding(message="It is wrong.", kind="wrong"),)
            return Critique(critic=self.name, kind=self.kind, score=0.0, findings=findings)

    report = run("d.po", lambda _: "Neu", critics=[Failing()])
    assert report.counts["kept"] == len(report.refuted) == 4
    assert {one.findings[0].message for one in report.refuted} == {"It is wrong."}
    assert [one.refuted for one in report.segments if one.what == "unsure"] == [True]
    assert not run("e.jsonl", lambda _: "Neu").refuted
