"""The same content has the same address."""

from dataclasses import replace

from redraft.core import Message, Request
from redraft.models.address import address_of

REQUEST = Request(messages=(Message.of("user", "hello"),), temperature=0.5, seed=3, extra={"a": 1, "b": 2})


def test_the_address_is_the_same_in_every_process() -> None:
    assert len(address_of("m", REQUEST)) == 64
    assert address_of("m", REQUEST) == address_of("m", replace(REQUEST))


def test_the_order_of_keys_and_the_cache_key_do_not_show() -> None:
    other = replace(REQUEST, extra={"b": 2, "a": 1}, cache_key="correction 7")
    assert address_of("m", other) == address_of("m", REQUEST)


def test_everything_that_can_change_the_answer_shows() -> None:
    others = [
        replace(REQUEST, messages=(Message.of("user", "hello!"),)),
        replace(REQUEST, messages=(Message.of("system", "hello"),)),
        replace(REQUEST, temperature=0.6),
        replace(REQUEST, seed=4),
        replace(REQUEST, n=2),
        replace(REQUEST, stop=("x",)),
        replace(REQUEST, max_tokens=5),
        replace(REQUEST, extra={"a": 1}),
    ]
    addresses = {address_of("m", request) for request in [REQUEST, *others]} | {address_of("other", REQUEST)}
    assert len(addresses) == len(others) + 2


def test_half_a_character_has_an_address_too() -> None:
    broken = replace(REQUEST, messages=(Message.of("user", "a\ud800b"),))
    assert len({address_of("m", broken), address_of("m", REQUEST)}) == 2
