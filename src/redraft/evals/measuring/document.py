"""A card as a file of JSON; profiles read them back."""

import json

from redraft.profiles.cards import read_card
from redraft.store.codec import decode, encode
from redraft.trust.cards import Card

__all__ = ["as_document", "read_card"]


def as_document(card: Card) -> str:
    """The card as JSON that people can read, too."""
    return json.dumps(decode(encode(card)), indent=1, ensure_ascii=False) + "\n"
