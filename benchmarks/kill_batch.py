"""Whether a batch survives ``kill -9``: killed over and over in the middle, it ends with one record for each prompt.

A batch of corrections runs against a fake endpoint that counts. After a random number of further calls it is killed,
with no chance to tidy up, and started again by the same command::

    python benchmarks/kill_batch.py            # 20 kills, one to five minutes
    python benchmarks/kill_batch.py --kills 3  # a look, not a result

It prints what it found and writes ``benchmarks/results/kill_batch.json``.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from fake_server import Behaviour, FakeServer, serving
from measuring import write_result
from redraft.store import RecordStore

CALLS_PER_PROMPT = 4
"""Draft, check, redraft, check; the checks find fault, so that every prompt takes all of them."""

LATENCY_S = 0.02
CHECK = "Then end with one line that holds your verdict"
BEHAVIOUR = Behaviour(latency_s=LATENCY_S, replies=[(CHECK, "I doubt it.\nVerdict: fail")])

# `redraft run`, from wherever the package is found: no script has to be installed.
REDRAFT = [sys.executable, "-c", "from redraft.cli import main; main()"]


@dataclass(frozen=True, kw_only=True)
class Survival:
    """What was found after the last run ended by itself.

    Attributes:
        n_prompts: prompts in the input.
        concurrency: corrections side by side, each of which makes one call at a time.
        n_kills: kills while corrections were under way.
        n_records: records in the store.
        n_prompts_with_one_record: prompts that have exactly one.
        in_order: whether the output has one whole line for each prompt, in the order of the input.
        n_calls: calls that reached the endpoint.
        n_repeated: those of them that had reached it before.
        most_repeated_after_one_kill: the most that were repeated between two kills.
    """

    n_prompts: int
    concurrency: int
    n_kills: int
    n_records: int
    n_prompts_with_one_record: int
    in_order: bool
    n_calls: int
    n_repeated: int
    most_repeated_after_one_kill: int

    @property
    def survived(self) -> bool:
        """Whether nothing was lost, nothing is there twice, and no more was repeated than was in flight."""
        return (
            self.n_records == self.n_prompts_with_one_record == self.n_prompts
            and self.in_order
            and self.n_repeated <= self.concurrency * self.n_kills
            and self.most_repeated_after_one_kill <= self.concurrency
        )


def survive(folder: Path, *, n_prompts: int, n_kills: int, concurrency: int = 8, seed: int = 0) -> Survival:
    """Run a batch in `folder`, kill it `n_kills` times, let it end, and look at what is there.

    Args:
        folder: an empty folder.
        n_prompts: prompts; enough that each part between two kills has some work to do.
        n_kills: kills while corrections are under way.
        concurrency: corrections side by side.
        seed: decides after how many calls each kill comes.
    """
    source, output, store = folder / "in.jsonl", folder / "out.jsonl", folder / "store.db"
    source.write_text(
        "".join(json.dumps({"id": f"p{k}", "prompt": f"What is {k} + {k}?"}) + "\n" for k in range(n_prompts))
    )
    rng = random.Random(seed)
    per_part = n_prompts * CALLS_PER_PROMPT // (n_kills + 1)
    repeated: list[int] = []
    with serving(BEHAVIOUR) as server:
        command = [*REDRAFT, "run", str(source), str(output), "--model", f"{server.url}#fake", "--critic", "self_check"]
        command += ["--concurrency", str(concurrency)]
        environ = {**os.environ, "REDRAFT_STORE__URL": str(store)}
        for _ in range(n_kills):
            before = n_repeated(server)
            _run_and_kill(command, environ, server, server.stats.n_calls + rng.randint(per_part // 2, per_part))
            repeated.append(n_repeated(server) - before)
        before = n_repeated(server)
        subprocess.run(command, env=environ, check=True, capture_output=True)
        repeated.append(n_repeated(server) - before)
        # What a run repeats was in flight when the run before it was killed.
        assert repeated.pop(0) == 0
        n_calls, n_all_repeated = server.stats.n_calls, n_repeated(server)
    records = Counter(asyncio.run(_prompt_ids(store)))
    lines = [json.loads(line) for line in output.read_text().splitlines()]
    return Survival(
        n_prompts=n_prompts,
        concurrency=concurrency,
        n_kills=n_kills,
        n_records=records.total(),
        n_prompts_with_one_record=sum(records[f"p{k}"] == 1 for k in range(n_prompts)),
        in_order=[line["id"] for line in lines] == [f"p{k}" for k in range(n_prompts)],
        n_calls=n_calls,
        n_repeated=n_all_repeated,
        most_repeated_after_one_kill=max(repeated, default=0),
    )


def n_repeated(server: FakeServer) -> int:
    """Calls that asked what an earlier call had asked."""
    # The cache key names the attempt at a prompt and changes no answer: it is no part of what is asked.
    asked = [json.dumps({**body, "prompt_cache_key": None}, sort_keys=True) for body in server.requests]
    return len(asked) - len(set(asked))


def _run_and_kill(command: list[str], environ: dict[str, str], server: FakeServer, n_calls: int) -> None:
    """Start the batch and kill it when the server has counted `n_calls`."""
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        while server.stats.n_calls < n_calls:
            if process.poll() is not None:
                assert process.stderr is not None
                raise RuntimeError(
                    f"the batch ended before it was killed; give it more prompts\n{process.stderr.read()}"
                )
            time.sleep(LATENCY_S / 10)
        process.kill()


async def _prompt_ids(store: Path) -> list[str]:
    with RecordStore.open(str(store)) as opened:
        return [summary.prompt_id for summary in await opened.list(limit=None)]


def main() -> None:
    """Measure and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    kills = parser.parse_args().kills
    with tempfile.TemporaryDirectory() as folder:
        found = survive(Path(folder), n_prompts=20 * (kills + 1), n_kills=kills)
    for name, value in asdict(found).items():
        print(f"{name:32} {value}")
    print(f"{'survived':32} {found.survived}")
    if kills >= 20:
        print(write_result("kill_batch", {**asdict(found), "survived": found.survived}))
    sys.exit(0 if found.survived else 1)


if __name__ == "__main__":
    main()
