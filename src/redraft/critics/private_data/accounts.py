"""Bank accounts as IBAN: a known country, its length, and the remainder modulo 97.

Source: iso13616
"""

import re
from collections.abc import Iterator

from redraft.critics.private_data.hits import Hit

# Length by country, of the registry of IBAN formats.
LENGTHS = {
    country: int(length)
    for length, countries in (
        entry.split(":")
        for entry in (
            "15:NO 16:BE 18:DK,FI,FK,FO,GL,NL,SD 19:MK,SI 20:AT,BA,EE,KZ,LT,LU,MN,XK 21:CH,HR,LI,LV,HN "
            "22:BG,BH,CR,DE,GB,GE,IE,ME,RS,VA 23:AE,GI,IL,IQ,OM,SO,TL 24:AD,CZ,ES,MD,PK,RO,SA,SE,SK,TN,VG "
            "25:LY,PT,ST 26:IS,TR 27:BI,DJ,FR,GR,IT,MC,MR,SM 28:AL,AZ,BY,CY,DO,GT,HU,LB,NI,PL,SV 29:BR,EG,PS,QA,UA "
            "30:JO,KW,MU,YE 31:MT,SC 32:LC 33:RU"
        ).split()
    )
    for country in countries.split(",")
}
_MAX_GROUPS = 9

# Solid, or in groups of four characters parted by single blanks or hyphens, the last group shorter.
_CANDIDATE = re.compile(
    r"(?<![\w-])[A-Za-z]{2}[0-9]{2}"
    rf"(?:(?:[ \u00a0-][A-Za-z0-9]{{4}}){{2,{_MAX_GROUPS - 2}}}(?:[ \u00a0-][A-Za-z0-9]{{1,3}})?(?!\w)"
    r"|[A-Za-z0-9]{11,29}(?!\w))",
    re.ASCII,
)
_SEPARATOR = re.compile(r"[ \u00a0-]")


def find_accounts(text: str) -> Iterator[Hit]:
    """Numbers of bank accounts, in order."""
    for match in _CANDIDATE.finditer(text):
        found = match[0]
        length = LENGTHS.get(found[:2].upper())
        if length is None or (found[:2] != found[:2].upper() and not found.islower()):
            continue
        # Words that follow a grouped number in the same line may look like more of its groups.
        end = _end_of(found, length)
        if end is not None and remainder(_SEPARATOR.sub("", found[:end])) == 1:
            yield Hit("iban", match.start(), match.start() + end, found[:end], found[:2].upper(), "mod97")


def remainder(iban: str) -> int:
    """An IBAN without separators modulo 97, letters read as 10 to 35 and the first four characters last; 1 if valid."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97


def _end_of(found: str, length: int) -> int | None:
    """Where the first `length` characters that are no separators end, at the end of a group; None when nowhere."""
    n = 0
    for place, character in enumerate(found):
        if _SEPARATOR.match(character):
            continue
        n += 1
        if n == length:
            at_end = place + 1 == len(found) or _SEPARATOR.match(found[place + 1]) is not None
            return place + 1 if at_end else None
    return None
