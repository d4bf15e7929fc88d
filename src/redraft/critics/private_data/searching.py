"""All searches together: what a text holds of the kinds that are wanted, each place once."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from redraft.critics.private_data.accounts import find_accounts
from redraft.critics.private_data.addresses import find_addresses
from redraft.critics.private_data.cards import find_cards
from redraft.critics.private_data.contacts import find_emails, find_phones
from redraft.critics.private_data.hits import Hit, Kind
from redraft.critics.private_data.identities import find_identities
from redraft.critics.private_data.passwords import find_passwords
from redraft.critics.private_data.tokens import find_keys, find_tokens

# The surer kinds come first: where two finds overlap, the first one names the place.
_SEARCHES: Mapping[Kind, Callable[[str], Iterator[Hit]]] = {
    "private_key": find_keys,
    "token": find_tokens,
    "iban": find_accounts,
    "payment_card": find_cards,
    "national_id": find_identities,
    "email": find_emails,
    "ip_address": find_addresses,
    "password": find_passwords,
    "phone": find_phones,
}
# Full-width forms, as Chinese and Japanese text has them, in the places of the plain ones: lengths stay the same.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def search(text: str, kinds: Iterable[Kind]) -> tuple[Hit, ...]:
    """The finds in a text, in order of appearance, none overlapping another.

    Args:
        text: what is searched.
        kinds: which kinds are wanted.

    Raises:
        MissingExtra: when numbers of people are wanted and python-stdnum is not installed.
    """
    plain = text if text.isascii() else text.translate(_WIDE)
    wanted = frozenset(kinds)
    hits: list[Hit] = []
    taken = bytearray(len(plain))
    for kind, find in _SEARCHES.items():
        if kind not in wanted:
            continue
        # A token that holds its own kind twice counts once; those of one kind may overlap as well.
        for hit in find(plain):
            if not any(taken[hit.start : hit.end]):
                taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
                hits.append(hit)
    return tuple(sorted(hits, key=lambda hit: hit.start))
