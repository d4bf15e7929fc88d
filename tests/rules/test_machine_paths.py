"""Tracked files hold no paths, hosts or traces of the machine they were written on."""

import re

from rules.repository import ROOT, judge, relative, tracked_files

# Put together from parts, so that this file does not hold what it forbids.
FORBIDDEN = re.compile(
    "|".join(
        (
            "/" + "root/",
            "/" + r"home/(?!user\b)\w+/",
            "/" + "Users/",
            "/" + "work/",
            r"/opt/(?:wheels|pypi)",
            r"\b10\.\d+\.\d+\.\d+\b",
            r"\b192\.168\.\d+\.\d+\b",
            r"\b[\w-]+\.(?:internal|corp|lan)\b",
        )
    )
)
BINARY = {".safetensors", ".bin", ".png", ".jpg", ".sqlite", ".gz", ".parquet", ".model"}


def traces(text: str) -> list[str]:
    """What in a text belongs to one machine."""
    return FORBIDDEN.findall(text)


def test_no_tracked_file_names_a_machine() -> None:
    files = [p for p in tracked_files() if p.suffix not in BINARY]
    offenders = [f"{relative(p)}: {traces(text)}" for p in files if traces(text := p.read_text(errors="replace"))]
    assert judge(offenders, n_checked=len(files), floor=5) == []


def test_a_path_and_a_private_address_are_seen() -> None:
    seen = traces("see /" + "root/x and 10." + "0.0.7 but not /usr/bin or 127.0.0.1")
    assert seen == ["/" + "root/", "10." + "0.0.7"]


def test_the_repository_root_is_found() -> None:
    assert (ROOT / "pyproject.toml").is_file()
