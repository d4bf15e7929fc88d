"""A batch with the model that comes with Redraft: prompts that run side by side are written together."""

import asyncio
from pathlib import Path

from redraft.batch import BatchConfig, run_batch
from redraft.models.local import LocalModel
from redraft.profiles import Choices, assemble
from support.batches import read_jsonl, write_jsonl

NUMBERS = [(46, 10, 3, 12), (20, 2, 4, 6), (30, 5, 6, 10), (15, 3, 5, 9)]


def test_prompts_of_a_run_are_batched_together_and_checked_by_the_model_itself(tmp_path: Path) -> None:
    rows = [{"prompt": f"make {' '.join(map(str, numbers))}", "id": str(k)} for k, numbers in enumerate(NUMBERS * 8)]
    source = write_jsonl(tmp_path / "in.jsonl", rows)
    choices = Choices(store=str(tmp_path / "s.db"))
    assembly = assemble(choices)
    model = assembly.plan.model
    assert isinstance(model, LocalModel)  # not wrapped: what it answers is not kept
    assert assembly.concurrency == 64
    before = len(model.batch_sizes)
    report = asyncio.run(run_batch(BatchConfig(input=source, output=tmp_path / "out.jsonl", choices=choices)))
    assert max(model.batch_sizes[before:]) >= len(rows) // 2
    assert report.progress.n_failed == 0
    results = read_jsonl(tmp_path / "out.jsonl")
    assert [row["id"] for row in results] == [row["id"] for row in rows]
    assert all(row["calls"] >= 2 for row in results)


def test_words_that_the_model_does_not_speak_are_one_prompts_failure(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", [{"prompt": "make 46 10 3 12"}, {"prompt": "Who wrote Faust?"}])
    choices = Choices(store=str(tmp_path / "s.db"))
    report = asyncio.run(run_batch(BatchConfig(input=source, output=tmp_path / "out.jsonl", choices=choices)))
    spoken, unspoken = read_jsonl(tmp_path / "out.jsonl")
    assert spoken["text"]
    assert unspoken["error"].startswith("model_error: UnspokenLanguage")
    assert report.progress.n_failed == 1
