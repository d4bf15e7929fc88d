"""Addresses of machines on the internet; what is private, reserved or an example says nothing about anybody."""

import ipaddress
import re
from collections.abc import Iterator

from redraft.critics.private_data.hits import Hit

_V4 = re.compile(r"(?<![\w.+-])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w-])(?!\.[0-9])", re.ASCII)
_V6 = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])(?!\.[0-9])", re.ASCII)
# "version 1.2.3.4", "v. 85.4.2.1": a number of a release, written like an address.
_VERSION = re.compile(r"(?:version|release|build|section|chapter|§|\bv|\brev|版本|版)[ .:=]{0,3}\Z", re.IGNORECASE)
_GLOBAL_V6 = ipaddress.ip_network("2000::/3")


def find_addresses(text: str) -> Iterator[Hit]:
    """Public addresses, in order for each of the two forms."""
    for pattern in (_V4, _V6):
        for match in pattern.finditer(text):
            if _is_public(match[0]) and not _VERSION.search(text[max(0, match.start() - 12) : match.start()]):
                yield Hit("ip_address", match.start(), match.end(), match[0])


def _is_public(written: str) -> bool:
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        return address in _GLOBAL_V6 and address.is_global
    # Four small numbers are far more often a version or the number of a section than somebody's machine.
    return address.is_global and not address.is_multicast and max(address.packed) >= 20
