import builtins
from typing import Any

import pytest

from redraft.critics.private_data import PrivateData, identities
from redraft.critics.private_data.identities import chinese, find_identities, taiwanese
from redraft.errors import MissingExtra


def found(text: str) -> list[str]:
    return [hit.what for hit in find_identities(text)]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("CPF 914.177.763-82", "BR"),
        ("number 110101199203128513", "CN"),
        ("SSN: 536-90-4399", "US"),
        ("DNI 15000806E", "ES"),
        ("RSSMRA85T10A562S", "IT"),
        ("身分證字號 A123456789", "TW"),
        ("SSN 536904399", "US"),
        ("my social security number is 536 90 4399", "US"),
    ],
)
def test_a_number_of_a_person_is_found(text: str, country: str) -> None:
    assert found(text) == [country]


@pytest.mark.parametrize(
    "text", ["CPF 914.177.763-83", "110101199213128513", "DNI 15000806F", "the part 15000806E", "A123456788"]
)
def test_a_wrong_digit_or_a_missing_label_is_no_number_of_a_person(text: str) -> None:
    assert found(text) == []


def test_check_digits_of_china_and_taiwan_are_counted_here() -> None:
    assert chinese("11010519491231002X")
    assert not chinese("110105194912310021")
    assert taiwanese("A123456789")
    assert not taiwanese("A123456780")


def test_without_its_package_numbers_of_people_are_left_out_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(f"No module named {name!r}")

    identities._validator.cache_clear()
    monkeypatch.setattr(identities.importlib, "import_module", missing)
    try:
        assert not identities.is_installed()
        with pytest.raises(MissingExtra, match=r"pip install 'redraft\[safety\]'"):
            PrivateData(kinds=["national_id"])
        assert PrivateData().version != PrivateData(kinds=["email"]).version
    finally:
        identities._validator.cache_clear()
    assert builtins.__import__("stdnum") is not None
