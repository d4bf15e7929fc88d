"""The aligner: a GPT-2 over examples (pre-layer-norm blocks, causal attention, GELU in its tanh form).

Attention is written out in batched products: the fused kernels of torch have a slow backward pass in bfloat16 on
processors, and do not show where a head looked.

Source: wang2024incontext App. C.1; radford2019language; press2022train (ALiBi).
"""

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from redraft.core import seed_for
from redraft.theory.aligners.config import AlignerConfig
from redraft.theory.aligners.frames import Framed, corrected_means, framed
from redraft.theory.aligners.tasks import TaskConfig, Tasks
from redraft.theory.aligners.tokens import at_queries, n_tokens, token_width, tokens_of


class Seen(NamedTuple):
    """A forward pass with its inside.

    Attributes:
        predictions: ``(B, N, d)``.
        attention: for each block ``(B, H, T, T)``, how far token i takes from token j; rows sum to 1 with softmax.
    """

    predictions: Tensor
    attention: tuple[Tensor, ...]


class Attention(nn.Module):
    """Causal attention over tokens."""

    def __init__(self, config: AlignerConfig) -> None:
        """Weights as torch makes them; `Aligner` draws them anew."""
        super().__init__()
        self._n_heads, self._kind = config.n_heads, config.attention
        self.inputs = nn.Linear(config.width, 3 * config.n_heads * config.head_width)
        self.output = nn.Linear(config.n_heads * config.head_width, config.width)

    def forward(self, x: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """What is added to the tokens ``(B, T, C)``, and the weights ``(B, H, T, T)`` that were used."""
        batch, length, _ = x.shape
        split = self.inputs(x).view(batch, length, 3, self._n_heads, -1).permute(2, 0, 3, 1, 4)
        query, key, value = split.unbind(0)
        scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)
        weights = torch.softmax(scores + mask, dim=-1) if self._kind == "softmax" else scores * mask
        mixed = weights.to(value.dtype) @ value
        return self.output(mixed.transpose(1, 2).reshape(batch, length, -1)), weights


class FeedForward(nn.Module):
    """Two layers, four times as wide inside."""

    def __init__(self, config: AlignerConfig) -> None:
        """Weights as torch makes them; `Aligner` draws them anew."""
        super().__init__()
        self.inner = nn.Linear(config.width, 4 * config.width)
        self.outer = nn.Linear(4 * config.width, config.width)

    def forward(self, x: Tensor) -> Tensor:
        """What is added to the tokens ``(B, T, C)``."""
        added: Tensor = self.outer(functional.gelu(self.inner(x), approximate="tanh"))
        return added


class Block(nn.Module):
    """Attention, then a feed-forward network if there is one, each on normalised tokens and added."""

    def __init__(self, config: AlignerConfig) -> None:
        """Weights as torch makes them; `Aligner` draws them anew."""
        super().__init__()
        self.attention_norm = nn.LayerNorm(config.width)
        self.attention = Attention(config)
        self.feed_forward_norm = nn.LayerNorm(config.width) if config.has_feed_forward else None
        self.feed_forward = FeedForward(config) if config.has_feed_forward else None

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Tokens ``(B, T, C)`` after the block."""
        # Weights that nobody asked for are not handed out: a compiled block then need not keep them.
        return self.look(x, mask)[0]

    def look(self, x: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """As `forward`, with the attention ``(B, H, T, T)``."""
        added, weights = self.attention(self.attention_norm(x), mask)
        x = x + added
        if self.feed_forward is not None and self.feed_forward_norm is not None:
            x = x + self.feed_forward(self.feed_forward_norm(x))
        return x, weights


class Aligner(nn.Module):
    """A transformer that reads examples (query, response, reward) and predicts the right answer to the query."""

    mask: Tensor

    def __init__(self, config: AlignerConfig, tasks: TaskConfig, seed: int) -> None:
        """An untrained one; each parameter is drawn from a generator of its own, addressed by seed and name."""
        super().__init__()
        self.config, self.tasks = config, tasks
        length = n_tokens(config, tasks)
        self.read_in = nn.Linear(token_width(config, tasks), config.width)
        self.positions = nn.Parameter(torch.empty(length, config.width))
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.n_layers))
        self.norm = nn.LayerNorm(config.width)
        self.read_out = nn.Linear(config.width, tasks.width)
        self.register_buffer("mask", mask_of(config, length), persistent=False)
        self._draw_weights(seed)

    def forward(self, tasks: Tasks, extra: Tensor | None = None) -> Tensor:
        """``(B, N, d)`` predictions; ``[:, n]`` uses the first n examples.

        Args:
            tasks: B tasks of the shape that the aligner was made for.
            extra: ``(B, n_extra_inputs)`` what the aligner is told besides; None where it takes nothing.
        """
        frame = framed(tasks) if self.config.frame == "responses" else None
        x = self._enter(tasks if frame is None else frame.tasks, extra)
        for block in self.blocks:
            x = block(x, self.mask)
        return self._read(x, frame)

    def look(self, tasks: Tasks, extra: Tensor | None = None) -> Seen:
        """As `forward`, with the attention of every block."""
        frame = framed(tasks) if self.config.frame == "responses" else None
        x = self._enter(tasks if frame is None else frame.tasks, extra)
        attention = []
        for block in self.blocks:
            x, weights = block.look(x, self.mask)
            attention.append(weights)
        return Seen(self._read(x, frame), tuple(attention))

    def _enter(self, tasks: Tasks, extra: Tensor | None) -> Tensor:
        tokens: Tensor = self.read_in(tokens_of(self.config, tasks, extra)) + self.positions
        return tokens

    def _read(self, x: Tensor, frame: Framed | None) -> Tensor:
        said: Tensor = self.read_out(self.norm(at_queries(self.config, x)))
        return said if frame is None else corrected_means(frame, said)

    def matrices(self) -> list[nn.Parameter]:
        """The matrices inside blocks, which Muon updates."""
        return [parameter for parameter in self.blocks.parameters() if parameter.dim() == 2]

    def others(self) -> list[nn.Parameter]:
        """Every other parameter."""
        inside = {id(parameter) for parameter in self.matrices()}
        return [parameter for parameter in self.parameters() if id(parameter) not in inside]

    @torch.no_grad()
    def _draw_weights(self, seed: int) -> None:
        config = self.config
        towards_residual = config.init_std / math.sqrt(2 * config.n_layers)
        for name, parameter in self.named_parameters():
            generator = torch.Generator().manual_seed(seed_for(seed, "aligner", name))
            if name.startswith("read_out") and config.frame == "responses":
                parameter.fill_(0.0)  # it begins with the mean of the responses
            elif name.startswith(("read_in", "read_out")):
                # As torch begins a linear layer, which is how the released code has these two.
                layer = self.read_in if name.startswith("read_in") else self.read_out
                bound = layer.in_features**-0.5
                parameter.uniform_(-bound, bound, generator=generator)
            elif name == "positions":
                parameter.normal_(std=config.position_std, generator=generator)
                shared = torch.Generator().manual_seed(seed_for(seed, "aligner", "kinds of tokens"))
                kinds = config.kind_std * torch.randn(3, config.width, generator=shared)
                kind = torch.arange(len(parameter)) % (3 if config.tokens == "interleaved" else 1)
                parameter += kinds[kind]
            elif parameter.dim() == 2:
                residual = name.endswith(("attention.output.weight", "outer.weight"))
                parameter.normal_(std=towards_residual if residual else config.init_std, generator=generator)
            else:
                parameter.fill_(1.0 if name.endswith("norm.weight") else 0.0)


def mask_of(config: AlignerConfig, length: int) -> Tensor:
    """``(H, T, T)`` or ``(T, T)``: what is added to scores before the softmax, or the factor of linear attention.

    A token sees itself and earlier ones. Added is minus infinity for later ones and, with ALiBi, minus slope times
    distance for earlier ones. The factor is 0 for later ones and else 1 over the number of visible tokens, as the
    softmax of equal scores would give.
    """
    visible = torch.ones(length, length).tril()
    if config.attention == "linear":
        return visible / visible.sum(dim=1, keepdim=True)
    later = torch.zeros(length, length).masked_fill(visible == 0, -math.inf)
    if config.alibi == 0:
        return later
    places = torch.arange(length, dtype=torch.float32)
    distance = (places[:, None] - places).clamp(min=0)
    slopes = config.alibi * 2 ** (-8 / config.n_heads * torch.arange(config.n_heads, dtype=torch.float32))
    return later - slopes[:, None, None] * distance
