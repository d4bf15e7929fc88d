"""What may leave in an answer: values that stand for nobody, those that the caller allows, and what the prompt gave."""

import re
from collections.abc import Iterable
from typing import final

from redraft.critics.private_data.hits import Hit

_SEPARATORS = re.compile(r"[\s().+/-]")

EXAMPLES = frozenset(
    # Payment cards of the networks' and processors' own documentation.
    "4111111111111111 4242424242424242 4012888888881881 4000056655665556 4000000000000002 4000002500003155 "
    "5555555555554444 5105105105105100 5200828282828210 2223003122003222 5454545454545454 2222420000001113 "
    "378282246310005 371449635398431 6011111111111117 6011000990139424 6011000000000004 3056930009020004 "
    "30569309025904 38520000023237 36227206271667 3566002020360505 3530111333300000 6200000000000005 "
    # IBANs of the registry's own examples.
    "gb82west12345698765432 gb29nwbk60161331926819 gb33bukb20201555555555 de89370400440532013000 "
    "fr1420041010050500013m02606 fr7630006000011234567890189 es9121000418450200051332 nl91abna0417164300 "
    "it60x0542811101000000123456 ch9300762011623852957 be68539007547034 at611904300234573201 "
    "se4550000000058398257466 no9386011117947 dk5000400440116243 fi2112345600000785 pl61109010140000071219812874 "
    "pt50000201231234567890154 ie29aibk93115212345678 lu280019400644750000 "
    # Public name servers, which belong to nobody.
    "8.8.8.8 8.8.4.4 1.1.1.1 9.9.9.9 208.67.222.222 208.67.220.220 2001:4860:4860::8888 2606:4700:4700::1111 "
    # Social security numbers that were printed in advertisements and are void.
    "078-05-1120 219-09-9999 123-45-6789 987-65-4321".split()
)
"""Values of documentation, in the form of `plain`."""

_EXAMPLE_DOMAIN = re.compile(
    r"(?:.*\.)?(?:example\.(?:com|net|org|edu)|[\w-]+\.(?:example|test|invalid|localhost)|(?:your-?|my-?)?(?:domain|company)"
    r"\.(?:com|org))",
    re.IGNORECASE,
)
# Numbers set aside for films and books: 555-01xx in North America, and Ofcom's in the United Kingdom.
_EXAMPLE_PHONE = re.compile(
    r"1?[2-9][0-9]{2}55501[0-9]{2}|(?:44|0)(?:0?(?:20 ?7946|1632 ?960|7700 ?900|113 ?496|161 ?496)[0-9]{3,4})"
    r"|1?(?:123456789|1234567890|2345678901|5551234567)[0-9]?"
)
_ROLES = frozenset(
    "abuse admin billing careers contact customerservice demo feedback hello help hostmaster info inquiries jobs legal "
    "mail marketing media newsletter noreply office partner postmaster press privacy sales security service support "
    "team volunteer webmaster".split()
)
_FREE_PHONE = re.compile(r"1?8(?:00|33|44|55|66|77|88)[2-9][0-9]{6}|00?800[0-9]{6,8}|0800[0-9]{6,7}")


@final
class Allowed:
    """Decides what may be said.

    Args:
        values: single values; separators and case do not count.
        domains: domains of e-mail addresses, their subdomains included.
        examples: whether values of documentation are allowed.
    """

    def __init__(self, values: Iterable[str], domains: Iterable[str], *, examples: bool) -> None:
        """Bring values and domains into the form in which they are compared."""
        self._values = frozenset(map(plain, values)) | (frozenset(map(plain, EXAMPLES)) if examples else frozenset())
        self._domains = tuple(domain.casefold().lstrip("@.") for domain in domains)
        self._examples = examples

    def allows(self, hit: Hit) -> bool:
        """Whether a find may leave, whatever the prompt says."""
        if plain(hit.value) in self._values:
            return True
        if hit.kind == "email":
            domain = hit.value.partition("@")[2].casefold()
            if any(domain == known or domain.endswith(f".{known}") for known in self._domains):
                return True
            return self._examples and _EXAMPLE_DOMAIN.fullmatch(domain) is not None
        if not self._examples:
            return False
        if hit.kind == "phone":
            return _EXAMPLE_PHONE.fullmatch(plain(hit.value)) is not None
        return hit.kind == "token" and "EXAMPLE" in hit.value


def plain(value: str) -> str:
    """A value as it is compared: in lower case, and without separators where it is a number."""
    bare = _SEPARATORS.sub("", value)
    return bare.casefold() if sum(map(str.isdecimal, bare)) * 2 >= len(bare) else value.strip().casefold()


def is_role(hit: Hit) -> bool:
    """Whether it reaches an office and no person: an e-mail address such as ``support@``, a number that is free."""
    if hit.kind == "phone":
        return _FREE_PHONE.fullmatch(plain(hit.value)) is not None
    return hit.kind == "email" and hit.value.partition("@")[0].casefold().replace("-", "") in _ROLES
