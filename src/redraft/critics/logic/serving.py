"""The worker's side: programs come in as lines of JSON, outcomes go out as lines of JSON."""

import json
import os
import resource
import sys
from collections.abc import Mapping
from typing import Any, TextIO

# More than any program needs that is decided at all; beyond it the worker ends and takes nothing along.
MAX_MEMORY_BYTES = 2 << 30


def serve() -> None:
    """Decide programs until the input ends; the first line out says that the solvers are loaded."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    # A crash is an answer too (`workers` sees the end of the pipe) and leaves no core file.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What a solver may print must not mix with the replies.
    replies = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    from redraft.critics.logic.deciding import decide
    from redraft.critics.logic.outcome import to_plain
    from redraft.critics.logic.settings import Settings

    _answer(replies, {"ready": True})
    for line in sys.stdin:
        asked = json.loads(line)
        outcome = decide(asked["text"], Settings(**asked["settings"]))
        _answer(replies, to_plain(outcome))


def _answer(replies: TextIO, plain: Mapping[str, Any]) -> None:
    print(json.dumps(plain), file=replies, flush=True)
