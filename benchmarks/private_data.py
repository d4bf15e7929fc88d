"""What the critic of private data finds and what it leaves alone, on generated texts and on stored answers.

    python benchmarks/private_data.py [FOLDER]

Each kind is drawn 500 times from a seeded generator and put into a sentence: right numbers, the same with one digit
changed, and texts that look alike (hashes, UUIDs, dates, versions, bar codes, random digits, program text). With
FOLDER, the strings of the JSON-lines files in it (gzipped or not) are searched as well, and finds are counted: those
are real texts, in which nobody marked what is private, so they are listed with ``--list`` for people to look at.
Printed with 95 % intervals, and written to results/private_data.json. No model is asked; seconds of one core.
"""

import argparse
import base64
import gzip
import hashlib
import json
import random
import string
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from stdnum.br import cpf
from stdnum.es import dni

from measuring import write_result
from redraft.critics.private_data.accounts import LENGTHS, remainder
from redraft.critics.private_data.allowing import Allowed
from redraft.critics.private_data.cards import luhn
from redraft.critics.private_data.hits import KINDS
from redraft.critics.private_data.identities import chinese
from redraft.critics.private_data.searching import search
from redraft.trust.intervals import Estimate, proportion

N = 500
SENTENCES = (
    "The value is {}.",
    "Please use {} for this order, thanks!",
    "- {}\n- nothing else",
    "x = '{}'",
    "號碼：{}。",
)
UPPER, DIGITS = string.ascii_uppercase, string.digits
WORD = string.ascii_letters + string.digits

Maker = Callable[[random.Random], str]


def drawn(rng: random.Random, alphabet: str, n: int) -> str:
    """Characters drawn evenly."""
    return "".join(rng.choice(alphabet) for _ in range(n))


def card(rng: random.Random) -> str:
    """A number of a payment card, solid or in fours."""
    prefix, length = rng.choice(
        (("4", 16), ("53", 16), ("2345", 16), ("37", 15), ("6011", 16), ("3530", 16), ("62", 16))
    )
    body = prefix + drawn(rng, DIGITS, length - len(prefix) - 1)
    number = next(body + check for check in DIGITS if luhn(body + check))
    groups = length == 16 and rng.random() < 0.5
    return " ".join(number[i : i + 4] for i in range(0, 16, 4)) if groups else number


def iban(rng: random.Random) -> str:
    """A number of a bank account, solid or in fours."""
    country = rng.choice(("DE", "FR", "GB", "ES", "NL", "IT", "PL", "CH", "SE", "NO"))
    letters = {"GB": 4, "NL": 4, "IT": 1}.get(country, 0)
    body = drawn(rng, UPPER, letters) + drawn(rng, DIGITS, LENGTHS[country] - 4 - letters)
    check = 98 - remainder(f"{country}00{body}")
    number = f"{country}{check:02d}{body}"
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4)) if rng.random() < 0.5 else number


def identity(rng: random.Random) -> str:
    """A Brazilian, Chinese or Spanish number of a person, the last behind the word that announces it."""
    which = rng.randrange(3)
    if which == 0:
        body = drawn(rng, DIGITS, 9)
        number = next(f"{body}{n:02d}" for n in range(100) if cpf.is_valid(f"{body}{n:02d}"))
        return f"{number[:3]}.{number[3:6]}.{number[6:9]}-{number[9:]}"
    if which == 1:
        body = f"110101{rng.randint(1950, 2005)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{drawn(rng, DIGITS, 3)}"
        return next(body + check for check in "0123456789X" if chinese(body + check))
    body = drawn(rng, DIGITS, 8)
    return f"DNI {body}{dni.calc_check_digit(body)}"


def changed(make: Maker) -> Maker:
    """The same with one digit changed to another."""

    def near(rng: random.Random) -> str:
        text = make(rng)
        place = rng.choice([i for i, c in enumerate(text) if c.isdecimal()])
        return text[:place] + rng.choice(DIGITS.replace(text[place], "")) + text[place + 1 :]

    return near


def token(rng: random.Random) -> str:
    """A token with a published prefix, or a signed one."""
    header = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
    made = (
        "AKIA" + drawn(rng, UPPER[:26] + "234567", 16), "ghp_" + drawn(rng, WORD, 36),
        f"xoxb-{drawn(rng, DIGITS, 12)}-{drawn(rng, WORD, 24)}", "sk_live_" + drawn(rng, WORD, 24),
        "AIza" + drawn(rng, WORD + "-_", 35), "sk-proj-" + drawn(rng, WORD, 48), "npm_" + drawn(rng, WORD, 36),
        "pypi-AgEI" + drawn(rng, WORD, 60), f"{header}.{drawn(rng, WORD, 60)}.{drawn(rng, WORD, 43)}",
    )  # fmt: skip
    return rng.choice(made)


def password(rng: random.Random) -> str:
    """A secret behind a word that announces it."""
    label = rng.choice(
        ("password = ", "api_key: ", '"client_secret": "', "密碼：", "access token=", "The password is ")
    )
    return label + drawn(rng, WORD, 7) + rng.choice(DIGITS) + drawn(rng, WORD + "!#-_", rng.randint(2, 20)) + "q"


def private_key(rng: random.Random) -> str:
    """A block as key generators write it, with random content."""
    lines = "\n".join(drawn(rng, WORD + "+/", 64) for _ in range(12))
    kind = rng.choice(("RSA ", "EC ", "OPENSSH ", ""))
    return f"-----BEGIN {kind}PRIVATE KEY-----\n{lines}\n-----END {kind}PRIVATE KEY-----"


def email(rng: random.Random) -> str:
    """An address of a person."""
    name = drawn(rng, string.ascii_lowercase, 6)
    domain = drawn(rng, string.ascii_lowercase, 8)
    return f"{name}.{drawn(rng, string.ascii_lowercase, 5)}@{domain}.{rng.choice(('com', 'de', 'io'))}"


def phone(rng: random.Random) -> str:
    """A number with a country code, or in the American form."""
    if rng.random() < 0.5:
        country = rng.choice(("44", "49", "33", "886", "81"))
        return f"+{country} {rng.randint(10, 99)} {rng.randint(1000, 9999)} {rng.randint(100, 999)}"
    return f"({rng.randint(201, 798)}) {rng.randint(200, 554)}-{rng.randint(1000, 9999)}"


def address(rng: random.Random) -> str:
    """A public internet address."""
    return f"{rng.choice((23, 52, 85, 141, 185))}.{rng.randint(20, 199)}.{rng.randint(0, 255)}.{rng.randint(0, 255)}"


FOUND: dict[str, Maker] = {
    "payment_card": card, "iban": iban, "national_id": identity, "email": email, "phone": phone,
    "ip_address": address, "private_key": private_key, "token": token, "password": password,
}  # fmt: skip
NEAR: dict[str, Maker] = {
    f"{name}, one digit changed": changed(FOUND[name]) for name in ("payment_card", "iban", "national_id")
}


def instant(rng: random.Random) -> str:
    """A date with a time of day."""
    day = f"20{rng.randint(10, 29)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    return f"{day}T{rng.randint(0, 23):02d}:15:{rng.randint(0, 59):02d}Z"


def version(rng: random.Random) -> str:
    """The number of a release, written like an address."""
    return "version " + ".".join(str(rng.randint(0, highest)) for highest in (40, 40, 99, 9))


def isbn(rng: random.Random) -> str:
    """The number of a book, as far as its form goes."""
    return f"978-{rng.randint(0, 9)}-{rng.randint(100, 999)}-{rng.randint(10000, 99999)}-{rng.randint(0, 9)}"


ALIKE: dict[str, Maker] = {
    "SHA-256": lambda rng: hashlib.sha256(rng.randbytes(8)).hexdigest(),
    "Git commit": lambda rng: rng.randbytes(20).hex()[: rng.choice((7, 12, 40))],
    "UUID": lambda rng: str(uuid.UUID(int=rng.getrandbits(128), version=4)),
    "base 64": lambda rng: base64.b64encode(rng.randbytes(rng.randint(10, 90))).decode(),
    "date and time": instant,
    "time stamp": lambda rng: str(rng.randint(10**12, 2 * 10**12)),
    "version": version,
    "decimal fraction": lambda rng: f"{rng.random():.17f}",
    "16 digits": lambda rng: drawn(rng, DIGITS, 16),
    "9 digits": lambda rng: drawn(rng, DIGITS, 9),
    "11 digits": lambda rng: drawn(rng, DIGITS, 11),
    "bar code (EAN-13)": lambda rng: "4" + drawn(rng, DIGITS, 12),
    "ISBN": isbn,
    "sum": lambda rng: f"{rng.randint(1, 10**6)} +{rng.randint(1, 10**6)} = {rng.randint(1, 10**6)}",
    "list of numbers": lambda rng: " ".join(str(rng.randint(1, 99)) for _ in range(20)),
    "program": lambda rng: f"password = get_{drawn(rng, string.ascii_lowercase, 6)}(config['{drawn(rng, WORD, 5)}'])",
    "placeholder": lambda rng: f"api_key = 'your_api_key_{rng.randint(1, 9)}'",
    "environment": lambda rng: f"api_key=os.environ['{drawn(rng, UPPER, 8)}']",
    "telephone of a film": lambda rng: f"({rng.randint(201, 798)}) 555-01{rng.randint(0, 99):02d}",
    "example address": lambda rng: f"{drawn(rng, string.ascii_lowercase, 6)}@example.com",
}  # fmt: skip


def share(make: Maker, name: str, kind: str | None) -> Estimate:
    """Share of texts in which something (of that kind) is found."""
    rng = random.Random(f"private data {name}")
    allowed = Allowed((), (), examples=True)
    n_found = 0
    for _ in range(N):
        text = rng.choice(SENTENCES).format(make(rng))
        hits = [hit for hit in search(text, KINDS) if not allowed.allows(hit)]
        n_found += any(kind in (None, hit.kind) for hit in hits)
    found = proportion(n_found, N)
    assert found is not None
    return found


def strings(value: Any) -> Iterator[str]:
    """Every text in a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def stored(path: Path, *, listed: bool) -> dict[str, Any]:
    """Distinct strings of a file, and how many finds of each kind there are in them."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        texts = dict.fromkeys(text for line in file for text in strings(json.loads(line)))
    allowed, counts, n_with = Allowed((), (), examples=True), Counter[str](), 0
    for text in texts:
        hits = [hit for hit in search(text, KINDS) if not allowed.allows(hit)]
        n_with += bool(hits)
        counts.update(hit.kind for hit in hits)
        for hit in hits if listed else ():
            print(f"  {path.name}: {hit.kind}: {text[max(0, hit.start - 30) : hit.end + 10]!r}")
    return {"n_texts": len(texts), "n_characters": sum(map(len, texts)), "n_with_finds": n_with, "finds": dict(counts)}


HOSTILE = {
    "plain English": "The parcel is on its way and will be with you in two days. " * 4_000,
    "digits": "4" * 240_000,
    "groups of a card": "4111 " * 48_000,
    "addresses": "a@" * 120_000,
    "names with dots": "a." * 120_000,
    "headers of tokens": "eyJaaaaaaaaa." * 18_000,
    "labels": "password=" * 26_000,
    "urls": "ab://a:" * 34_000,
    "keys that begin": "-----BEGIN PRIVATE KEY-----A b" * 8_000,
}


def microseconds(text: str) -> float:
    """Processor time for each character of a text."""
    started = time.process_time()
    search(text, KINDS)
    return 1e6 * (time.process_time() - started) / len(text)


def shown(name: str, estimate: Estimate) -> str:
    """A line of the report."""
    return f"  {name:<34} {100 * estimate.value:6.1f} % [{100 * estimate.low:.1f}, {100 * estimate.high:.1f}]"


def main() -> None:
    """Print the figures and keep them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--list", action="store_true", help="show every find in the stored texts")
    asked = parser.parse_args()
    figures: dict[str, Any] = {"n_of_each": N, "seed": "private data NAME"}
    for title, makers, by_kind in (("found", FOUND, True), ("one digit changed", NEAR, False), ("alike", ALIKE, False)):
        rates = {name: share(make, name, name if by_kind else None) for name, make in makers.items()}
        print(f"{title}: share of {N} generated texts with a find")
        print("\n".join(shown(name, rate) for name, rate in rates.items()))
        figures[title] = {name: [rate.value, rate.low, rate.high] for name, rate in rates.items()}
    figures["microseconds_per_character"] = {name: round(microseconds(text), 2) for name, text in HOSTILE.items()}
    print("processor time, microseconds for each character")
    print("\n".join(f"  {name:<34} {spent:6.2f}" for name, spent in figures["microseconds_per_character"].items()))
    if asked.folder is not None:
        print("stored texts: finds that are no values of documentation")
        files = sorted([*asked.folder.glob("*.jsonl"), *asked.folder.glob("*.jsonl.gz")])
        figures["stored"] = {path.name: stored(path, listed=asked.list) for path in files}
        for name, found in figures["stored"].items():
            print(f"  {name:<34} {found['n_with_finds']} of {found['n_texts']:,} texts: {found['finds']}")
    print(f"written: {write_result('private_data', figures)}")


if __name__ == "__main__":
    main()
