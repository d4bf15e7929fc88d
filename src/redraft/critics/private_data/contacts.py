"""E-mail addresses and telephone numbers. Telephone numbers have no check digit, so only clear forms count."""

import re
from collections.abc import Iterator

from redraft.critics.private_data.hits import Hit

_EMAIL = re.compile(
    r"(?<![\w.%+-])([A-Za-z0-9][A-Za-z0-9._%+-]{0,63})@((?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24})(?![\w-])(?!\.\w)",
    re.ASCII,
)
# What stands between these and the host is a name and a password, or a path: `https://name:password@host`, `git@host`.
_IN_ADDRESS = re.compile(r"://[^\s@/]*\Z")
# Endings of files and of names in programs, not of addresses: `user@host.local`, `logo@2x.png`.
_NO_ENDINGS = frozenset("png jpg jpeg gif svg webp py js ts css html json local internal lan md txt".split())

# With a country code; blanks, hyphens, dots and brackets between digits, two of them at most.
_INTERNATIONAL = re.compile(
    r"(?<![\w)+=*/^.-])(?<![0-9] )\+[1-9](?:[ \u00a0().-]{0,2}[0-9]){7,14}(?![\w])(?![.-][0-9])", re.ASCII
)
_AMERICAN = re.compile(
    r"(?<![\w.+)-])(?<![0-9] )(?:1[ .-])?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}([ .-]))[2-9][0-9]{2}[ .-][0-9]{4}"
    r"(?![\w-])(?!\.[0-9])(?! [0-9])",
    re.ASCII,
)
_LABELLED = re.compile(
    r"(?:\b(?:tele)?phone(?: number| no\.?)?|\b(?:tel|mobile|cell|fax|whatsapp)\b[ .:]{1,3}"
    r"|(?:電話|手機|傳真|电话|手机|传真)(?:號碼|号码)?[是為为 .:：]{0,3})("
    r"\(?[0+][ \u00a0()./-]{0,2}(?:[0-9][ \u00a0()./-]{0,2}){6,13}[0-9])(?!\w)",
    re.IGNORECASE | re.ASCII,
)
_NOT_DIGIT = re.compile(r"[^0-9]")
_COUNTRY_CODES = frozenset(
    "1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 "
    "86 90 91 92 93 94 95 98 211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235 236 "
    "237 238 239 240 241 242 243 244 245 246 248 249 250 251 252 253 254 255 256 257 258 260 261 262 263 264 265 266 "
    "267 268 269 290 291 297 298 299 350 351 352 353 354 355 356 357 358 359 370 371 372 373 374 375 376 377 378 380 "
    "381 382 383 385 386 387 389 420 421 423 500 501 502 503 504 505 506 507 508 509 590 591 592 593 594 595 596 597 "
    "598 599 670 672 673 674 675 676 677 678 679 680 681 682 683 685 686 687 688 689 690 691 692 850 852 853 855 856 "
    "880 886 960 961 962 963 964 965 966 967 968 970 971 972 973 974 975 976 977 992 993 994 995 996 998".split()
)


def find_emails(text: str) -> Iterator[Hit]:
    """E-mail addresses, in order."""
    for match in _EMAIL.finditer(text):
        name, domain = match[1], match[2]
        ending = domain.rpartition(".")[2].casefold()
        if name.casefold() == "git" or _IN_ADDRESS.search(text, max(0, match.start() - 80), match.start()):
            continue
        if ending not in _NO_ENDINGS and ".." not in name and not name.endswith("."):
            yield Hit("email", match.start(), match.end(), match[0], why="form")


def find_phones(text: str) -> Iterator[Hit]:
    """Telephone numbers with a country code, in the American form, or behind a word such as ``tel.``."""
    for match in _INTERNATIONAL.finditer(text):
        digits = _NOT_DIGIT.sub("", match[0])
        if len(digits) <= 15 and any(digits[:n] in _COUNTRY_CODES for n in (1, 2, 3)):
            yield Hit("phone", match.start(), match.end(), match[0])
    for match in _AMERICAN.finditer(text):
        yield Hit("phone", match.start(), match.end(), match[0])
    for match in _LABELLED.finditer(text):
        yield Hit("phone", match.start(1), match.end(1), match[1])
