"""Training as equivalences: same seed, same curve; resumed, uninterrupted; exported, the same model."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs redraft[train]")
pytest.importorskip("transformers", reason="training needs redraft[train]")

from transformers import AutoTokenizer, LlamaForCausalLM  # noqa: E402 - after the guard

from redraft.evals.environments.splits import Split  # noqa: E402
from redraft.training.convert import export  # noqa: E402
from redraft.training.embedded import EmbeddedTrainingConfig, train  # noqa: E402
from redraft.training.network import NetworkConfig, SmallLlama  # noqa: E402
from redraft.training.own_mistakes import sample_mistakes  # noqa: E402
from redraft.training.recipe import learning_rate, mixture_at, token_losses  # noqa: E402
from redraft.training.rows import ROW_TOKENS  # noqa: E402

TINY = NetworkConfig(width=32, n_layers=2, n_heads=2, inner_width=48)


def config(folder: Path) -> EmbeddedTrainingConfig:
    """64 steps of a tiny network, with the model's own mistakes sampled after half of them."""
    return EmbeddedTrainingConfig(
        folder=folder,
        n_tokens=64 * 4 * (ROW_TOKENS - 1),
        batch_rows=4,
        n_mistake_problems=8,
        mistakes_at=(0.5,),
        checkpoint_steps=20,
        log_steps=16,
        compile=False,
        network=TINY,
    )


def curve(folder: Path) -> list[dict[str, float]]:
    lines = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    return [{k: v for k, v in line.items() if k != "cpu_s"} for line in lines]


def weights(folder: Path) -> dict[str, torch.Tensor]:
    loaded: dict[str, torch.Tensor] = torch.load(folder / "weights.pt", weights_only=True)
    return loaded


@pytest.mark.full
def test_the_same_seed_gives_the_same_curve_and_weights_and_another_does_not(tmp_path: Path) -> None:
    for name, seed in (("first", 0), ("again", 0), ("other", 1)):
        train(replace(config(tmp_path / name), seed=seed))
    assert curve(tmp_path / "first") == curve(tmp_path / "again") != curve(tmp_path / "other")
    first, again = weights(tmp_path / "first"), weights(tmp_path / "again")
    assert all(torch.equal(first[name], again[name]) for name in first)


@pytest.mark.full
def test_a_resumed_run_ends_where_an_uninterrupted_one_does(tmp_path: Path) -> None:
    train(config(tmp_path / "whole"))
    for stop_after in (16, 48, None):
        train(config(tmp_path / "resumed"), stop_after=stop_after)
    whole, resumed = weights(tmp_path / "whole"), weights(tmp_path / "resumed")
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)
    assert curve(tmp_path / "whole") == curve(tmp_path / "resumed")


@pytest.mark.full
def test_training_lowers_the_loss(tmp_path: Path) -> None:
    train(config(tmp_path / "run"))
    lines = curve(tmp_path / "run")
    assert lines[-1]["count_critique"] < lines[0]["count_critique"]


@pytest.mark.full
def test_one_batch_of_eight_has_the_losses_of_eight_of_one() -> None:
    network = SmallLlama(TINY, seed=0)
    generator = torch.Generator().manual_seed(0)
    tokens = torch.randint(0, TINY.n_words, (8, ROW_TOKENS), generator=generator)
    next_ids, rates = tokens[:, 1:, None].repeat(1, 1, 3), torch.tensor([1.0, 0.0, 0.0]).expand(8, ROW_TOKENS - 1, 3)
    together = token_losses(network, tokens, next_ids, rates)
    alone = torch.cat(
        [token_losses(network, tokens[i : i + 1], next_ids[i : i + 1], rates[i : i + 1]) for i in range(8)]
    )
    assert torch.allclose(together, alone, atol=2e-2)  # bfloat16 keeps about three digits


@pytest.mark.full
def test_a_cache_changes_no_logit() -> None:
    network = SmallLlama(TINY, seed=0)
    torch.nn.init.normal_(network.model.layers[0].self_attn.o_proj.weight, std=0.3)
    tokens = torch.randint(0, TINY.n_words, (3, 12), generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        whole = network(tokens)
        caches = network.new_caches(3)
        pieces = [
            network(tokens[:, :7], caches, 0),
            network(tokens[:, 7:8], caches, 7),
            network(tokens[:, 8:], caches, 8),
        ]
    assert torch.allclose(whole, torch.cat(pieces, dim=1), atol=1e-5)


@pytest.mark.full
def test_the_exported_model_is_the_trained_one(tmp_path: Path) -> None:
    network = SmallLlama(NetworkConfig(), seed=3)
    for layer in network.model.layers:
        torch.nn.init.normal_(layer.self_attn.o_proj.weight, std=0.1)
        torch.nn.init.normal_(layer.mlp.down_proj.weight, std=0.1)
    torch.save(network.state_dict(), tmp_path / "weights.pt")
    export(tmp_path / "weights.pt", tmp_path)
    loaded = LlamaForCausalLM.from_pretrained(tmp_path / "hf", dtype=torch.float32)
    tokenizer = AutoTokenizer.from_pretrained(tmp_path / "hf")
    ids = tokenizer("<bos> make 46 10 3 12 <a> 12 + 3 - 10 <r>", return_tensors="pt")["input_ids"]
    network.load_state_dict({name: value.half().float() for name, value in network.state_dict().items()})
    with torch.no_grad():
        assert torch.allclose(loaded(ids).logits, network(ids), atol=1e-3)
    assert (tmp_path / "ct2" / "model.bin").is_file()


@pytest.mark.full
def test_the_chat_template_writes_a_trace(tmp_path: Path) -> None:
    torch.save(SmallLlama(NetworkConfig(), seed=0).state_dict(), tmp_path / "weights.pt")
    export(tmp_path / "weights.pt", tmp_path)
    tokenizer = AutoTokenizer.from_pretrained(tmp_path / "hf")
    turns = [("user", "dinner"), ("assistant", "soup fish cake tea"), ("user", "r2")]
    text = tokenizer.apply_chat_template(
        [{"role": role, "content": content} for role, content in turns], tokenize=False, add_generation_prompt=True
    )
    assert text == "<bos> dinner <a> soup fish cake tea <r> r2 <a>"


@pytest.mark.full
def test_own_mistakes_are_wrong_answers_on_training_problems() -> None:
    from redraft.evals.environments import count

    mistakes = sample_mistakes(SmallLlama(TINY, seed=0), 12, seed=0, step=32)
    assert mistakes == sample_mistakes(SmallLlama(TINY, seed=0), 12, seed=0, step=32)
    assert len(mistakes) == 12
    for own in mistakes:
        assert count.split_of(own.problem) is Split.TRAIN
        assert not any(count.verify(own.problem, answer).passed for answer in own.wrong)


def test_the_rate_warms_up_stays_and_falls_to_nothing() -> None:
    rates = [learning_rate(1.0, step, 1000) for step in range(1000)]
    assert rates[0] < rates[20] < rates[40] == rates[299] == 0.7
    assert rates[300:] == sorted(rates[300:], reverse=True)
    assert rates[999] < 0.002


def test_every_share_of_the_run_has_a_mixture_and_count_keeps_its_weight() -> None:
    assert all(mixture_at(k / 100).count_rows >= 1 for k in range(101))
