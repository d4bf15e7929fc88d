"""Languages that a file and its user name, held against each other."""

from pathlib import Path

from redraft.critics.translation.languages import language, primary_of, script_of
from redraft.errors import Misuse


def agreed(said: str | None, wanted: str | None, path: Path, line: int) -> str | None:
    """The language of a text: what the file says of it, else what the user says.

    Raises:
        Misuse: when the two are different languages, or one is not known; the message names file and line.
    """
    if not said or said == "*all*":
        return wanted
    tag = known(said, f"{path}, line {line}")
    if wanted is not None and not same(tag, wanted):
        raise Misuse(
            f"{path}, line {line}: is for {said!r}, and {wanted!r} was asked for; leave the language out to go by the "
            "file, or give another file"
        )
    return tag


def known(named: str, where: str) -> str:
    """The tag of a language in its usual spelling.

    Raises:
        Misuse: when it is not known; the message says where it stands.
    """
    try:
        return language(named)
    except Misuse as error:
        raise Misuse(f"{where}: {error}") from error


def same(one: str, other: str) -> bool:
    """Whether two tags name one language: ``de`` fits ``de-AT``, ``zh-TW`` fits ``zh-Hant`` and not ``zh-Hans``."""
    if primary_of(one) != primary_of(other):
        return False
    scripts, regions = {script_of(one), script_of(other)} - {"Hani"}, {_region(one), _region(other)} - {""}
    return len(scripts) <= 1 and len(regions) <= 1


def _region(tag: str) -> str:
    return next((part for part in tag.split("-")[1:] if len(part) == 2 or part.isdigit()), "")
