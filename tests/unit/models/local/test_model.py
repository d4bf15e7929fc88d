"""The embedded model as a Model: it drafts and judges, counts honestly, and works with the engine's wrappers."""

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from redraft.core import Draft, Message, Request
from redraft.errors import Misuse, UnspokenLanguage
from redraft.evals.environments import count
from redraft.evals.environments.count import CountProblem
from redraft.models.local import EMBEDDED_FOLDER, LocalModel, embedded_model, open_model

pytest.importorskip("ctranslate2", reason="the embedded model needs redraft[embedded]")

PROBLEM = CountProblem(numbers=(10, 3, 12), target=46)


@pytest.fixture(scope="module")
def model() -> LocalModel:
    return embedded_model()


def ask(model: LocalModel, text: str, **settings: object) -> tuple[Draft, ...]:
    request = Request(messages=(Message.of("user", text),), **settings)  # type: ignore[arg-type]  # passed through
    return asyncio.run(model.generate(request))


def test_it_solves_the_problem_of_the_front_page(model: LocalModel) -> None:
    (draft,) = ask(model, PROBLEM.text, temperature=0.0)
    assert count.verify(PROBLEM, tuple(draft.text.split())).passed
    assert (draft.by, draft.finish_reason) == ("local/embedded", "stop")


def test_it_checks_a_wrong_answer_with_the_working_shown(model: LocalModel) -> None:
    (critique,) = ask(model, f"{PROBLEM.text} <a> 12 + 3 - 10 <r>", temperature=0.0)
    assert critique.text == "15 5 no"


def test_usage_counts_the_tokens_of_prompt_and_answers_once(model: LocalModel) -> None:
    first, second, third = ask(model, PROBLEM.text, n=3, temperature=0.7, seed=5)
    assert (first.usage.calls, first.usage.prompt_tokens, first.usage.completion_tokens) == (1, 7, 15)
    assert first.usage.seconds > 0
    assert second.usage.tokens == third.usage.tokens == 0


def test_a_seed_brings_back_the_same_draws(model: LocalModel) -> None:
    texts = [[draft.text for draft in ask(model, "dinner", n=6, temperature=1.0, seed=s)] for s in (1, 1, 2)]
    assert texts[0] == texts[1] != texts[2]


def test_without_a_seed_draws_are_fresh(model: LocalModel) -> None:
    drawn = {ask(model, "dinner", temperature=1.0)[0].text for _ in range(8)}
    assert len(drawn) > 1


def test_fewer_tokens_and_stop_texts_are_respected(model: LocalModel) -> None:
    (whole,) = ask(model, PROBLEM.text, temperature=0.0)
    (short,) = ask(model, PROBLEM.text, temperature=0.0, max_tokens=2)
    assert short.text.split() == whole.text.split()[:2]
    word = whole.text.split()[2]
    (cut,) = ask(model, PROBLEM.text, temperature=0.0, stop=(f" {word}",))
    assert cut.text == whole.text.split(f" {word}")[0]


def test_concurrent_calls_are_written_in_one_batch() -> None:
    model = embedded_model()

    async def main() -> None:
        requests = [Request(messages=(Message.of("user", f"make {t} 10 3 12"),), temperature=0.0) for t in range(30)]
        await asyncio.gather(*map(model.generate, requests))

    asyncio.run(main())
    assert model.batch_sizes == (30,)


def test_text_of_no_language_is_refused(model: LocalModel) -> None:
    with pytest.raises(UnspokenLanguage, match="three small languages"):
        ask(model, "Write a poem about autumn.")


def chat_folder(tmp_path: Path) -> Path:
    """The shipped weights as any converted model: its files and its tokenizer in one folder."""
    folder = tmp_path / "converted"
    shutil.copytree(EMBEDDED_FOLDER / "ct2", folder)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(EMBEDDED_FOLDER / "hf" / name, folder)
    return folder


def test_a_converted_model_speaks_through_its_chat_template(model: LocalModel, tmp_path: Path) -> None:
    pytest.importorskip("tokenizers", reason="a converted model needs redraft[local]")
    pytest.importorskip("jinja2", reason="a converted model needs redraft[local]")
    chat = open_model(chat_folder(tmp_path), window_tokens=64)
    assert (chat.dialect, chat.name, chat.window_tokens) == ("chat", "local/converted", 64)
    turns = (Message.of("user", "dinner"), Message.of("assistant", "soup fish cake tea"), Message.of("user", "r2"))
    (said,) = asyncio.run(chat.generate(Request(messages=turns, temperature=0.0)))
    (meant,) = ask(model, "dinner <a> soup fish cake tea <r> r2 <a>", temperature=0.0)
    assert said.text == meant.text
    assert said.finish_reason == "stop"


def test_a_converted_model_that_is_cut_off_says_so(tmp_path: Path) -> None:
    pytest.importorskip("tokenizers", reason="a converted model needs redraft[local]")
    chat = open_model(chat_folder(tmp_path))
    (draft,) = asyncio.run(chat.generate(Request(messages=(Message.of("user", PROBLEM.text),), max_tokens=3)))
    assert (draft.finish_reason, len(draft.text.split())) == ("length", 3)


def test_a_converted_model_without_a_tokenizer_says_what_is_missing() -> None:
    with pytest.raises(Misuse, match=r"no tokenizer\.json"):
        open_model(EMBEDDED_FOLDER / "ct2")


def test_a_converted_model_without_a_chat_template_says_what_is_missing(tmp_path: Path) -> None:
    pytest.importorskip("tokenizers", reason="a converted model needs redraft[local]")
    folder = chat_folder(tmp_path)
    (folder / "tokenizer_config.json").write_text("{}")
    with pytest.raises(Misuse, match="no chat template"):
        open_model(folder)


def test_importing_the_package_loads_nothing_heavy() -> None:
    probe = "print([m for m in ('ctranslate2', 'numpy', 'tokenizers') if m in sys.modules])"
    code = f"import sys, redraft.models.local; {probe}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_missing_package_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ctranslate2", None)
    with pytest.raises(ImportError, match=r"redraft\[embedded\]"):
        embedded_model()
