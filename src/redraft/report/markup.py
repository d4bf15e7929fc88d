"""HTML that cannot be confused with text: whatever is not `Html` is escaped when it enters a page."""

from html import escape

from redraft.report.text import printable


class Html(str):
    """A piece of HTML, made by `element` or written by hand in this package; never by a model."""

    __slots__ = ()


def safe(content: str) -> Html:
    """HTML as it is; any other text printable and escaped."""
    return content if isinstance(content, Html) else Html(escape(printable(content), quote=True))


def element(tag: str, *children: str, class_: str = "", **attributes: str) -> Html:
    """One element with its children; attributes are escaped, underscores in their names become hyphens."""
    named = {**({"class": class_} if class_ else {}), **{name.replace("_", "-"): v for name, v in attributes.items()}}
    opened = "".join(f' {name}="{safe(str(value))}"' for name, value in named.items())
    return Html(f"<{tag}{opened}>{''.join(safe(child) for child in children)}</{tag}>")


def joined(*pieces: str) -> Html:
    """The pieces one after the other."""
    return Html("".join(safe(piece) for piece in pieces))
