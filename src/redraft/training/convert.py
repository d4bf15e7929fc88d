"""From trained weights to the two shipped forms: a Hugging Face folder (fp16) and a ctranslate2 folder (int8)."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any, Final, Literal

import ctranslate2
import torch
from ctranslate2.converters import TransformersConverter
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers

from redraft.models.local.language import ANSWER, BOS, CRITIQUE, PAD, UNKNOWN, VOCABULARY, WORD_IDS
from redraft.training.network import NetworkConfig

# `<bos> PROMPT (<a> ANSWER <r> FEEDBACK)* <a>` from user, assistant, user, ... turns.
CHAT_TEMPLATE: Final = (
    "{{ '<bos>' }}{% for message in messages %}"
    "{% if message['role'] == 'assistant' %}{{ ' <a> ' + message['content'] }}"
    "{% elif loop.first %}{{ ' ' + message['content'] }}{% else %}{{ ' <r> ' + message['content'] }}{% endif %}"
    "{% endfor %}{% if add_generation_prompt %}{{ ' <a>' }}{% endif %}"
)
# An answer ends where its critique begins and the other way round.
END_IDS: Final = [WORD_IDS[CRITIQUE], WORD_IDS[ANSWER], WORD_IDS[PAD]]

Quantization = Literal["int8_float32", "float32"]


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=1, sort_keys=True) + "\n")


def _config(network: NetworkConfig) -> dict[str, Any]:
    return {
        "architectures": ["LlamaForCausalLM"],
        "attention_bias": False,
        "bos_token_id": WORD_IDS[BOS],
        "dtype": "float16",
        "eos_token_id": END_IDS,
        "head_dim": network.width // network.n_heads,
        "hidden_act": "silu",
        "hidden_size": network.width,
        "intermediate_size": network.inner_width,
        "max_position_embeddings": network.n_positions,
        "mlp_bias": False,
        "model_type": "llama",
        "num_attention_heads": network.n_heads,
        "num_hidden_layers": network.n_layers,
        "num_key_value_heads": network.n_heads,
        "pad_token_id": WORD_IDS[PAD],
        "rms_norm_eps": network.norm_epsilon,
        "rope_parameters": {"rope_theta": network.rope_theta, "rope_type": "default"},
        "tie_word_embeddings": True,
        "use_cache": True,
        "vocab_size": network.n_words,
    }


def write_tokenizer(folder: Path) -> None:
    """Write the word-level tokenizer, with the chat template that turns a conversation into a trace."""
    tokenizer = Tokenizer(models.WordLevel(vocab=dict(WORD_IDS), unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    special = {
        "bos_token": BOS,
        "chat_template": CHAT_TEMPLATE,
        "clean_up_tokenization_spaces": False,
        "eos_token": CRITIQUE,
        "model_max_length": NetworkConfig().n_positions,
        "pad_token": PAD,
        "tokenizer_class": "PreTrainedTokenizerFast",
        "unk_token": UNKNOWN,
    }
    _write_json(folder / "tokenizer_config.json", special)


def write_hugging_face(weights: dict[str, torch.Tensor], folder: Path, network: NetworkConfig | None = None) -> Path:
    """Write a ``LlamaForCausalLM`` folder in fp16.

    Args:
        weights: State dict of a `SmallLlama`.
        folder: Made if it is not there.
        network: Sizes of the network; the defaults when None.

    Returns:
        ``folder``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    half = {name: value.detach().cpu().to(torch.float16).contiguous() for name, value in weights.items()}
    save_file(half, folder / "model.safetensors", metadata={"format": "pt"})
    _write_json(folder / "config.json", _config(network or NetworkConfig()))
    _write_json(
        folder / "generation_config.json",
        {"bos_token_id": WORD_IDS[BOS], "eos_token_id": END_IDS, "pad_token_id": WORD_IDS[PAD]},
    )
    write_tokenizer(folder)
    return folder


def write_ctranslate2(hugging_face: Path, folder: Path, quantization: Quantization) -> Path:
    """Convert a Hugging Face folder; ``float32`` keeps the fp16 values and computes in float32.

    Returns:
        ``folder``, replaced if it was there.
    """
    converter = TransformersConverter(str(hugging_face), copy_files=[])
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(converter.convert(str(Path(scratch) / "model"), quantization=quantization))
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(made, folder)
    assert ctranslate2.contains_model(str(folder)), f"no model came out in {folder}"
    # ctranslate2 keeps one vocabulary file of words; ours must be the same, or ids would mean other words.
    words = json.loads((folder / "vocabulary.json").read_text())
    assert tuple(words[: len(VOCABULARY)]) == VOCABULARY, "the converted vocabulary differs from the language"
    return folder


def export(weights: Path, folder: Path) -> Path:
    """Write the shipped forms of a ``weights.pt`` or ``checkpoint.pt``: ``folder/hf`` (fp16), ``folder/ct2`` (int8)."""
    state = torch.load(weights, map_location="cpu", weights_only=True)
    hugging_face = write_hugging_face(state.get("network", state), folder / "hf")
    write_ctranslate2(hugging_face, folder / "ct2", "int8_float32")
    return folder
