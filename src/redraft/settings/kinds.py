"""What a key of redraft.toml may hold, as types that tables share."""

from typing import Annotated, Literal

from msgspec import Meta

AtLeast0 = Annotated[int, Meta(ge=0)]
AtLeast1 = Annotated[int, Meta(ge=1)]
NotNegative = Annotated[float, Meta(ge=0)]
Positive = Annotated[float, Meta(gt=0)]
Rate = Annotated[float, Meta(ge=0, le=1)]
# What an environment may call a variable. A key pasted here by mistake nearly always has a "-" or another sign in it.
VariableName = Annotated[str, Meta(pattern="^[A-Za-z_][A-Za-z0-9_]*$")]
Named = Annotated[str, Meta(min_length=1)]
# A relative path in redraft.toml starts from the folder of that file.
FilePath = Annotated[str, Meta(min_length=1, extra={"is_path": True})]
Language = Literal["en", "zh-Hant"]
