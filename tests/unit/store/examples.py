"""Records that the tests of the store share."""

from dataclasses import replace

from redraft.core import (
    Attempt,
    Certificate,
    Context,
    Critique,
    Decision,
    Draft,
    Edit,
    Finding,
    Location,
    Message,
    Part,
    Prompt,
    Record,
    Usage,
)


def full_record() -> Record:
    """A record in which every field of every noun is used."""
    prompt = Prompt.from_messages(
        (
            Message.of("system", "Answer with a number."),
            Message(role="user", parts=(Part(text="2 + 2?"),), extra={"name": "ann"}),
        ),
        id="sum",
        options={"max_tokens": 8, "tools": [{"type": "function"}]},
        metadata={"source": "tests"},
    )
    finding = Finding(
        message="2 + 2 is not 5",
        kind="sum",
        severity="critical",
        location=Location(start=0, end=1),
        suggestion="count again",
        evidence=("2 + 2 = 4",),
    )
    cost = Usage(calls=1, prompt_tokens=12, cached_tokens=4, completion_tokens=2, seconds=0.25, usd=0.001)
    wrong = Critique(
        critic="sums", kind="verified", version="2", score=0.0, text="wrong", findings=(finding,), usage=cost
    )
    unscored = Critique(critic="judge", kind="external", reason="no judgement within 3 s")
    right = Critique(critic="sums", kind="verified", version="2", score=1.0, text="right")
    first = Attempt(
        draft=Draft.of("5", by="openai/m", usage=cost), critiques=(wrong, unscored), verdict=wrong, passed=False
    )
    edit = Edit(location=Location(start=0, end=1), old="5", new="4", reason="2 + 2 is not 5", finding="sums#0")
    picture = Part(kind="image", data={"url": "data:image/png;base64,AA=="})
    answer = Draft(
        parts=(Part(text="4"), picture),
        by="openai/m",
        round=1,
        parent=0,
        finish_reason="stop",
        usage=cost,
        extra={"logprobs": [-0.5]},
    )
    second = Attempt(draft=answer, critiques=(right,), verdict=right, passed=True, edits=(edit,))
    return Record(
        id="0123456789abcdef0123456789abcdef",
        created_at="2026-11-22T12:00:00.000+00:00",
        context=Context(prompt=prompt, attempts=(first, second), standing=1),
        decisions=(
            Decision(action="redraft", reason="not_passed", detail="round 1 of 3"),
            Decision(action="accept", reason="passed", detail="attempt 2 passed with score 1"),
        ),
        usage=replace(cost + cost + cost, seconds=1.5),
        settings={"profile": "sums", "model": "openai/m", "strategy": "in_context_alignment", "seed": 0},
        redraft_version="0.1.0",
        certificate=Certificate(epsilon=0.05, delta=0.1, n=200, threshold=0.8, calibration_id="c1"),
        resumes="fedcba9876543210fedcba9876543210",
    )


def record(id: str, *, text: str = "an answer", created_at: str = "2026-11-22T12:00:00.000+00:00") -> Record:
    """A short record that ended without an accepted answer."""
    attempt = Attempt(draft=Draft.of(text, by="scripted/model"))
    return Record(
        id=id,
        created_at=created_at,
        context=Context(prompt=Prompt.of("Say something."), attempts=(attempt,), standing=0),
        decisions=(Decision(action="keep", reason="unscored"),),
        usage=Usage(calls=1),
        settings={"model": "scripted/model"},
        redraft_version="0.1.0",
    )
