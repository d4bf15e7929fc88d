"""Every exact construction against gradient descent, at all sizes that the theory lab promises.

    python benchmarks/constructions.py

Prints the tables and writes them to results/constructions.txt and results/constructions.json. Exits with 1 where an
error is larger than what is allowed: the bound that is proved, and 1e-12 (in float32 1e-5) for rounding. Takes a minute
or two of one core.
"""

import argparse
import json
import sys
import time
from pathlib import Path

from redraft.core.version import VERSION
from redraft.theory.verification.suite import Plan, as_plain, verify
from redraft.theory.verification.tables import in_text, sentences, tables_of

RESULTS = Path(__file__).resolve().parent / "results"


def main() -> int:
    """Verify, print, write; 0 where everything holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=200, help="problems in each cell")
    parser.add_argument("--seed", type=int, default=0, help="decides every draw")
    arguments = parser.parse_args()
    started = time.process_time()
    plan = Plan(n_draws=arguments.draws, seed=arguments.seed)
    verification = verify(plan, on_progress=_told)
    seconds = time.process_time() - started
    command = f"python benchmarks/constructions.py --draws {arguments.draws} --seed {arguments.seed}"
    head = f"{command}\nredraft {VERSION}; {len(verification.cells)} cells; {seconds:.0f} s of one core"
    text = "\n\n".join([head, "\n".join(sentences(verification)), in_text(tables_of(verification))]) + "\n"
    sys.stdout.write(text)
    (RESULTS / "constructions.txt").write_text(text, encoding="utf-8")
    plain = {"command": command, "redraft": VERSION, "seconds": round(seconds), **as_plain(verification)}
    (RESULTS / "constructions.json").write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
    return 1 if verification.failing else 0


def _told(share: float, words: str) -> None:
    if not sys.stderr.isatty():
        return
    sys.stderr.write(f"\r{share:4.0%} {words:40.40}")
    if share == 1:
        sys.stderr.write("\n")


if __name__ == "__main__":
    sys.exit(main())
