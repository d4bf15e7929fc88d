import base64

import pytest

from redraft.critics.private_data.tokens import find_keys, find_tokens

LETTERS = "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17Xe3Kd8Gf2Hj6Lp5MnVbCxZaSdFgH"
HEADER = base64.urlsafe_b64encode(b'{"alg": "HS256"}').decode().rstrip("=")


def found(text: str) -> list[str]:
    return [hit.what for hit in find_tokens(text)]


@pytest.mark.parametrize(
    ("token", "service"),
    [
        ("AKIA" + "QWERTYUIOP234567", "AWS"),
        ("ghp_" + LETTERS[:36], "GitHub"),
        ("glpat-" + LETTERS[:20], "GitLab"),
        ("xoxb-123456789012-" + LETTERS[:24], "Slack"),
        ("sk_live_" + LETTERS[:24], "Stripe"),
        ("AIza" + LETTERS[:35], "Google"),
        ("sk-ant-api03-" + LETTERS[:48], "Anthropic"),
        ("sk-proj-" + LETTERS[:48], "OpenAI"),
        ("npm_" + LETTERS[:36], "npm"),
        ("pypi-AgEI" + LETTERS[:60], "PyPI"),
        (f"{HEADER}.{LETTERS[:20]}.{LETTERS[:43]}", "JWT"),
    ],
)
def test_a_token_is_known_by_its_prefix(token: str, service: str) -> None:
    assert found(f"export KEY={token}\n") == [service]


@pytest.mark.parametrize(
    "text",
    [
        "ghp_" + "x" * 36,
        "AKIA" + "A" * 16,
        "ghp_short",
        "eyJhbGciOiJIUzI1NiJ9",
        f"eyJub3Q.{LETTERS[:20]}.{LETTERS[:20]}",
        "https://a.io:8080/x@y",
    ],
)
def test_placeholders_and_fragments_are_no_tokens(text: str) -> None:
    assert found(text) == []


def test_a_key_block_is_found_whole_or_cut_off() -> None:
    block = f"-----BEGIN RSA PRIVATE KEY-----\n{LETTERS}\n{LETTERS}\n"
    whole = f"{block}-----END RSA PRIVATE KEY-----"
    assert [hit.value for hit in find_keys(f"x {whole} y")] == [whole]
    assert len(list(find_keys(block))) == 1
    assert list(find_keys("It begins with -----BEGIN PRIVATE KEY----- and is followed by base 64.")) == []


def test_a_header_nested_deeper_than_can_be_read_stops_nothing() -> None:
    header = base64.urlsafe_b64encode(b'{"a":' + b"[" * 1400).decode().rstrip("=")
    assert list(find_tokens(f"{header}.abcdEFGH.{'a1B2' * 6}")) == []
