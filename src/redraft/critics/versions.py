"""Versions of critics: they change whenever a verdict could."""

import hashlib
from functools import lru_cache

from redraft.prompts import LANGUAGES, load


@lru_cache(maxsize=256)
def version_of(texts: tuple[str, ...], *settings: str) -> str:
    """A version that changes with every prompt text, in any language, and with every setting.

    Args:
        texts: names of the prompt texts that a verdict depends on.
        *settings: whatever else it depends on, such as the model's name or the rules.

    Returns:
        ``1-`` and eight hexadecimal digits; the number rises when the critic's code changes its verdicts.
    """
    digests = [load(name, language).digest for name in texts for language in LANGUAGES]
    joined = "\x1f".join([*digests, *settings])
    return f"1-{hashlib.sha256(joined.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
