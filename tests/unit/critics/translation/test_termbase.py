"""Termbases are read with the line of every entry; what is no XML is refused at its line."""

import pytest

from redraft.critics.translation.termbase import terms_of_termbase
from redraft.errors import Misuse

TBX = """<?xml version="1.0"?>
<martif><text><body>
<termEntry id="1"><langSet xml:lang="en"><tig><term>hard drive</term></tig></langSet>
<langSet xml:lang="de"><tig><term>Festplatte</term></tig><tig><term>Festplattenlaufwerk</term></tig></langSet>
</termEntry><termEntry id="2"><langSet xml:lang="en"><tig><term>alone</term></tig></langSet></termEntry>
</body></text></martif>"""


def test_entries_are_read_in_both_languages() -> None:
    faults: list[str] = []
    (entry,) = terms_of_termbase(TBX, "x.tbx", faults)
    assert (entry.line, entry.source, entry.target) == (3, "hard drive", "Festplatte|Festplattenlaufwerk")
    assert TBX[entry.start :].startswith('<termEntry id="1">')
    assert faults == ["x.tbx, line 5: an entry with 1 language(s); write a term in two"]


def test_what_is_no_xml_is_refused_at_its_line() -> None:
    with pytest.raises(Misuse, match=r"x\.tbx, line 2, is not XML: .*write well-formed TBX"):
        list(terms_of_termbase("<a>\n<b></a>", "x.tbx", []))


def test_entities_of_its_own_are_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
    with pytest.raises(Misuse, match="declares the entity 'b'"):
        list(terms_of_termbase(bomb, "x.tbx", []))
