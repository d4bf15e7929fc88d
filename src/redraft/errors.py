"""Everything that Redraft raises on purpose.

The tree; the class says whose fault it is::

    RedraftError
    ├── Misuse (ValueError)            the caller passed a value that cannot work
    │   ├── SettingsError              redraft.toml, a REDRAFT_ variable or a flag is wrong
    │   └── MissingExtra (ImportError) an optional package is not installed
    ├── ModelError                     the endpoint, or the way to it
    │   ├── ModelTimeout (TimeoutError)         no answer in time
    │   ├── ModelUnavailable (ConnectionError)  overloaded, restarting or out of reach; retrying may help
    │   ├── ModelRejected              the endpoint understood and said no: retrying cannot help
    │   ├── ModelReplyError            the reply is not what the protocol promises
    │   ├── ModelRefusal               a content filter withheld the answer
    │   ├── ContextFull                prompt and attempts do not fit the model's window
    │   └── UnspokenLanguage           the embedded model does not know these words
    ├── CriticFailed                   a critic could not judge: becomes an unscored critique
    ├── NotAccepted                    `on_exhausted="raise"` and no answer passed
    ├── ScriptExhausted (AssertionError)  a scripted model was asked more often than its test prepared
    ├── SourceError                    a source of knowledge cannot be read, searched or reached
    └── StoreError                     a record cannot be read or written
"""

from functools import partial


class RedraftError(Exception):
    """Everything raised on purpose; catch this one."""


class Misuse(RedraftError, ValueError):
    """The caller passed a value that cannot work."""


class SettingsError(Misuse):
    """A setting in redraft.toml, the environment or a flag is unknown, missing or of the wrong type."""


class MissingExtra(Misuse, ImportError):
    """An optional package is not installed; the message names the extra that brings it."""


class ModelError(RedraftError):
    """The model gave no usable answer; the fault lies with the endpoint or the way to it."""


class ModelTimeout(ModelError, TimeoutError):
    """The endpoint gave no answer in time."""


class ModelUnavailable(ModelError, ConnectionError):
    """The endpoint is overloaded, restarting or out of reach; a later try may succeed.

    Attributes:
        retry_after_s: what the endpoint asked us to wait, in seconds; None if it did not say.
    """

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        """Keep the wait that the endpoint asked for beside the message."""
        super().__init__(message)
        self.retry_after_s = retry_after_s


class ModelRejected(ModelError):
    """The endpoint refused the request (wrong key, unknown model, bad parameter); retrying cannot help.

    Attributes:
        status: the HTTP status; None where there was none.
    """

    def __init__(self, message: str, *, status: int | None = None) -> None:
        """Keep the HTTP status beside the message."""
        super().__init__(message)
        self.status = status


class ModelReplyError(ModelError):
    """The reply is not what the protocol promises: invalid JSON, no choices, a stream that was cut."""


class ModelRefusal(ModelError):
    """A content filter of the endpoint withheld the answer."""


class ContextFull(ModelError):
    """The prompt and the attempts do not fit the model's window."""


class UnspokenLanguage(ModelError):
    """The embedded model was given words it was never taught; the message shows what it does speak."""


class CriticFailed(RedraftError):
    """A critic could not judge; the engine turns this into an unscored critique with the message as reason."""


class NotAccepted(RedraftError):
    """No answer passed its critics and the caller asked for an exception in that case.

    Attributes:
        correction: the `redraft.Correction` that would have been returned, so that nothing is lost.
    """

    def __init__(self, message: str, *, correction: object) -> None:
        """Keep the correction beside the message."""
        super().__init__(message)
        self.correction = correction

    def __reduce__(self) -> tuple[object, ...]:
        """Take the correction along into another process, which would else be asked to do without it."""
        return partial(type(self), correction=self.correction), self.args, self.__dict__


class ScriptExhausted(RedraftError, AssertionError):
    """A scripted model was asked more often than answers were prepared for."""


class SourceError(RedraftError):
    """A source of knowledge cannot be read, searched or reached."""


class StoreError(RedraftError):
    """A record cannot be read or written."""
