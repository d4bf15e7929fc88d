"""Answers for people to label: blind, in random order, and only those whose labels a certificate needs.

A case in which the profile returns the draft can break nothing, whatever the draft is worth; only where it would return
a redraft with other words do people have to say which of the two answers are right.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from redraft.core import Draft, Prompt, rng_for
from redraft.engine.plan import Plan
from redraft.engine.release import failed_critic
from redraft.errors import Misuse
from redraft.evals.calibrating.journal import Journal
from redraft.evals.labelled.reading import read_rows, sha256_of
from redraft.evals.playing import Arm, Played, play
from redraft.evals.sample import Sample, Score
from redraft.evals.samples import case_hash
from redraft.profiles import as_prompt
from redraft.profiles.fingerprints import fingerprint_with
from redraft.store.codec import encode

Place = Literal["a", "b"]
"""Which of the two answers of a question; people are not told which one the draft is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedRow:
    """One prompt that the profile answered.

    Attributes:
        key: names prompts and plan.
        id: of the prompt.
        asked: hash of what is asked.
        prompt: what people are shown of it.
        draft: text of the draft; None when the model gave none.
        result: text of what was returned; None when nothing was.
        score: of what was returned in place of the draft, in [0, 1]; None when the draft was, when it has no score, or
            when a critic failed to judge an attempt, for then the draft stays under a certificate.
        failed: whether a critic did; such a case is asked again by the next run.
    """

    key: str
    id: str
    asked: str
    prompt: str
    draft: str | None
    result: str | None
    score: float | None
    failed: bool = False

    @property
    def needs_labels(self) -> bool:
        """Whether a redraft with other words could replace the draft."""
        return self.score is not None and self.draft != self.result


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """What people who label do not see of a case.

    Attributes:
        id: of the case.
        asked: hash of what is asked.
        score: of the redraft; None where the draft is returned anyway.
        draft: which answer of the question the draft is; None for a case without a question.
        answered: whether there was an answer at all; without one nothing can break and the case does not count.
    """

    id: str
    asked: str
    score: float | None
    draft: Place | None
    answered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelKey:
    """What belongs to a file of questions: which answer is which, the scores, and what answered.

    Attributes:
        data: name of the file of prompts, without its folder.
        sha256: of that file.
        fingerprint: of the plan that answered.
        rows: of every case, also of those without a question.
        command: what collected them.
    """

    data: str
    sha256: str
    fingerprint: Mapping[str, Any]
    rows: tuple[KeyRow, ...]
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectConfig:
    """What is collected and how.

    Attributes:
        data: file of prompts, JSON lines with ``prompt`` or ``messages``.
        plan: the profile's.
        out: file of questions to write; key and journal stand beside it.
        concurrency: corrections side by side, at least 1.
        command: what the key says it was made by.
    """

    data: Path
    plan: Plan
    out: Path
    concurrency: int
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What was written.

    Attributes:
        n: cases.
        n_questions: of them, those that people have to label.
        key: path of the key.
    """

    n: int
    n_questions: int
    key: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unscored:
    """Nobody knows yet what is right."""

    name: str = "people"
    version: str = "1"

    async def score(self, draft: Draft) -> Score:
        return Score(right=None, reason="not labelled yet")


def key_path(out: Path) -> Path:
    """The key that belongs to a file of questions."""
    return out.with_name(f"{out.name.removesuffix('.jsonl')}.key.json")


async def collect(
    config: CollectConfig, *, on_progress: Callable[[int, int], None] = lambda n_done, n: None
) -> Collected:
    """Answer every prompt and write the questions; what was answered before is not asked again.

    Raises:
        Misuse: when the prompts cannot be used, or files cannot be written.
    """
    prompts = read_prompts(config.data)
    plan = replace(config.plan, recorder=None, observers=(), guarantee=None)
    sha256, made_for = sha256_of(config.data), fingerprint_with(plan, prompts)
    content = encode({"data": sha256, "plan": made_for, "seed": plan.seed})
    key = hashlib.sha256(content.encode()).hexdigest()[:16]
    journal = Journal(config.out.with_name(f"{config.out.name}.journal"), CollectedRow)
    found = {
        id: row for (of, id), row in journal.rows().items() if of == key and row.draft is not None and not row.failed
    }
    samples = [Sample(prompt=prompt, scorer=_Unscored(), problem=prompt.id) for prompt in prompts]

    def keep(played: Played) -> None:
        row = _row_of(played, key)
        journal.add(row)
        found[row.id] = row
        on_progress(len(found), len(prompts))

    with journal:
        missing = [sample for sample in samples if sample.prompt.id not in found]
        await play(Arm(name="profile", plan=plan), missing, concurrency=config.concurrency, on_played=keep)
    rows = [found[prompt.id] for prompt in prompts]
    hidden = LabelKey(
        data=config.data.name,
        sha256=sha256,
        fingerprint=made_for,
        rows=tuple(_hidden(row, plan.seed) for row in rows),
        command=config.command,
    )
    questions = [_question(row, hid) for row, hid in zip(rows, hidden.rows, strict=True) if hid.draft is not None]
    rng_for(plan.seed, "questions").shuffle(questions)
    _write(config.out, "".join(json.dumps(question, ensure_ascii=False) + "\n" for question in questions))
    _write(key_path(config.out), encode(hidden) + "\n")
    return Collected(n=len(rows), n_questions=len(questions), key=key_path(config.out))


def read_prompts(path: Path) -> tuple[Prompt, ...]:
    """The prompts of a file, each asking something else.

    Raises:
        Misuse: when a row has no prompt, or asks what an earlier one asks.
    """
    prompts: list[Prompt] = []
    lines: dict[str, int] = {}
    for number, row in read_rows(path):
        asked = row.get("messages", row.get("prompt"))
        if asked is None:
            raise Misuse(f"{path}, line {number}: `prompt` is missing; write what is asked, as a text or `messages`")
        try:
            prompt = as_prompt(asked)
        except Misuse as error:
            raise Misuse(f"{path}, line {number}: {error}") from error
        hashed = case_hash(prompt)
        if hashed in lines:
            raise Misuse(
                f"{path}, line {number} asks what line {lines[hashed]} asks; a case counts once, leave one out"
            )
        lines[hashed] = number
        prompts.append(replace(prompt, id=hashed))
    return tuple(prompts)


def _row_of(played: Played, key: str) -> CollectedRow:
    context = played.record.context
    texts = [attempt.draft.text for attempt in context.attempts]
    score = context.attempts[played.final].score if played.final else None
    failed = failed_critic(context.attempts) is not None
    if failed:  # as `redraft.engine.release` has it
        score = None
    return CollectedRow(
        key=key,
        id=played.sample.prompt.id,
        asked=case_hash(played.sample.prompt),
        prompt="\n\n".join(message.text for message in context.prompt.messages),
        draft=texts[0] if texts else None,
        result=None if played.final is None else texts[played.final],
        score=score,
        failed=failed,
    )


def _hidden(row: CollectedRow, seed: int) -> KeyRow:
    place: Place | None = None
    if row.needs_labels:
        place = "a" if rng_for(seed, row.id, "blind").random() < 0.5 else "b"
    score, answered = row.score if row.needs_labels else None, row.draft is not None
    return KeyRow(id=row.id, asked=row.asked, score=score, draft=place, answered=answered)


def _question(row: CollectedRow, hidden: KeyRow) -> dict[str, Any]:
    a, b = (row.draft, row.result) if hidden.draft == "a" else (row.result, row.draft)
    return {"case": row.id, "prompt": row.prompt, "a": a, "b": b, "a_right": None, "b_right": None}


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Misuse(f"cannot write {str(path)!r}: {error.strerror}; give another file") from error
