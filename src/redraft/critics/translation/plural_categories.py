"""The plural forms that a language has, by the CLDR: the one place that imports babel."""

from functools import cache

from redraft.errors import MissingExtra

# Forms that a message may leave to `other`: CLDR's `many` is for whole millions in the first five (French "1 000 000
# de fichiers"), for fractions alone in the others (Czech "1,5 souboru"), and translators do not write it.
_OPTIONAL = {language: frozenset({"many"}) for language in ("fr", "es", "pt", "it", "ca", "cs", "sk", "lt")}


class Categories:
    """The keywords of the plurals of a language: those that a message needs, and all that it may have."""

    __slots__ = ("known", "needed")

    def __init__(self, needed: frozenset[str], known: frozenset[str]) -> None:
        """Keep both; `needed` is among `known`."""
        self.needed, self.known = needed, known


@cache
def categories_of(language: str, *, ordinal: bool = False) -> Categories:
    """The plural categories of a language, for counting (1 file) or for order (1st file).

    Args:
        language: primary IETF tag.
        ordinal: whether those of ``selectordinal`` are wanted.

    Raises:
        MissingExtra: without babel.
    """
    try:
        from babel import Locale
    except ModuleNotFoundError as error:
        raise MissingExtra("plural forms need babel; install it with: pip install 'redraft[translation]'") from error
    locale = Locale.parse(language)
    rule = locale.ordinal_form if ordinal else locale.plural_form
    known = frozenset(rule.tags) | {"other"}
    return Categories(needed=known - _OPTIONAL.get(language, frozenset()), known=known)
