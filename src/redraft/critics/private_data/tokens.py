"""Keys and tokens of services, by the prefixes that the services published so that they can be found."""

import base64
import binascii
import json
import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from redraft.critics.private_data.hits import Hit

_FEWEST_DIFFERENT = 7
"""Real tokens have more different characters, twice as many but for the shortest; so few are a placeholder."""

_FEWEST_DIFFERENT_IN = {"AWS": _FEWEST_DIFFERENT + 1, "Shopify": _FEWEST_DIFFERENT + 3}

_KEY_BLOCK = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_KEY_END = re.compile(r"-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_LONGEST_KEY, _SHORTEST_KEY = 20_000, 32
_JWT = re.compile(r"(?<![\w.-])(eyJ[\w-]{8,2000})\.([\w-]{4,8000})\.([\w-]{10,2000})(?![\w-])", re.ASCII)


class _Form(NamedTuple):
    service: str
    pattern: re.Pattern[str]


def _form(service: str, pattern: str) -> _Form:
    return _Form(service, re.compile(rf"(?<![A-Za-z0-9_]){pattern}(?![A-Za-z0-9_-])"))


_FORMS = (
    _form("AWS", r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}"),
    _form("GitHub", r"gh[pousr]_[A-Za-z0-9]{36}"),
    _form("GitHub", r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
    _form("GitLab", r"gl(?:pat|ptt|dt|rt|soat)-[A-Za-z0-9_-]{20,64}"),
    _form("Slack", r"xox[abeprs]-[0-9A-Za-z]{1,16}(?:-[0-9A-Za-z]{6,64}){1,4}"),
    _form("Slack", r"xapp-[0-9]-[A-Z0-9]{8,16}-[0-9]{8,16}-[a-f0-9]{32,80}"),
    _form("Slack", r"hooks\.slack\.com/services/T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{20,32}"),
    _form("Stripe", r"(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,128}"),
    _form("Stripe", r"whsec_[A-Za-z0-9]{24,64}"),
    _form("Google", r"AIza[A-Za-z0-9_-]{35}"),
    _form("Google", r"ya29\.[A-Za-z0-9_-]{30,400}"),
    _form("Google", r"GOCSPX-[A-Za-z0-9_-]{28}"),
    _form("Anthropic", r"sk-ant-[a-z0-9]{2,10}-[A-Za-z0-9_-]{32,128}"),
    _form("OpenAI", r"sk-(?!ant-)(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{32,200}"),
    _form("Hugging Face", r"hf_[A-Za-z0-9]{34,40}"),
    _form("npm", r"npm_[A-Za-z0-9]{36}"),
    _form("PyPI", r"pypi-AgEI[A-Za-z0-9_-]{50,400}"),
    _form("SendGrid", r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
    _form("DigitalOcean", r"do[opr]_v1_[a-f0-9]{64}"),
    _form("Shopify", r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
    _form("Telegram", r"[0-9]{8,10}:AA[A-Za-z0-9_-]{33}"),
    _form("Azure", r"AccountKey=[A-Za-z0-9+/]{86}=="),
    _form("age", r"AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}"),
)


def find_keys(text: str) -> Iterator[Hit]:
    """Blocks that hold a private key; one that is cut off counts if it holds any of the key."""
    begins = list(_KEY_BLOCK.finditer(text))
    # A block ends where the next one begins at the latest, so that no character is looked at twice.
    for begin, after in zip_longest(begins, begins[1:]):
        next_start = len(text) if after is None else after.start()
        limit = min(next_start, begin.end() + _LONGEST_KEY)
        end = _KEY_END.search(text, begin.end(), limit)
        inside = text[begin.end() : limit if end is None else end.start()]
        # The lines of a block that is cut off end where something else than base 64 begins.
        body = inside if end is not None else inside[: _length_of_base64(inside)]
        shown = "".join(body.split())
        if len(shown) >= _SHORTEST_KEY and len(set(shown)) >= 2 * _FEWEST_DIFFERENT:
            last = begin.end() + len(body) if end is None else end.end()
            yield Hit("private_key", begin.start(), last, text[begin.start() : last])


def find_tokens(text: str) -> Iterator[Hit]:
    """Keys and tokens of known services and signed tokens (JWT)."""
    for service, pattern in _FORMS:
        for match in pattern.finditer(text):
            if len(set(match[0])) >= _FEWEST_DIFFERENT_IN.get(service, 2 * _FEWEST_DIFFERENT):
                yield Hit("token", match.start(), match.end(), match[0], service, "prefix")
    for match in _JWT.finditer(text):
        if _has_algorithm(match[1]):
            yield Hit("token", match.start(), match.end(), match[0], "JWT", "header")


def _has_algorithm(header: str) -> bool:
    try:
        read = json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return False
    return isinstance(read, dict) and "alg" in read


_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=\s:,.-]")


def _length_of_base64(text: str) -> int:
    other = _NOT_BASE64.search(text)
    return len(text) if other is None else other.start()
