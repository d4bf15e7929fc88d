"""The aligner: what it may see, what an ablation leaves as it was, and its equality with another GPT-2."""

from dataclasses import replace

import pytest
import torch

from redraft.errors import Misuse
from redraft.theory.aligners.config import AlignerConfig
from redraft.theory.aligners.network import Aligner, mask_of
from redraft.theory.aligners.tasks import TaskConfig, Tasks, draw_tasks

TASKS = TaskConfig(n_responses=6)
TINY = AlignerConfig(width=16, n_layers=2, n_heads=2, head_width=8)
FORMS = [
    TINY,
    replace(TINY, tokens="interleaved"),
    replace(TINY, tokens="interleaved", alibi=1.5, kind_std=1.0),
    replace(TINY, attention="linear"),
    replace(TINY, has_feed_forward=False),
]


def some_tasks(n_tasks: int = 4, seed: int = 0) -> Tasks:
    return draw_tasks(TASKS, n_tasks, torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("config", FORMS)
def test_a_prediction_depends_on_the_examples_before_it_and_on_no_other(config):
    aligner, tasks = Aligner(config, TASKS, seed=1), some_tasks()
    before = aligner(tasks)
    assert before.shape == (4, 6, 5)
    for n in range(6):
        responses, rewards = tasks.responses.clone(), tasks.rewards.clone()
        responses[:, n] += 1
        rewards[:, n] = 1 - rewards[:, n]
        changed = aligner(replace(tasks, responses=responses, rewards=rewards))
        differs = (changed - before).abs().amax(dim=(0, 2)) > 0
        assert differs.tolist() == [place > n for place in range(6)]


@pytest.mark.parametrize("config", FORMS)
def test_attention_is_causal_and_shares_out_one(config):
    seen = Aligner(config, TASKS, seed=1).look(some_tasks())
    length = 6 if config.tokens == "packed" else 16
    assert [tuple(weights.shape) for weights in seen.attention] == [(4, 2, length, length)] * 2
    for weights in seen.attention:
        assert (weights.triu(1) == 0).all()
        if config.attention == "softmax":
            assert torch.allclose(weights.sum(-1), torch.ones(4, 2, length))


@pytest.mark.parametrize(
    "changes",
    [{"attention": "linear"}, {"has_feed_forward": False}, {"n_heads": 4}, {"n_layers": 5}, {"alibi": 1.0}],
)
def test_an_ablation_keeps_every_first_weight_whose_shape_it_keeps(changes):
    full = dict(Aligner(TINY, TASKS, seed=1).named_parameters())
    ablated = dict(Aligner(replace(TINY, **changes), TASKS, seed=1).named_parameters())
    shared = [name for name in full if name in ablated and full[name].shape == ablated[name].shape]
    assert len(shared) >= 8
    for name in shared:
        # GPT-2 begins what writes into the residual stream smaller the deeper the network is.
        residual = name.endswith(("attention.output.weight", "outer.weight"))
        factor = (2 / changes["n_layers"]) ** 0.5 if residual and "n_layers" in changes else 1.0
        assert torch.allclose(full[name] * factor, ablated[name], rtol=1e-6)


def test_linear_attention_leaves_out_the_softmax_alone():
    soft, linear = mask_of(TINY, 5), mask_of(replace(TINY, attention="linear"), 5)
    assert torch.equal(soft.exp() > 0, linear > 0)
    # With equal scores the two are the same average.
    assert torch.allclose(torch.softmax(soft, dim=-1), linear)


def test_the_bias_for_near_tokens_falls_by_the_slope_and_from_head_to_head():
    mask = mask_of(replace(TINY, alibi=1.6), 4)
    assert torch.allclose(mask[0, 3], torch.tensor([-4.8, -3.2, -1.6, 0.0]))
    # Two heads: the second has 2 ** -4 of the slope of the first.
    assert torch.allclose(mask[1, 3], torch.tensor([-0.3, -0.2, -0.1, 0.0]))
    assert mask[0, 0].tolist() == [0.0] + [-float("inf")] * 3


def test_positions_of_one_kind_of_token_can_begin_alike():
    positions = Aligner(replace(TINY, tokens="interleaved", kind_std=1.0, position_std=0.0), TASKS, seed=1).positions
    assert torch.equal(positions[:3], positions[3:6])
    assert not torch.allclose(positions[0], positions[1]) and not torch.allclose(positions[1], positions[2])
    packed = Aligner(replace(TINY, kind_std=1.0, position_std=0.0), TASKS, seed=1).positions
    assert torch.equal(packed, packed[:1].expand_as(packed)) and (packed[0] != 0).all()
    plain = Aligner(replace(TINY, tokens="interleaved", position_std=1.0), TASKS, seed=1).positions
    assert not torch.allclose(plain[:3], plain[3:6])


def test_seeds_decide_the_first_weights():
    first, again, other = (Aligner(TINY, TASKS, seed=seed).state_dict() for seed in (1, 1, 2))
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not torch.equal(first["read_in.weight"], other["read_in.weight"])


def test_muon_gets_the_matrices_inside_blocks_and_nothing_is_left_out():
    aligner = Aligner(TINY, TASKS, seed=1)
    assert [tuple(p.shape) for p in aligner.matrices()] == [(48, 16), (16, 16), (64, 16), (16, 64)] * 2
    assert len(aligner.matrices()) + len(aligner.others()) == len(list(aligner.parameters()))


def test_an_extra_input_is_heard_and_a_missing_one_refused():
    for tokens in ("packed", "interleaved"):
        aligner = Aligner(replace(TINY, tokens=tokens, n_extra_inputs=1), TASKS, seed=1)
        tasks = some_tasks()
        quiet, loud = aligner(tasks, torch.zeros(4, 1)), aligner(tasks, torch.ones(4, 1))
        assert ((quiet - loud).abs().amax(dim=2) > 0).all()
        with pytest.raises(Misuse, match=r"`extra` must have shape \(4, 1\) for this aligner, got None"):
            aligner(tasks)
    with pytest.raises(Misuse, match=r"must have shape \(4, 0\) for this aligner, got \(4, 1\)"):
        Aligner(TINY, TASKS, seed=1)(some_tasks(), torch.ones(4, 1))


@pytest.mark.parametrize("tokens", ["packed", "interleaved"])
def test_it_computes_what_the_gpt2_of_transformers_computes(tokens):
    from transformers import GPT2Config, GPT2Model

    from redraft.theory.aligners.tokens import at_queries, n_tokens, tokens_of

    config = replace(TINY, tokens=tokens)
    aligner, tasks = Aligner(config, TASKS, seed=1), some_tasks()
    shape = GPT2Config(
        n_embd=16, n_layer=2, n_head=2, n_positions=n_tokens(config, TASKS), vocab_size=1, resid_pdrop=0.0,
        embd_pdrop=0.0, attn_pdrop=0.0, attn_implementation="eager",
    )  # fmt: skip
    other = GPT2Model(shape).eval()
    names = {
        "ln_1": "attention_norm", "attn.c_attn": "attention.inputs", "attn.c_proj": "attention.output",
        "ln_2": "feed_forward_norm", "mlp.c_fc": "feed_forward.inner", "mlp.c_proj": "feed_forward.outer",
    }  # fmt: skip
    ours = aligner.state_dict()
    copied = {"wpe.weight": ours["positions"], "ln_f.weight": ours["norm.weight"], "ln_f.bias": ours["norm.bias"]}
    copied["wte.weight"] = torch.zeros(1, 16)
    for layer in range(2):
        for there, here in names.items():
            for kind in ("weight", "bias"):
                value = ours[f"blocks.{layer}.{here}.{kind}"]
                # Its linear layers hold their matrices the other way round.
                copied[f"h.{layer}.{there}.{kind}"] = value.T if value.dim() == 2 else value
    other.load_state_dict(copied)
    with torch.no_grad():
        hidden = other(inputs_embeds=aligner.read_in(tokens_of(config, tasks))).last_hidden_state
        expected = aligner.read_out(at_queries(config, hidden))
        assert (aligner(tasks) - expected).abs().max() < 1e-5


def test_tokens_after_the_last_query_are_left_out():
    aligner = Aligner(replace(TINY, tokens="interleaved"), TASKS, seed=1)
    assert aligner.positions.shape == (16, 16)
