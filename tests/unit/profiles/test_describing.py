import asyncio
import subprocess
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from redraft.profiles.describing import described, is_secret, without_credentials


def made(limit: float) -> Any:
    return lambda text: len(text) < limit


class Plain:
    def __init__(self, **fields: Any) -> None:
        self.__dict__ |= fields


@dataclass
class Kept:
    n: int = 1
    seed: int = 0
    cache: dict[str, int] = field(default_factory=dict, compare=False)


def test_functions_differ_by_code_constants_defaults_and_what_they_close_over() -> None:
    functions = [lambda t: 0.9, lambda t: 0.1, lambda t, n=1: n, lambda t, n=2: n, made(3), made(4), len, max]
    functions += [partial(made, 1), partial(made, 2), Plain(n=1).__init__, Plain(n=2).__init__, "a".count, "b".count]
    found = [str(described(one)) for one in functions]
    assert len(set(found)) == len(found) - 1  # bound methods of builtins go by their name
    assert described(made(3)) == described(made(3))


def test_things_differ_by_their_fields_and_not_by_what_they_found_out() -> None:
    assert described(Kept(n=1)) != described(Kept(n=2))
    assert described(Kept(n=1, seed=1, cache={"a": 1})) == described(Kept(n=1, seed=2))
    assert described(Plain(n=1, _hidden=2)) != described(Plain(n=1, _hidden=3))
    assert described({"b": 1, "a": 2}) == described({"a": 2, "b": 1})
    assert described({"x", "y"}) == described({"y", "x"})
    assert described(np.array([1.0, 2.0])) != described(np.array([1.0, 3.0]))
    assert described(b"ab") != described(b"ac")
    assert described(Path("one/tests.py")) == described(Path("two/tests.py")) == "tests.py"


def test_classes_differ_by_what_they_do() -> None:
    def kind(limit: float) -> Any:
        class Critic:
            if limit > 1:

                def examine(self) -> float:
                    return 0.9
            else:

                def examine(self) -> float:
                    return 0.1

        return Critic()

    assert described(kind(1)) != described(kind(2))
    assert described(kind(2)) == described(kind(3))


def test_long_values_are_kept_as_their_hash() -> None:
    assert described("x" * 400) == "x" * 400
    assert described("x" * 401).startswith("sha256:")
    assert described(list(range(1000))) != described(list(range(1, 1001)))


def test_what_cannot_be_described_goes_by_its_type() -> None:
    async def lock() -> Any:
        return described(Plain(lock=asyncio.Lock()))

    assert asyncio.run(lock())["lock"] == {"is": "Lock"}
    turned: list[Any] = []
    turned.append(turned)
    assert "list" in str(described(turned))


@pytest.mark.parametrize("name", ["api_key", "key", "apikey", "token", "auth_token", "password", "headers", "API_KEY"])
def test_no_secret_is_described(name: str) -> None:
    assert "s3cret" not in str(described(Plain(**{name: "s3cret"})))
    assert "s3cret" not in str(described({name: "s3cret"}))
    assert not any(is_secret(one, "x") for one in ("max_tokens", "keyword", "n_tokens", "monkey", "window_tokens"))
    assert described(Plain(sort_key=len)) != described(Plain(sort_key=max))


def test_addresses_lose_what_may_be_secret() -> None:
    assert without_credentials("https://ann:s3cret@host:8/v1?key=s3cret#m") == "https://host:8/v1#m"
    assert without_credentials("see https://host/?a=b for more") == "see https://host/?a=b for more"


def test_another_process_describes_the_same() -> None:
    code = (
        "from redraft.profiles.describing import described\n"
        "print(described([lambda t: t in {'a', 'b', 'c', 'd'}, {'x', 'y', 'z'}]))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONPATH": str(Path(__file__).resolve().parents[3] / "src"), "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1
