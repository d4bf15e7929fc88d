"""The table of the critic `python`: a function of the user's."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from msgspec import Meta


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonTable:
    """``[critics.NAME]`` with ``type = "python"``: a function of yours judges.

    Attributes:
        function: where it is, as ``module:function``; it gets (prompt, draft, context) and returns a score in [0, 1] or
            a `redraft.Critique`.
        kind: what its verdicts rest on.
        version: change it whenever the function's verdicts could.
    """

    type: ClassVar[str] = "python"
    short: ClassVar[str | None] = None
    asks: ClassVar[tuple[str, ...]] = ()
    function: Annotated[str, Meta(pattern=r"^[\w.]+:[\w.]+$")]
    kind: Literal["verified", "external", "intrinsic"] = "verified"
    version: str = "1"
