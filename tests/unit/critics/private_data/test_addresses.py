import pytest

from redraft.critics.private_data.addresses import find_addresses


def found(text: str) -> list[str]:
    return [hit.value for hit in find_addresses(text)]


def test_public_addresses_of_both_forms_are_found() -> None:
    assert found("from 85.214.132.117 and 2a02:2e0:3fe:1001:302::") == ["85.214.132.117", "2a02:2e0:3fe:1001:302::"]


@pytest.mark.parametrize(
    "text",
    [
        "172.16.0.1",
        "127.0.0.1",
        "203.0.113.7",
        "1.2.3.4",
        "version 85.214.1.2",
        "v85.2.3.4",
        "300.1.2.3",
        "std::vector",
        "::1",
        "12:30:45",
    ],
)
def test_private_reserved_and_small_ones_say_nothing_of_anybody(text: str) -> None:
    assert found(text) == []
