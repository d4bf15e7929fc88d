"""Text and Markdown: the file as it is, with the headings and the date that Markdown marks."""

import re

from redraft.sources.extracting.extracted import Extracted, Heading

_FRONT = re.compile(r"---\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ENTRY = re.compile(
    r"^(title|date|updated|modified|last_updated):[ \t]*['\"]?([^'\"\n]*)", re.MULTILINE | re.IGNORECASE
)
_ATX = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_MARKUP = re.compile(r"[*_`]+|\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)")
# A longer line is no heading, and what looks for marks in one is not to be given a whole file.
_MAX_HEADING_CHARACTERS = 500
ISO_DATE = re.compile(r"\b(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)")


def from_text(text: str) -> Extracted:
    """A plain text; it has no headings."""
    return Extracted(text=text)


def from_markdown(text: str) -> Extracted:
    """A Markdown document; its text is the file's own, marks and all, so that positions are those of the file."""
    front = _FRONT.match(text)
    entries = {key.lower(): value.strip() for key, value in _ENTRY.findall(front[1])} if front else {}
    headings = _headings(text, front.end() if front else 0)
    title = entries.get("title") or (headings[0].words if headings and headings[0].level == 1 else "")
    dates = [entries[key] for key in ("updated", "modified", "last_updated", "date") if key in entries]
    return Extracted(text=text, title=title, headings=headings, date=first_date(dates))


def first_date(told: list[str]) -> str | None:
    """The first ISO date in texts of which each may hold one."""
    return next((match[0] for one in told if (match := ISO_DATE.search(one))), None)


def _headings(text: str, start: int) -> tuple[Heading, ...]:
    found: list[Heading] = []
    place, fence, before, before_start = start, "", "", start
    for line in text[start:].splitlines(keepends=True):
        bare = line.rstrip("\n") if len(line) <= _MAX_HEADING_CHARACTERS else ""
        if mark := _FENCE.match(bare):
            # A fence is closed by one of its own kind that is as long.
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence:
            if (heading := _ATX.match(bare)) and heading[2]:
                found.append(Heading(place, len(heading[1]), _words(heading[2])))
            elif (rule := _UNDERLINE.match(bare)) and before.strip() and not _ATX.match(before):
                found.append(Heading(before_start, 1 if rule[1][0] == "=" else 2, _words(before)))
        before, before_start = ("" if fence else bare), place
        place += len(line)
    return tuple(found)


def _words(heading: str) -> str:
    """A heading without emphasis, code marks and the addresses of links."""
    return _MARKUP.sub(lambda match: match[1] or "", heading).strip()
