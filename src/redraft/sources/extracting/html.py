"""HTML pages: what a reader would read, without scripts, styles, navigation and what is hidden."""

import re
from typing import TYPE_CHECKING, Any

from redraft.errors import MissingExtra
from redraft.sources.extracting.decoding import Unreadable, decoded
from redraft.sources.extracting.extracted import Extracted, Heading
from redraft.sources.extracting.nesting import MOST_NESTED, is_too_deep
from redraft.sources.extracting.plain import first_date

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_LEFT_OUT = (
    "script, style, noscript, template, nav, header, footer, aside, form, button, select, iframe, object, svg, canvas, "
    "dialog, [hidden], [aria-hidden=true], [role=navigation], [role=banner], [role=contentinfo], [role=search], "
    "[role=menu]"
)
_BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr html legend li main ol p pre section summary table tbody tfoot thead tr ul".split()
)
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 table ul ol dl blockquote pre article section".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_CELLS = frozenset({"td", "th"})
_DATES = (
    'meta[property="article:modified_time"]', 'meta[property="article:published_time"]', 'meta[name="last-modified"]',
    'meta[name="date"]', 'meta[name="dc.date" i]', 'meta[itemprop="dateModified"]', 'meta[itemprop="datePublished"]',
)  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\f\r\u00a0]+")
_HEAD_BYTES = 4096


def from_html(data: bytes) -> Extracted:
    """The words of a page.

    Raises:
        Unreadable: when the bytes are no text, or a page that is nested too deep to be taken apart.
        MissingExtra: when selectolax is not installed.
    """
    parser = _parser()
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    text, assumed = decoded(data, declared=declared[1].decode("ascii", "replace") if declared else None)
    if is_too_deep(text):
        raise Unreadable(
            f"has more than {MOST_NESTED:,} elements inside each other; save its text as a file of its own"
        )
    tree: LexborHTMLParser = parser(text)
    dates = [str(node.attributes.get("content") or "") for sign in _DATES for node in tree.css(sign)]
    dates += [str(node.attributes.get("datetime") or "") for node in tree.css("time[datetime]")[:1]]
    titles = tree.css("title")
    title = _BLANKS.sub(" ", titles[0].text()).strip() if titles else ""
    for node in tree.css(_LEFT_OUT):
        # A header inside an article holds the article's own title.
        if not (node.tag in ("header", "footer") and _is_inside(node, "article")):
            node.decompose()
    page = _Page()
    if tree.body is not None:
        page.read(tree.body)
    return Extracted(
        text=page.text, title=title, headings=tuple(page.headings), date=first_date(dates), assumed=assumed
    )


class _Page:
    """The words of a tree, block by block; headings are noted where they begin."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._break = ""
        self.headings: list[Heading] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def read(self, root: "LexborNode") -> None:
        """Walk the tree without recursion: a hostile page may be nested ten thousand deep."""
        node: LexborNode | None = root
        open_headings: list[tuple[int, int]] = []
        while node is not None:
            self._enter(node, open_headings)
            if node.child is not None:
                node = node.child
                continue
            while node is not None:
                self._leave(node, open_headings)
                if node.mem_id == root.mem_id:
                    return
                if node.next is not None:
                    node = node.next
                    break
                node = node.parent

    def _enter(self, node: "LexborNode", open_headings: list[tuple[int, int]]) -> None:
        tag = node.tag
        if tag == "-text":
            self._add(node.text_content or "", is_in_pre=_is_inside(node, "pre"))
        elif tag == "br":
            self._want("\n")
        elif tag in _BLOCKS:
            self._want("\n\n" if tag in _PARAGRAPHS else "\n")
            if tag in _HEADINGS:
                open_headings.append((int(tag[1]), len(self._parts)))
        elif tag in _CELLS and self._length and not self._break:
            self._want(" | ")

    def _leave(self, node: "LexborNode", open_headings: list[tuple[int, int]]) -> None:
        if node.tag in _HEADINGS and open_headings:
            level, first = open_headings.pop()
            words = "".join(self._parts[first:]).strip()
            if words:
                self.headings.append(Heading(self._length - len("".join(self._parts[first:]).lstrip()), level, words))
        if node.tag in _BLOCKS:
            self._want("\n\n" if node.tag in _PARAGRAPHS else "\n")

    def _want(self, sign: str) -> None:
        """Have the next words stand behind this sign; of several the strongest counts."""
        if self._length and ("\n\n" in (sign, self._break) or sign == "\n" or not self._break):
            self._break = "\n\n" if "\n\n" in (sign, self._break) else sign

    def _add(self, written: str, *, is_in_pre: bool) -> None:
        words = written if is_in_pre else _BLANKS.sub(" ", written)
        if not words.strip():
            if self._length and not self._break and words:
                self._break = " "
            return
        if self._break or not self._length:
            words = words.lstrip() if not is_in_pre else words.lstrip("\n")
        self._put(self._break)
        self._break = " " if words[-1:] == " " and not is_in_pre else ""
        self._put(words.rstrip(" ") if not is_in_pre else words)

    def _put(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)


def _is_inside(node: "LexborNode", tag: str) -> bool:
    parent = node.parent
    for _ in range(_DEPTH):
        if parent is None:
            return False
        if parent.tag == tag:
            return True
        parent = parent.parent
    return False


_DEPTH = 12  # of elements between a text and the pre or article that it counts as a part of


def _parser() -> Any:
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError as error:
        raise MissingExtra("HTML files need selectolax; install it with: pip install 'redraft[facts]'") from error
    return LexborHTMLParser
