"""Numbers that states give to people, by python-stdnum: form, check digits, and dates and places inside them.

A form that is no other number's counts by itself; a plain row of digits only behind a word that announces it, because
every tenth row of digits has a right check digit by chance.
"""

import importlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from redraft.critics.private_data.hits import Hit
from redraft.errors import MissingExtra

_REACH = 40
"""Characters between a word and the number that it announces."""


class _Identity(NamedTuple):
    country: str
    module: str
    pattern: re.Pattern[str]
    label: re.Pattern[str] | None


def _identity(country: str, module: str, pattern: str, label: str | None = None) -> _Identity:
    before, after = r"(?<![\w.-])", r"(?![\w-])(?!\.[0-9])"
    announced = None if label is None else re.compile(rf"(?:{label})", re.IGNORECASE)
    return _Identity(country, module, re.compile(f"{before}{pattern}{after}", re.ASCII), announced)


_IDENTITIES = (
    _identity("BE", "be.nn", r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}-[0-9]{3}\.[0-9]{2}"),
    _identity("BR", "br.cpf", r"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}"),
    _identity("CH", "ch.ssn", r"756\.[0-9]{4}\.[0-9]{4}\.[0-9]{2}"),
    _identity("CL", "cl.rut", r"[0-9]{1,2}\.[0-9]{3}\.[0-9]{3}-[0-9Kk]"),
    _identity("CN", "cn", r"[1-8][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx]"),
    _identity("FI", "fi.hetu", r"[0-3][0-9][01][0-9]{3}[+A-][0-9]{3}[0-9A-Y]"),
    _identity("FR", "fr.nir", r"[12] ?[0-9]{2} ?[0-9]{2} ?[0-9AB]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}"),
    _identity("IT", "it.codicefiscale", r"[A-Z]{6}[0-9]{2}[A-EHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z]"),
    _identity("KR", "kr.rrn", r"[0-9]{2}[01][0-9][0-3][0-9]-[0-9]{7}"),
    _identity("MX", "mx.curp", r"[A-Z]{4}[0-9]{6}[HM][A-Z]{5}[0-9A-Z][0-9]"),
    _identity("TW", "tw", r"[A-Z][1289][0-9]{8}", r"身分證|身份證|統一證號|national id"),
    _identity("US", "us.ssn", r"[0-9]{3}-[0-9]{2}-[0-9]{4}"),
    _identity("US", "us.ssn", r"[0-9]{3} ?[0-9]{2} ?[0-9]{4}", r"\bssn\b|social security"),
    _identity("AU", "au.tfn", r"[0-9]{3} ?[0-9]{3} ?[0-9]{2,3}", r"\btfn\b|tax file"),
    _identity("AT", "at.vnr", r"[0-9]{4} ?[0-9]{6}", r"\bsvnr\b|sozialversicherung|\bvsnr\b"),
    _identity("BG", "bg.egn", r"[0-9]{10}", r"\begn\b|ЕГН"),
    _identity("CA", "ca.sin", r"[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}", r"\bsin\b|social insurance"),
    _identity("DE", "de.idnr", r"[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}", r"steuer-?id|steuerliche|\bidnr\b|tax id"),
    _identity("EE", "ee.ik", r"[1-6][0-9]{10}", r"isikukood"),
    _identity("ES", "es.dni", r"[0-9]{8}-?[A-Z]", r"\bdni\b|\bnif\b|identidad"),
    _identity("ES", "es.nie", r"[XYZ]-?[0-9]{7}-?[A-Z]", r"\bnie\b|\bnif\b|extranjero"),
    _identity("GB", "gb.nhs", r"[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}", r"\bnhs\b"),
    _identity("HR", "hr.oib", r"[0-9]{11}", r"\boib\b"),
    _identity("IL", "il.idnr", r"[0-9]{9}", r"teudat|israeli id|תעודת"),
    _identity("IN", "in_.aadhaar", r"[2-9][0-9]{3} ?[0-9]{4} ?[0-9]{4}", r"aadhaa?r|\buidai\b"),
    _identity("JP", "jp.in_", r"[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}", r"my number|マイナンバー|個人番号"),
    _identity("NL", "nl.bsn", r"[0-9]{4}\.?[0-9]{2}\.?[0-9]{3}", r"\bbsn\b|burgerservice"),
    _identity("NO", "no.fodselsnummer", r"[0-9]{6} ?[0-9]{5}", r"f(?:ø|o|oe)dselsnummer|personnummer"),
    _identity("PL", "pl.pesel", r"[0-9]{11}", r"\bpesel\b"),
    _identity("RO", "ro.cnp", r"[1-9][0-9]{12}", r"\bcnp\b"),
    _identity("SE", "se.personnummer", r"(?:[0-9]{2})?[0-9]{6}[+-]?[0-9]{4}", r"personnummer|personal number"),
    _identity("TR", "tr.tckimlik", r"[1-9][0-9]{10}", r"kimlik|\btckn\b"),
    _identity("ZA", "za.idnr", r"[0-9]{13}", r"south african id|\bsa id\b|\bid number\b"),
)


def find_identities(text: str) -> Iterator[Hit]:
    """Numbers of people, in order for each country.

    Raises:
        MissingExtra: when python-stdnum is not installed.
    """
    for identity in _IDENTITIES:
        valid = _ON_ITS_OWN.get(identity.module) or _validator(identity.module)
        for start, end in _places(identity, text):
            if valid(text[start:end].replace(" ", "")):
                yield Hit("national_id", start, end, text[start:end], identity.country, "check_digits")


def is_installed() -> bool:
    """Whether python-stdnum can be imported."""
    try:
        _validator("us.ssn")
    except MissingExtra:
        return False
    return True


def chinese(number: str) -> bool:
    """Whether a Chinese number holds a day of birth and ends with the check digit of ISO 7064, modulo 11-2.

    Counted here and not by python-stdnum, whose table of counties misses many.
    """
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    weighted = sum(int(digit) * (1 << (17 - place)) for place, digit in enumerate(number[:17]))
    return "10X98765432"[weighted % 11] == number[17].upper()


_PLACES = "ABCDEFGHJKLMNPQRSTUVXYWZIO"


def taiwanese(number: str) -> bool:
    """Whether the digits of a Taiwanese number, its letter read as 10 to 35, weigh up to a multiple of ten."""
    place = 10 + _PLACES.index(number[0])
    digits = [place // 10, place % 10, *map(int, number[1:])]
    weights: tuple[int, ...] = (1, *range(9, 0, -1), 1)
    return sum(weight * digit for weight, digit in zip(weights, digits, strict=True)) % 10 == 0


class _Place(NamedTuple):
    start: int
    end: int


def _places(identity: _Identity, text: str) -> Iterator[_Place]:
    if identity.label is None:
        for match in identity.pattern.finditer(text):
            yield _Place(match.start(), match.end())
        return
    done = 0
    for label in identity.label.finditer(text):
        # A number that two words announce is found once.
        found = identity.pattern.search(text, max(done, label.end()), min(len(text), label.end() + _REACH + 24))
        if found is not None and found.start() - label.end() <= _REACH:
            done = found.end()
            yield _Place(found.start(), found.end())


@cache
def _validator(module: str) -> Callable[[str], bool]:
    try:
        found: Any = importlib.import_module(f"stdnum.{module}")
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"numbers of people are checked by python-stdnum ({error}); install it with: "
            "pip install 'redraft[safety]', or leave `national_id` out of `kinds`"
        ) from error

    checked: Callable[[str], bool] = found.is_valid
    return checked


_ON_ITS_OWN: Mapping[str, Callable[[str], bool]] = {"cn": chinese, "tw": taiwanese}
