"""What every plot is drawn on and with: inline SVG from matplotlib (the extra `report`) in the page's own colours.

Text stays text, every plot has a title and a description for readers who do not see it, series differ in marker and
dash as well as in colour, and the colours are the page's own variables, so that a plot follows light and dark.
"""

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from redraft.errors import MissingExtra
from redraft.report.text import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Tone = Literal["one", "two", "three", "four", "five", "muted"]
"""A colour of the page; `page.css` says which, for light and for dark."""


class Look(NamedTuple):
    """How a tone is drawn.

    Attributes:
        stand_in: matplotlib wants a colour, the page wants a variable: one that nobody would choose, replaced later.
        marker: of a point; empty for none.
        dash: of a line.
    """

    stand_in: str
    marker: str
    dash: Any


INK, FAINT = "#0a0001", "#0a0002"
LOOKS: dict[Tone, Look] = {
    "one": Look("#0a0011", "o", "-"),
    "two": Look("#0a0012", "s", (0, (6, 2))),
    "three": Look("#0a0013", "^", (0, (3, 2))),
    "four": Look("#0a0014", "D", (0, (6, 2, 1, 2))),
    "five": Look("#0a0015", "v", (0, (2, 1))),
    "muted": Look("#0a0016", "", (0, (1, 2))),
}
_VARIABLES = {INK: "--ink", FAINT: "--line", **{look.stand_in: f"--{tone}" for tone, look in LOOKS.items()}}

MISSING = "matplotlib is needed for plots; install it with: pip install 'redraft[report]'"

_WIDTH_INCHES, _HEIGHT_INCHES = 7.4, 3.9


@contextmanager
def drawing(title: str, height_inches: float = _HEIGHT_INCHES) -> "Iterator[Figure]":
    """A figure to draw on, in the width of a page.

    Raises:
        MissingExtra: without matplotlib.
    """
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtra(MISSING) from error
    with mpl.rc_context(
        {
            "axes.edgecolor": INK,
            "axes.labelcolor": INK,
            "font.size": 10.5,
            "svg.fonttype": "none",
            "svg.hashsalt": title,  # salts the ids that references need, so that two plots on one page share none
            "text.color": INK,
            "text.parse_math": False,
            "xtick.color": INK,
            "ytick.color": INK,
        }
    ):
        yield Figure(figsize=(_WIDTH_INCHES, height_inches))


def plain(axes: "Axes", *, grid: Literal["x", "y"]) -> None:
    """No box, a quiet grid, nothing behind."""
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.grid(axis=grid, color=FAINT, linewidth=1)
    axes.set_axisbelow(True)
    axes.patch.set_visible(False)
    axes.tick_params(length=0, pad=6)


def as_svg(figure: "Figure", title: str, description: str) -> str:
    """The figure as one `<svg>` element that belongs to a page."""
    file = io.StringIO()
    metadata = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with warnings.catch_warnings():
        # Words stay text: the reader's fonts draw them, and those of matplotlib are only asked for widths.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(file, format="svg", transparent=True, metadata=metadata)
    svg = file.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<(metadata|style)\b.*?</\1>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: [^;]*", "font-family: inherit", svg)
    referenced = set(re.findall(r"(?:#|url\(#)([\w-]+)", svg))
    svg = re.sub(r' id="([^"]*)"', lambda match: match[0] if match[1] in referenced else "", svg)
    for color, variable in _VARIABLES.items():
        svg = svg.replace(color, f"var({variable})")
    box = re.search(r'viewBox="[^"]*"', svg)
    assert box is not None
    head = f"<svg {box[0]} role='img' aria-label='{escape(printable(f'{title}. {description}'), quote=True)}'>"
    return f"{head}<title>{escape(printable(title))}</title>{svg[svg.index('>') + 1 :].strip()}"
