"""What an aligner looks like and how it is trained; recorded with every result.

Source: wang2024incontext Sec. 4, App. C.1.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal, get_args, get_type_hints

from redraft.errors import Misuse
from redraft.theory.aligners.tasks import TaskConfig

Tokens = Literal["packed", "interleaved"]
AttentionKind = Literal["softmax", "linear"]
Reward = Literal["cosine", "squared"]
Loss = Literal["ranking", "direct"]
OptimizerName = Literal["muon", "adamw", "adam"]
Schedule = Literal["linear", "constant"]
Precision = Literal["fp32", "bf16"]
Frame = Literal["given", "responses"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignerConfig:
    """The shape of a transformer and how its weights begin; the defaults are the small aligner.

    An ablation replaces one field of a config and nothing else: masks stay, and so do the first weights wherever their
    shapes agree, because each parameter is drawn from a generator of its own name. For the number of heads `width` and
    `head_width` are held fixed; the published ablation fixes the width of a head alone, so that its residual stream
    grows with the heads.

    Attributes:
        tokens: "packed" for one token per example, "interleaved" for three (query, response, reward), as published.
        width: C, numbers in the residual stream.
        n_layers: blocks.
        n_heads: H, attention heads in a block.
        head_width: numbers in a query, key or value of one head.
        attention: "softmax", or "linear", which averages over the visible tokens weighted by raw scores.
        has_feed_forward: whether blocks have a feed-forward network.
        alibi: how much less the steepest head looks at the token before, in nats; from head to head the slope falls by
            2 ** (-8 / H), as in its publication. 0 for no such bias.
        init_std: standard deviation of the first weights in blocks; those that write into the residual stream are
            smaller by the square root of twice the number of layers, as in GPT-2.
        position_std: standard deviation of the first position embeddings.
        kind_std: standard deviation of what first position embeddings of one kind of token share. Interleaved, queries,
            responses and rewards are then told apart from the start; packed, there is one kind.
        n_extra_inputs: further numbers that every example is told, a redraw rate for instance.
        frame: "given" for tasks as they are; "responses" for the coordinates of a task's own responses, in which the
            aligner corrects their mean; see `aligners.frames`.
    """

    tokens: Tokens = "packed"
    width: int = 96
    n_layers: int = 3
    n_heads: int = 3
    head_width: int = 32
    attention: AttentionKind = "softmax"
    has_feed_forward: bool = True
    alibi: float = 0.0
    init_std: float = 0.1
    position_std: float = 0.1
    kind_std: float = 0.0
    n_extra_inputs: int = 0
    frame: Frame = "given"

    def __post_init__(self) -> None:
        """Refuse what makes no network."""
        _check_choices(self)
        for name in ("width", "n_layers", "n_heads", "head_width"):
            _check(self, name, lambda value: value >= 1, "1 or more")
        for name in ("alibi", "init_std", "position_std", "kind_std", "n_extra_inputs"):
            _check(self, name, lambda value: value >= 0, "0 or more")
        if self.attention == "linear" and self.alibi > 0:
            raise Misuse(
                f"`alibi` must be 0 with linear attention, got {self.alibi!r}: the bias is a factor inside a softmax"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """A whole training run; two runs of one config on one device give the same curve, bit for bit.

    Attributes:
        aligner: which network.
        tasks: which generator draws the tasks.
        steps: updates of the weights.
        batch: fresh tasks in an update.
        micro_batches: parts that a batch is worked through in; a batch that stays in the cache is quicker. The sum is
            the same up to rounding.
        optimizer: "muon" for the matrices inside blocks with AdamW for the rest; or one of these for all.
        learning_rate: its largest value.
        schedule: "linear" falls to 0 at the last step, "constant" stays.
        warmup_steps: updates over which the rate rises from 0.
        clip_norm: largest norm of a gradient; None to leave it as it is.
        loss: "ranking" sees rewards only (Plackett-Luce), "direct" sees the truth.
        reward: how far a response agrees with a prediction: by cosine (released code) or squared distance (the text).
        max_redraw_rate: each task draws a redraw rate uniformly between 0 and this.
        share_at_ends: of the tasks, in [0, 1], that have the lowest or the highest of these rates, half of them each;
            as points of an interval these two would never be drawn.
        tells_rate: whether the aligner is told that rate, as its extra input.
        seed: decides first weights and tasks; the tasks of a step depend on seed and step alone.
        precision: "fp32", or "bf16" for bfloat16 products with float32 weights.
        compiled: whether blocks are compiled first (half a minute; for large networks).
    """

    aligner: AlignerConfig = field(default_factory=AlignerConfig)
    tasks: TaskConfig = field(default_factory=TaskConfig)
    steps: int = 500
    batch: int = 32
    micro_batches: int = 1
    optimizer: OptimizerName = "muon"
    learning_rate: float = 3e-3
    schedule: Schedule = "linear"
    warmup_steps: int = 50
    clip_norm: float | None = 1.0
    loss: Loss = "ranking"
    reward: Reward = "cosine"
    max_redraw_rate: float = 0.0
    share_at_ends: float = 0.0
    tells_rate: bool = False
    seed: int = 1
    precision: Precision = "fp32"
    compiled: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be trained."""
        _check_choices(self)
        for name in ("steps", "batch", "micro_batches"):
            _check(self, name, lambda value: value >= 1, "1 or more")
        _check(self, "warmup_steps", lambda value: value >= 0, "0 or more")
        _check(self, "learning_rate", lambda value: value > 0, "positive")
        _check(self, "clip_norm", lambda value: value is None or value > 0, "positive or None")
        for name in ("max_redraw_rate", "share_at_ends"):
            _check(self, name, lambda value: 0 <= value <= 1, "in [0, 1]")
        if self.batch % self.micro_batches:
            raise Misuse(f"`micro_batches` must divide `batch` {self.batch}, got {self.micro_batches!r}")
        if self.loss == "ranking" and self.tasks.n_responses < 3:
            raise Misuse(
                f"`n_responses` must be 3 or more for the ranking loss, got {self.tasks.n_responses!r}: "
                "a prediction is scored on the examples before it, and one example has no order"
            )
        if self.tells_rate != (self.aligner.n_extra_inputs == 1):
            raise Misuse(
                f"`tells_rate` needs an aligner with 1 extra input and no other has any, got tells_rate="
                f"{self.tells_rate!r} and n_extra_inputs={self.aligner.n_extra_inputs!r}"
            )


def small(tokens: Tokens = "packed", **changes: Any) -> TrainingConfig:
    """The small aligner with the recipe that learns it in seconds; ``changes`` replace fields of the training.

    The interleaved form has to find out which tokens are rewards, and which response each belongs to. From position
    embeddings that know nothing of that it stays for hundreds of steps where it ranks no better than chance; so they
    begin with a vector for each kind of token, and heads with a bias for near tokens.
    """
    if tokens == "packed":
        return replace(TrainingConfig(), **changes)
    aligner = AlignerConfig(tokens="interleaved", alibi=3.0, kind_std=0.3)
    return replace(TrainingConfig(aligner=aligner), **changes)


def paper_size(**changes: Any) -> TrainingConfig:
    """The published network and the released recipe; ``changes`` replace fields of the training."""
    aligner = AlignerConfig(tokens="interleaved", n_layers=20, init_std=0.02, position_std=0.02)
    recipe = TrainingConfig(
        aligner=aligner,
        steps=3000,
        batch=256,
        micro_batches=8,
        optimizer="adam",
        learning_rate=1e-4,
        schedule="constant",
        warmup_steps=0,
        clip_norm=None,
    )
    return replace(recipe, **changes)


def as_dict(config: TrainingConfig) -> dict[str, Any]:
    """The config as JSON can hold it."""
    return asdict(config)


def from_dict(written: Mapping[str, Any]) -> TrainingConfig:
    """The config that `as_dict` wrote.

    Raises:
        Misuse: when a key is unknown.
    """
    parts = {"aligner": AlignerConfig, "tasks": TaskConfig}
    made = {name: _made(kind, written[name]) for name, kind in parts.items() if name in written}
    config: TrainingConfig = _made(TrainingConfig, {**written, **made})
    return config


def differences(there: TrainingConfig, here: TrainingConfig) -> list[str]:
    """A line for each field in which two configs differ."""
    flat_there, flat_here = _flat(as_dict(there)), _flat(as_dict(here))
    return [
        f"{name}: {flat_there[name]!r} there, {flat_here[name]!r} here"
        for name in flat_there
        if flat_there[name] != flat_here[name]
    ]


def _flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in values.items():
        flat |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return flat


def _made(kind: type, written: Mapping[str, Any]) -> Any:
    known = {one.name for one in fields(kind)}
    unknown = sorted(written.keys() - known)
    if unknown:
        raise Misuse(f"unknown {kind.__name__} setting(s) {unknown}; known: {sorted(known)}")
    return kind(**written)


def _check_choices(config: AlignerConfig | TrainingConfig) -> None:
    for name, kind in get_type_hints(type(config)).items():
        choices = get_args(kind)
        value = getattr(config, name)
        if choices and all(isinstance(choice, str) for choice in choices) and value not in choices:
            raise Misuse(f"`{name}` must be one of {', '.join(choices)}, got {value!r}")


def _check(config: AlignerConfig | TrainingConfig, name: str, fits: Callable[[Any], bool], needed: str) -> None:
    value = getattr(config, name)
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    if (numeric and not math.isfinite(value)) or not fits(value):
        raise Misuse(f"`{name}` must be {needed}, got {value!r}")
