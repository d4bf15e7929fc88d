"""A guess at the tokens of a text, for windows and forecasts when no tokenizer is at hand."""

_ASCII_CHARACTERS_PER_TOKEN = 4  # of English prose; code takes somewhat more tokens


def tokens_in(text: str) -> int:
    """Roughly how many tokens a text has: one for four ASCII characters, one for each other character."""
    n_ascii = len(text) if text.isascii() else sum(character.isascii() for character in text)
    return -(-n_ascii // _ASCII_CHARACTERS_PER_TOKEN) + len(text) - n_ascii
