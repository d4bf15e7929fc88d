"""Attack texts that the user has, put around a request: a suffix, or a template with a place for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from redraft.errors import Misuse

PLACE: Final = "{behavior}"
"""Where a template puts the request."""

_MAX_CHARACTERS: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackText:
    """What is put around a request.

    Attributes:
        name: how tables call it; the name of its file.
        template: with one or more places for the request.
    """

    name: str
    template: str

    def around(self, request: str) -> str:
        """The request inside the attack; what looks like a place in the request stays as it is."""
        return request.join(self.template.split(PLACE))


NONE: Final = AttackText(name="no attack", template=PLACE)
"""The request as it is."""


def read_attack(path: Path) -> AttackText:
    """The attack of a text file: a template where it holds ``{behavior}``, else a suffix.

    Raises:
        Misuse: when it cannot be read, is empty or is too long.
    """
    try:
        text = path.read_text(encoding="utf-8-sig").strip("\n")
    except OSError as error:
        raise Misuse(f"cannot read {str(path)!r}: {error.strerror}; check the path") from error
    except UnicodeDecodeError as error:
        raise Misuse(f"{str(path)!r} is not UTF-8: {error.reason} at byte {error.start}; save it as UTF-8") from error
    if not text.strip() or len(text) > _MAX_CHARACTERS:
        raise Misuse(
            f"the attack {str(path)!r} has {len(text):,} characters; give 1 to {_MAX_CHARACTERS:,}, with {PLACE} where "
            "the request belongs, or a suffix alone"
        )
    return AttackText(name=path.stem, template=text if PLACE in text else f"{PLACE} {text}")


def read_attacks(paths: Sequence[Path]) -> tuple[AttackText, ...]:
    """The attacks of some files; the request as it is where there are none.

    Raises:
        Misuse: when one cannot be read, or two have one name.
    """
    attacks = tuple(read_attack(path) for path in paths) or (NONE,)
    names = [attack.name for attack in attacks]
    if len(set(names)) < len(names):
        raise Misuse(f"two attacks have one name: {sorted(names)!r}; rename a file")
    return attacks
