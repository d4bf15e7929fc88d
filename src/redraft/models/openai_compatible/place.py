"""Where a call goes, as messages may show it."""


class Place:
    """Names a model and its address in messages, and keeps the key out of them.

    Args:
        name: ``provider/model``.
        base_url: the address; its query is left out, since some services put keys there.
        key: the API key; None when none is sent.
        key_env: the environment variable that holds it, or would.
    """

    __slots__ = ("_key", "key_env", "name")

    def __init__(self, *, name: str, base_url: str, key: str | None, key_env: str | None) -> None:
        self.name = f"{name} at {base_url.partition('?')[0]}"
        self.key_env = key_env
        self._key = key

    def __str__(self) -> str:
        return self.name

    @property
    def sends_key(self) -> bool:
        """Whether a key goes with each call."""
        return self._key is not None

    def hide(self, text: str) -> str:
        """`text` without the key, which an endpoint may echo."""
        return text.replace(self._key, "[key]") if self._key else text
