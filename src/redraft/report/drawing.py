"""What every plot is drawn on and with: inline SVG from matplotlib (the extra `report`) in the page's own colours.

Text stays text, every plot has a title and a description for readers who do not see it, series differ in marker and
dash as well as in colour, and the colours are the page's own variables, so that a plot follows light and dark. The same
plot can stand alone as a file (`standing_alone`) or become pixels (`as_png`), then in the light colours of the page.
"""

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from redraft.errors import MissingExtra
from redraft.report.text import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Tone = Literal["one", "two", "three", "four", "five", "six", "seven", "eight", "muted"]
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
    "six": Look("#0a0017", "P", (0, (8, 2, 1, 2, 1, 2))),
    "seven": Look("#0a0018", "X", (0, (4, 1))),
    "eight": Look("#0a0019", "*", (0, (1, 1))),
    "muted": Look("#0a0016", "", (0, (1, 2))),
}
_VARIABLES = {INK: "--ink", FAINT: "--line", **{look.stand_in: f"--{tone}" for tone, look in LOOKS.items()}}


class Palette(NamedTuple):
    """The colours that a plot is drawn with.

    Attributes:
        ink: of words.
        faint: of the grid.
        tones: of series.
        paper: behind everything; None for the page's own.
    """

    ink: str
    faint: str
    tones: dict[Tone, str]
    paper: str | None = None


PAGE = Palette(ink=INK, faint=FAINT, tones={tone: look.stand_in for tone, look in LOOKS.items()})
"""Stand-ins that `as_svg` replaces by the variables of the page."""


@cache
def light_palette() -> Palette:
    """The page's light colours on white, for pixels, which cannot follow the reader's choice."""
    light, _ = _variables()
    colors = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    tones = {tone: colors[tone] for tone in LOOKS}
    return Palette(ink=colors["ink"], faint=colors["line"], tones=tones, paper="#ffffff")


MISSING = "matplotlib is needed for plots; install it with: pip install 'redraft[report]'"

WIDTH_INCHES, _HEIGHT_INCHES = 7.4, 3.9
_PIXELS_PER_INCH = 192  # twice those of a page: sharp on screens that have so many, and in print


@contextmanager
def drawing(title: str, height_inches: float = _HEIGHT_INCHES, palette: Palette = PAGE) -> "Iterator[Figure]":
    """A figure to draw on, in the width of a page.

    Args:
        title: what the plot shows; two plots of one page must not have the same.
        height_inches: of the figure, at 96 pixels of a page to an inch.
        palette: `PAGE` for `as_svg`, `light_palette()` for `as_png`.

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
            "axes.edgecolor": palette.ink,
            "axes.labelcolor": palette.ink,
            "font.size": 10.5,
            "svg.fonttype": "none",
            "svg.hashsalt": title,  # salts the ids that references need, so that two plots on one page share none
            "text.color": palette.ink,
            "text.parse_math": False,
            "xtick.color": palette.ink,
            "ytick.color": palette.ink,
        }
    ):
        yield Figure(figsize=(WIDTH_INCHES, height_inches))


def plain(axes: "Axes", *, grid: Literal["x", "y"], palette: Palette = PAGE) -> None:
    """No box, a quiet grid, nothing behind."""
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.grid(axis=grid, color=palette.faint, linewidth=1)
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


def as_png(figure: "Figure", palette: Palette) -> bytes:
    """The figure as pixels, two for each of a page in both directions; it must have been drawn in this palette."""
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(file, format="png", dpi=_PIXELS_PER_INCH, facecolor=palette.paper, metadata={"Software": None})
    return file.getvalue()


def standing_alone(svg: str) -> str:
    """The SVG of a page as a file of its own: with its name space, the page's colours, and the reader's own font."""
    light, dark = _variables()
    # Its own ground: a viewer may show a file on white while the reader's system, and so the words, are for the dark.
    style = (
        f"<style>\n{light}\n{dark}\nsvg {{ background: var(--paper); font-family: system-ui, sans-serif; }}\n</style>"
    )
    head, _, rest = svg.partition(">")
    spaces = "xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'"
    return f"{head} {spaces}>{style}{rest}\n"


def _variables() -> tuple[str, str]:
    """The colours of the page, as it states them for the light and for the dark."""
    page = (files("redraft.report") / "page.css").read_text(encoding="utf-8")
    light = re.search(r"^:root \{.*?^\}", page, re.DOTALL | re.MULTILINE)
    dark = re.search(r"@media \(prefers-color-scheme: dark\) \{\n  :root \{.*?\n  \}\n\}", page, re.DOTALL)
    assert light is not None
    assert dark is not None
    return light[0], dark[0]
