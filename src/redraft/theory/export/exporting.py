"""Weights of a construction into a torch module, and the module into a folder that transformers loads."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers.utils import SAFE_WEIGHTS_NAME, logging

from redraft.errors import Misuse
from redraft.theory.constructions.blocks import Block
from redraft.theory.constructions.construction import Construction
from redraft.theory.export.embedding import AnyProblems, given, read_off
from redraft.theory.export.folders import EXPORT, Made, check_own
from redraft.theory.export.modeling_construction import ConstructionConfig, ConstructionModel
from redraft.theory.problems import Floats, GeneralProblems

AGREEMENT = 1e-12
"""How far predictions of the exported model may be from those of the construction, relative to their size."""

_CARD = """---
library_name: transformers
---

# {name}

{source}

{n} responses of width {d} to queries of width {d_x}; {blocks} blocks; float64. Written by hand, not trained.

```text
import torch
from transformers import AutoModel

model = AutoModel.from_pretrained("{folder}", trust_remote_code=True)
said = model(query, responses, rewards, weights, output_attentions=True)
said.predictions  # (B, {d}); said.attentions has (B, heads, tokens, tokens) for each block
```

`query` is (B, {d_x}), `responses` (B, {n}, {d}), `rewards` (B, {n}), `weights` (B, {d}, {d_x}): the linear model before
the step, zeros if left out.{queries}
{asked}"""


def exported(construction: Construction[Any], problems: AnyProblems) -> ConstructionModel:
    """The construction as a float64 torch module, for problems of one size.

    Args:
        construction: what to export.
        problems: 8 or more of the size to export for; the module is checked on them.

    Raises:
        Misuse: when the construction cannot be exported, or would say something else than it does here.
    """
    embedding = read_off(construction, problems)
    _, n, d = problems.responses.shape
    config = ConstructionConfig(
        construction=construction.name,
        statement=construction.source,
        n_responses=n,
        width=d,
        query_width=problems.query.shape[1],
        per_response_queries=isinstance(problems, GeneralProblems),
        order=embedding.order,
        causal=construction.network.causal,
        channels=construction.channels.sizes,
        tokens=construction.token_names(n),
        answer_at=construction.answer_at,
        blocks=[_shape(block) for block in construction.network.blocks],
        n_constants=len(embedding.constants),
        needs=_needs(construction),
    )
    model: ConstructionModel = ConstructionModel(config).to(torch.float64)
    with torch.no_grad():
        model.embedding.constants.copy_(_tensor(embedding.constants))
        model.embedding.index.copy_(torch.from_numpy(embedding.index))
        for module, block in zip(model.blocks, construction.network.blocks, strict=True):
            _fill(module, block)
    model.eval()
    _check(model, construction, problems)
    return model


def write_export(model: ConstructionModel, folder: Path, kinds: Sequence[Made] = (EXPORT,)) -> None:
    """Write weights (safetensors), configuration, the module's source and a card into a folder.

    Args:
        model: what to write.
        folder: new, empty, or with an earlier export, which is replaced.
        kinds: what else of ours may lie there.

    Raises:
        Misuse: when the folder cannot be written, or holds files that are not of an earlier export.
    """
    check_own(folder, kinds)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misuse(f"cannot write into {str(folder)!r}: {error.strerror}; give another folder") from error
    # Marked here, and not at import: it makes `save_pretrained` copy the source file and name it in config.json.
    ConstructionConfig.register_for_auto_class()
    ConstructionModel.register_for_auto_class("AutoModel")
    with _quiet():
        model.save_pretrained(folder)
    # The writer of safetensors keeps its file from everyone else; an export is there to be read.
    (folder / SAFE_WEIGHTS_NAME).chmod(0o644)
    config = model.config
    card = _CARD.format(
        name=config.construction,
        source=config.statement,
        n=config.n_responses,
        d=config.width,
        d_x=config.query_width,
        blocks=len(config.blocks),
        folder=folder.name,
        asked=_asked(config.needs),
        queries=" `queries` (B, N, d_x) says which query each response answers." if config.per_response_queries else "",
    )
    (folder / "README.md").write_text(card, encoding="utf-8")


def predictions(model: ConstructionModel, problems: AnyProblems) -> Floats:
    """``(B, d)`` what an exported model says."""
    with torch.no_grad():
        said: Floats = model(**given(problems)).predictions.numpy()
    return said


@contextmanager
def _quiet() -> Iterator[None]:
    """No progress bar for a file that is written at once; what was set before is set again."""
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def _needs(construction: Construction[Any]) -> dict[str, Any] | None:
    """What the weights were made for, as numbers that JSON has."""
    needs = construction.needs
    if needs is None:
        return None
    names = ("gap", "largest_reward", "n_grades", "unit_queries", "step_size", "n_steps", "logits")
    numbers = {name: getattr(needs, name) for name in names} | {"largest_logit": needs.logit_limit}
    return {name: None if number == math.inf else number for name, number in numbers.items()}


def _asked(needs: dict[str, Any] | None) -> str:
    """What the card says of it."""
    if needs is None:
        return ""
    told = {
        "gap": "rewards differ by {:g} or more" if needs["gap"] else "rewards differ",
        "largest_reward": "rewards lie within {:g} of 0",
        "n_grades": "rewards are whole numbers from 1 to {:d}",
        "largest_logit": "logits stay within {:.4g} of 0",
    }
    asked = [words.format(needs[name]) for name, words in told.items() if needs[name] is not None]
    asked += ["queries have length 1"] if needs["unit_queries"] else []
    return f"\nMade for problems of which these hold: {'; '.join(asked)}. Others are refused.\n"


def _shape(block: Block) -> dict[str, Any]:
    network = block.feed_forward
    return {
        "name": block.name,
        "heads": [
            {"name": head.name, "key_width": head.query.shape[0], "value_width": head.value.shape[0]}
            for head in block.heads
        ],
        "feed_forward": None
        if network is None
        else {
            "name": network.name,
            "units": network.inner.shape[0],
            "gated": network.gate is not None,
            "activation": network.activation,
        },
    }


def _fill(module: Any, block: Block) -> None:
    for head in block.heads:
        for name in ("query", "key", "value", "output"):
            getattr(module.heads[head.name], name).copy_(_tensor(getattr(head, name)))
    network = block.feed_forward
    if network is None:
        return
    for name in ("inner", "bias", "outer", "gate", "gate_bias"):
        matrix = getattr(network, name)
        if matrix is not None:
            getattr(module.feed_forward, name).copy_(_tensor(matrix))


def _check(model: ConstructionModel, construction: Construction[Any], problems: AnyProblems) -> None:
    expected = construction.predictions(problems)
    error = float(np.abs(predictions(model, problems) - expected).max())
    allowed = AGREEMENT * (1 + float(np.abs(expected).max()))
    if not error <= allowed:
        raise Misuse(
            f"the exported {construction.name!r} differs from the construction by {error:.3g}, more than "
            f"{allowed:.3g}; it was not written"
        )


def _tensor(matrix: Floats) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(matrix, dtype=np.float64))
