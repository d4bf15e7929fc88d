import pytest

from redraft.critics.private_data.passwords import bits_per_character, find_passwords


def found(text: str) -> list[str]:
    return [hit.value for hit in find_passwords(text)]


@pytest.mark.parametrize(
    "text",
    [
        "password = 'hG7!kd02'",
        "PASSWORD: hG7!kd02",
        '"api_key": "hG7!kd02"',
        "The password is hG7!kd02.",
        "密碼：hG7!kd02",
        "pwd=hG7!kd02\n",
    ],
)
def test_a_secret_behind_its_label_is_found(text: str) -> None:
    assert found(text) == ["hG7!kd02"]


@pytest.mark.parametrize(
    "text",
    [
        "password = get_password()", "api_key=os.environ['KEY']", "password: required", "The password is wrong.",
        "api_key = 'your_api_key_1'", "password = user.password2", "secret_key = settings.SECRET_KEY_1",
        "password=********", "password = '<password1>'", "access_token = tokens[0]",
        "password = f'{name}1234'", "api_key: sk-xxxx1234",
    ],
)  # fmt: skip
def test_programs_placeholders_and_words_are_no_secrets(text: str) -> None:
    assert found(text) == []


def test_entropy_is_in_bits_for_each_character() -> None:
    assert bits_per_character("aaaa") == 0
    assert bits_per_character("abcd") == 2


@pytest.mark.parametrize(
    "address",
    [
        "postgres://user:password@localhost:5432/db",
        "https://user:pass@host.com/",
        "mysql://root:${DB_PW}@db/x",
        "postgres://ann:YOUR_PASSWORD@db",
        "amqp://guest:guest@localhost//",
    ],
)
def test_what_manuals_write_for_a_password_in_an_address_is_none(address: str) -> None:
    assert list(find_passwords(address)) == []


def test_an_address_may_have_a_password_without_a_name() -> None:
    (hit,) = find_passwords("redis://:Tr0ub4dor33@cache:6379/0")
    assert hit.value == "Tr0ub4dor33"
