"""ctranslate2 behind its door: greedy answers need no seed, sampled ones come back with it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.models.local import EMBEDDED_FOLDER
from redraft.models.local.runtime import Runtime, Sampling

pytest.importorskip("ctranslate2", reason="the embedded model needs redraft[embedded]")

PROMPTS = [("<bos>", "make", target, "10", "3", "12", "<a>") for target in ("46", "18", "25", "21")]
HOT = Sampling(n=3, temperature=1.5, max_tokens=5)


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    return Runtime(EMBEDDED_FOLDER / "ct2")


def test_greedy_answers_do_not_depend_on_seed_or_company(runtime: Runtime) -> None:
    together = runtime.write(PROMPTS, Sampling(max_tokens=5), 1)
    alone = [runtime.write([prompt], Sampling(max_tokens=5), 2)[0] for prompt in PROMPTS]
    assert together == alone
    assert all(len(written.tokens) == 5 for (written,) in together)


def test_the_same_seed_gives_the_same_draws(runtime: Runtime) -> None:
    assert runtime.write(PROMPTS, HOT, 7) == runtime.write(PROMPTS, HOT, 7)


def test_another_seed_gives_other_draws(runtime: Runtime) -> None:
    assert runtime.write(PROMPTS, HOT, 7) != runtime.write(PROMPTS, HOT, 8)


def test_draws_of_one_batch_differ_among_themselves(runtime: Runtime) -> None:
    written = runtime.write(PROMPTS[:1], Sampling(n=8, temperature=1.5, max_tokens=5), 0)
    assert len({one.tokens for one in written[0]}) > 1


def test_copies_of_a_greedy_answer_are_equal(runtime: Runtime) -> None:
    (written,) = runtime.write(PROMPTS[:1], Sampling(n=3, max_tokens=5), 0)
    assert len(written) == 3
    assert len(set(written)) == 1


def test_an_end_token_ends_a_sequence_and_is_left_out(runtime: Runtime) -> None:
    ((written,),) = runtime.write(PROMPTS[:1], Sampling(max_tokens=20, end_tokens=("<r>",)), 0)
    assert written.ended
    assert len(written.tokens) == 5
    assert "<r>" not in written.tokens


def test_a_token_that_is_ruled_out_is_never_drawn(runtime: Runtime) -> None:
    boiling = Sampling(n=100, temperature=50.0, max_tokens=5, end_tokens=("<pad>",))
    free = runtime.write(PROMPTS[:1], boiling, 3)[0]
    ruled_out = runtime.write(PROMPTS[:1], replace(boiling, never=("<bos>", "make")), 3)[0]
    assert {"<bos>", "make"} & {word for written in free for word in written.tokens}
    assert not {"<bos>", "make"} & {word for written in ruled_out for word in written.tokens}


def test_log_probabilities_are_those_of_the_likeliest_answer(runtime: Runtime) -> None:
    ((written,),) = runtime.write(PROMPTS[:1], Sampling(max_tokens=5), 0)
    best = sum(runtime.log_rates([(*PROMPTS[0], *written.tokens)])[0][-5:])
    other = sum(runtime.log_rates([(*PROMPTS[0], "1", "+", "1", "+", "1")])[0][-5:])
    assert other < best <= 0


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=r"model\.bin is missing.*ct2-transformers-converter"):
        Runtime(tmp_path)


def test_the_settings_are_the_models_own(runtime: Runtime) -> None:
    assert runtime.settings == json.loads((EMBEDDED_FOLDER / "ct2" / "config.json").read_text())
