"""The embedded model as torch code: a small Llama (RMSNorm, rotary positions, SwiGLU, tied embeddings).

Module names equal those of Hugging Face's ``LlamaForCausalLM``, so that the state dict is the exported file. Written
here because one compiled fixed shape trains two to three times as fast as the general class, and because sampling
needs a cache of fixed size.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from redraft.models.local.language import VOCABULARY


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkConfig:
    """Sizes of the network; the defaults give 0.89 million parameters."""

    n_words: int = len(VOCABULARY)
    width: int = 128
    n_layers: int = 4
    n_heads: int = 4
    inner_width: int = 384
    n_positions: int = 64
    rope_theta: float = 10_000.0
    norm_epsilon: float = 1e-5


def _rotary_tables(config: NetworkConfig) -> tuple[Tensor, Tensor]:
    """``(positions, head_width)`` cosines and sines in Hugging Face's order (halves, not interleaved)."""
    half = config.width // config.n_heads // 2
    frequencies = config.rope_theta ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = torch.outer(torch.arange(config.n_positions, dtype=torch.float64), frequencies)
    angles = torch.cat([angles, angles], dim=1)
    return angles.cos().float(), angles.sin().float()


def _rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    first, second = x.chunk(2, dim=-1)
    return x * cos + torch.cat([-second, first], dim=-1) * sin


class RMSNorm(nn.Module):
    """Root-mean-square normalisation with a learnt scale."""

    def __init__(self, width: int, epsilon: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self._epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        """``x`` scaled to root mean square 1, in float32, times the learnt scale."""
        wide = x.float()
        return (wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + self._epsilon)) * self.weight


@dataclass(slots=True)
class LayerCache:
    """Keys and values of one layer, ``(batch, heads, positions, head_width)``, filled from the left."""

    keys: Tensor
    values: Tensor


class Attention(nn.Module):
    """Causal attention with rotary positions."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self._n_heads = config.n_heads
        self.q_proj = nn.Linear(config.width, config.width, bias=False)
        self.k_proj = nn.Linear(config.width, config.width, bias=False)
        self.v_proj = nn.Linear(config.width, config.width, bias=False)
        self.o_proj = nn.Linear(config.width, config.width, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, cache: LayerCache | None, start: int) -> Tensor:
        """Attention of positions ``start...`` over everything up to them; writes into ``cache`` when there is one."""
        batch, length, width = x.shape

        def heads(projected: Tensor) -> Tensor:
            return projected.view(batch, length, self._n_heads, width // self._n_heads).transpose(1, 2)

        q, k, v = heads(self.q_proj(x)), heads(self.k_proj(x)), heads(self.v_proj(x))
        q, k = _rotate(q.float(), cos, sin).to(v.dtype), _rotate(k.float(), cos, sin).to(v.dtype)
        if cache is None:
            mixed = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            end = start + length
            cache.keys[:, :, start:end], cache.values[:, :, start:end] = k, v
            mask = torch.ones(length, end, dtype=torch.bool, device=x.device).tril(start)
            keys, values = cache.keys[:, :, :end].to(v.dtype), cache.values[:, :, :end].to(v.dtype)
            mixed = functional.scaled_dot_product_attention(q, keys, values, attn_mask=mask)
        out: Tensor = self.o_proj(mixed.transpose(1, 2).reshape(batch, length, width))
        return out


class FeedForward(nn.Module):
    """SwiGLU."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.gate_proj = nn.Linear(config.width, config.inner_width, bias=False)
        self.up_proj = nn.Linear(config.width, config.inner_width, bias=False)
        self.down_proj = nn.Linear(config.inner_width, config.width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """``down(silu(gate(x)) * up(x))``."""
        out: Tensor = self.down_proj(functional.silu(self.gate_proj(x)) * self.up_proj(x))
        return out


class Layer(nn.Module):
    """One pre-norm block."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.input_layernorm = RMSNorm(config.width, config.norm_epsilon)
        self.self_attn = Attention(config)
        self.post_attention_layernorm = RMSNorm(config.width, config.norm_epsilon)
        self.mlp = FeedForward(config)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, cache: LayerCache | None, start: int) -> Tensor:
        """``x`` after attention and feed-forward, each added to the residual stream."""
        x = x + self.self_attn(self.input_layernorm(x), cos, sin, cache, start)
        out: Tensor = x + self.mlp(self.post_attention_layernorm(x))
        return out


class _Body(nn.Module):
    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.embed_tokens = nn.Embedding(config.n_words, config.width)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.n_layers))
        self.norm = RMSNorm(config.width, config.norm_epsilon)


class SmallLlama(nn.Module):
    """The whole network; the output layer is the transposed embedding."""

    cos: Tensor
    sin: Tensor

    def __init__(self, config: NetworkConfig, seed: int) -> None:
        super().__init__()
        self.config = config
        self.model = _Body(config)
        cos, sin = _rotary_tables(config)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        self._initialise(torch.Generator().manual_seed(seed))

    def _initialise(self, generator: torch.Generator) -> None:
        for name, parameter in self.named_parameters():
            if parameter.dim() < 2:
                continue
            if name.endswith(("o_proj.weight", "down_proj.weight")):
                nn.init.zeros_(parameter)  # every block starts as the identity
            elif "embed" in name:
                nn.init.normal_(parameter, std=0.02, generator=generator)
            else:
                nn.init.normal_(parameter, std=parameter.shape[1] ** -0.5, generator=generator)

    def forward(self, tokens: Tensor, caches: list[LayerCache] | None = None, start: int = 0) -> Tensor:
        """``(batch, length, words)`` logits of the next token; ``tokens`` stand at positions ``start...``."""
        length = tokens.shape[1]
        cos, sin = self.cos[start : start + length], self.sin[start : start + length]
        x = self.model.embed_tokens(tokens)
        for index, layer in enumerate(self.model.layers):
            x = layer(x, cos, sin, None if caches is None else caches[index], start)
        return functional.linear(self.model.norm(x), self.model.embed_tokens.weight)

    def new_caches(self, batch: int) -> list[LayerCache]:
        """Empty caches for ``batch`` sequences."""
        shape = (batch, self.config.n_heads, self.config.n_positions, self.config.width // self.config.n_heads)
        device = self.cos.device
        return [
            LayerCache(torch.zeros(shape, device=device), torch.zeros(shape, device=device)) for _ in self.model.layers
        ]
