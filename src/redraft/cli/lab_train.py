"""`redraft lab train`: an aligner trained from nothing, and judged beside rules that need no training."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli import _options as options

Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="DIR", help="Keep it there, in a new or empty folder; a run that is found there goes on."
    ),
]
Tokens = Annotated[
    str | None,
    typer.Option(
        "--tokens",
        metavar="FORM",
        help="packed, one token per example (the default), or interleaved, three, as published (with --paper-size).",
    ),
]
Noise = Annotated[
    str,
    typer.Option("--noise", metavar="NAME", help="One wrong answer per task (released), or one per response (text)."),
]
Loss = Annotated[
    str, typer.Option("--loss", metavar="NAME", help="ranking, which sees rewards alone, or direct, the truth.")
]
Reward = Annotated[
    str | None,
    typer.Option(
        "--reward", metavar="NAME", help="cosine or squared; if left out, as the noise has it: cosine, squared."
    ),
]
Layers = Annotated[
    int | None, typer.Option("--layers", metavar="N", help="Blocks; if left out, 3, and 20 with --paper-size.")
]
Heads = Annotated[
    int | None,
    typer.Option("--heads", metavar="N", help="Attention heads in a block; if left out, 3, with 32 numbers each."),
]
Width = Annotated[
    int | None, typer.Option("--width", metavar="N", help="Numbers in the residual stream; if left out, 96.")
]
Attention = Annotated[str, typer.Option("--attention", metavar="NAME", help="softmax or linear.")]
FeedForward = Annotated[
    bool, typer.Option("--feed-forward/--no-feed-forward", help="Whether blocks have a feed-forward network.")
]
Steps = Annotated[
    int | None,
    typer.Option("--steps", metavar="N", help="Updates of the weights; if left out, 500, and 3000 with --paper-size."),
]
BatchSize = Annotated[
    int | None,
    typer.Option("--batch", metavar="N", help="Tasks in an update; if left out, 32, and 256 with --paper-size."),
]
Optimizer = Annotated[
    str | None,
    typer.Option(
        "--optimizer", metavar="NAME", help="muon, adamw or adam; if left out, muon, and adam with --paper-size."
    ),
]
Rate = Annotated[
    float | None,
    typer.Option(
        "--learning-rate", metavar="X", help="Its largest value; if left out, 0.003, and 0.0001 with --paper-size."
    ),
]
Redraw = Annotated[
    float,
    typer.Option("--max-redraw-rate", metavar="P", help="Train with rewards redrawn at rates up to this, in [0, 1]."),
]
PaperSize = Annotated[
    bool, typer.Option("--paper-size", help="The published network and the released recipe: hours on a processor.")
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Decides first weights and tasks.")]
Precision = Annotated[str | None, typer.Option("--precision", metavar="NAME", help="fp32 or bf16; if left out, fp32.")]
Compile = Annotated[bool, typer.Option("--compile", help="Compile blocks first; pays for large networks.")]
Device = Annotated[str, typer.Option("--device", metavar="NAME", help="cpu, or a device of torch such as cuda.")]
Threads = Annotated[
    int, typer.Option("--threads", metavar="N", min=1, help="Threads; one is quickest for small networks.")
]
HeldOut = Annotated[int, typer.Option("--held-out", metavar="N", min=2, help="Held-out tasks that it is judged on.")]


def command(
    out: Out = None,
    tokens: Tokens = None,
    noise: Noise = "released",
    loss: Loss = "ranking",
    reward: Reward = None,
    layers: Layers = None,
    heads: Heads = None,
    width: Width = None,
    attention: Attention = "softmax",
    feed_forward: FeedForward = True,
    steps: Steps = None,
    batch: BatchSize = None,
    optimizer: Optimizer = None,
    learning_rate: Rate = None,
    max_redraw_rate: Redraw = 0.0,
    paper_size: PaperSize = False,
    seed: Seed = 1,
    precision: Precision = None,
    compile_: Compile = False,
    device: Device = "cpu",
    threads: Threads = 1,
    held_out: HeldOut = 8192,
    json: options.Json = False,
) -> None:
    """Train a small transformer to align in context, and judge it beside rules that need no training.

    It reads responses with a critic's rewards and learns to rank them by a prediction of the right answer, which it
    never sees. The default takes about half a minute, most of it judging. With --out, a checkpoint is written every 100
    steps, at the end and when Ctrl-C stops it, which waits for the step under way; started again with the same folder,
    it goes on to the same curve.
    """
    from redraft.cli.views import lab_train

    chosen = lab_train.Chosen(
        tokens=tokens,
        paper_size=paper_size,
        aligner={
            "n_layers": layers,
            "n_heads": heads,
            "width": width,
            "attention": attention,
            "has_feed_forward": feed_forward,
        },
        tasks={"noise": noise},
        training={
            "steps": steps,
            "batch": batch,
            "optimizer": optimizer,
            "learning_rate": learning_rate,
            "max_redraw_rate": max_redraw_rate,
            "loss": loss,
            "reward": reward or ("squared" if noise == "text" else "cosine"),
            "seed": seed,
            "precision": precision,
            "compiled": compile_,
        },
    )
    lab_train.trained(chosen, out=out, device=device, n_threads=threads, n_held_out=held_out, as_json=json)
