import pytest

from redraft.critics.private_data.contacts import find_emails, find_phones


def emails(text: str) -> list[str]:
    return [hit.value for hit in find_emails(text)]


def phones(text: str) -> list[str]:
    return [hit.value for hit in find_phones(text)]


@pytest.mark.parametrize("address", ["jane.doe@acme.io", "j+d@mail.acme.co.uk", "X_9@acme.info"])
def test_an_address_is_found_inside_a_sentence(address: str) -> None:
    assert emails(f"Write to <{address}>, or {address}.") == [address, address]


@pytest.mark.parametrize("text", ["logo@2x.png", "user@host.local", "a@b", "@acme.io", "a@b..io", "x=foo@bar.py"])
def test_names_of_files_and_fragments_are_no_addresses(text: str) -> None:
    assert emails(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Call +49 (0)30 901820 now", "+49 (0)30 901820"),
        ("(212) 736-5000", "(212) 736-5000"),
        ("212.736.5000", "212.736.5000"),
        ("Tel.: 030 90182034", "030 90182034"),
        ("電話：02 2720 8889", "02 2720 8889"),
        ("電話：02-2720-8889", "02-2720-8889"),
    ],
)
def test_telephone_numbers_in_clear_forms_are_found(text: str, number: str) -> None:
    assert phones(text) == [number]


@pytest.mark.parametrize(
    "text", ["5 +12345678901", "x+4930901820", "112-736-5000", "212-736-50001", "1234567890", "+999 1234567"]
)
def test_sums_and_plain_digits_are_no_telephone_numbers(text: str) -> None:
    assert phones(text) == []


@pytest.mark.parametrize(
    "address", ["git@github.com:org/repo.git", "https://user:pass@host.com/", "ssh://jane@host.com/x"]
)
def test_what_stands_before_the_host_of_an_address_is_no_mailbox(address: str) -> None:
    assert emails(address) == []
    assert emails(f"{address} jane@acme.io") == ["jane@acme.io"]
