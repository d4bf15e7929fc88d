"""`redraft eval embedded` on both training seeds, kept as text and as JSON.

``python benchmarks/embedded_eval.py``; the shipped weights are seed 0, those of seed 1 lie in ``embedded_seed1/``.
"""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from measuring import FOLDER, write_result
from redraft.evals.embedded import EmbeddedEvalConfig, as_text, evaluate_embedded
from redraft.models.local import EMBEDDED_FOLDER

WEIGHTS = {"seed 0 (shipped)": EMBEDDED_FOLDER / "ct2", "seed 1": FOLDER / "embedded_seed1" / "ct2"}


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prompts", type=int, default=1000, help="prompts for each condition of pref and count")
    parser.add_argument("--quick", action="store_true", help="60 prompts, nothing written")
    parsed = parser.parse_args()
    n_prompts = 60 if parsed.quick else parsed.prompts
    config = EmbeddedEvalConfig(weights=WEIGHTS, n_prompts=n_prompts)
    result = evaluate_embedded(config, on_progress=lambda line: print(line, file=sys.stderr, flush=True))
    print(as_text(result))
    if not parsed.quick:
        path = write_result("embedded_eval", {"n_prompts": n_prompts, "seed": config.seed, **asdict(result)})
        Path(path).with_suffix(".txt").write_text(as_text(result) + "\n")


if __name__ == "__main__":
    main()
