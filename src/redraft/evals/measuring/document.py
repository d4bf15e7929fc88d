"""A card as a file of JSON, and back."""

import json
from pathlib import Path

from redraft.errors import Misuse
from redraft.store.codec import decode, decode_as, encode
from redraft.trust.cards import SCHEMA_VERSION, Card


def as_document(card: Card) -> str:
    """The card as JSON that people can read, too."""
    return json.dumps(decode(encode(card)), indent=1, ensure_ascii=False) + "\n"


def read_card(path: str | Path) -> Card:
    """The card in a file that `as_document` made.

    Raises:
        Misuse: when it cannot be read, is no card, or one of a later version.
    """
    try:
        text = Path(path).read_bytes()
        row = decode(text)
        version = row.get("schema_version") if isinstance(row, dict) else None
        if isinstance(version, int) and version > SCHEMA_VERSION:
            raise Misuse(
                f"the card {str(path)!r} is of version {version}, this Redraft reads {SCHEMA_VERSION}; update it"
            )
        return decode_as(text, Card)
    except OSError as error:
        raise Misuse(f"cannot read the card {str(path)!r}: {error.strerror}; check the path") from error
    except Misuse:
        raise
    except ValueError as error:
        raise Misuse(f"{str(path)!r} is no card: {error}; make one with `redraft critics measure`") from error
