"""Files of segments for tests, and what becomes of them when translations are put in."""

from collections.abc import Callable, Mapping
from pathlib import Path

from redraft.batch.forms.bilingual.files import BilingualForm, open_bilingual
from redraft.batch.forms.bilingual.slots import BilingualOptions, Slot

XLIFF_12 = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:my="urn:my">
 <file original="app.txt" source-language="en" target-language='de' datatype="plaintext">
  <header><note>for the app</note></header>
  <body>
   <trans-unit id="1" my:attr="kept &amp; kept">
    <source>Press <g id="7" ctype="bold">OK</g> &amp; wait<x id="8"/>.</source>
    <target state="translated">  Drücke <g id="7">OK</g> &amp; warte<x id="8"/>.</target>
    <note>A button.</note>
    <alt-trans><source>Press OK</source><target>Niemals anfassen</target></alt-trans>
   </trans-unit>
   <trans-unit id="2"><source>Cancel</source></trans-unit>
   <trans-unit id="3"><source>Help</source><target state="needs-translation">Help</target></trans-unit>
   <trans-unit id="4" approved="yes"><source>Open</source><target>Öffnen</target></trans-unit>
   <group translate="no"><trans-unit id="5"><source>TOKEN</source><target>TOKEN</target></trans-unit></group>
   <trans-unit id="6"><source><![CDATA[<b>Bold</b> move]]></source>
    <target><![CDATA[<b>Kühner</b> Zug]]></target></trans-unit>
   <trans-unit id="7"><source>Say &quot;hi&quot; &#8230;</source><target/></trans-unit>
   <trans-unit id="8"><source><x id="1"/></source></trans-unit>
  </body>
 </file>
</xliff>
"""

XLIFF_2 = """<?xml version="1.0"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de">
  <file id="f1">
    <unit id="u1">
      <originalData><data id="d1">&lt;br/&gt;</data></originalData>
      <segment id="s1" state="initial">
        <source>One <pc id="1" dataRefStart="d1">two</pc><ph id="2" dataRef="d1"/></source>
      </segment>
      <ignorable><source> </source></ignorable>
      <segment state="translated"><source>Three</source><target>Drei</target></segment>
      <segment state="final"><source>Four</source><target>Vier</target></segment>
    </unit>
    <unit id="u2" translate="no"><segment><source>CODE</source></segment></unit>
  </file>
</xliff>
"""

TMX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="x" srclang="en" segtype="sentence" adminlang="en" datatype="plaintext" o-tmf="x"/>
  <body>
    <tu tuid="a">
      <note>Friendly.</note>
      <tuv xml:lang="en"><seg>Hello <bpt i="1">&lt;b&gt;</bpt>world<ept i="1">&lt;/b&gt;</ept></seg></tuv>
      <tuv xml:lang="fr"><seg>Bonjour <bpt i="1">&lt;b&gt;</bpt>monde<ept i="1">&lt;/b&gt;</ept></seg></tuv>
      <tuv xml:lang="de-DE"><seg>Hallo <bpt i="1">&lt;b&gt;</bpt>Welt<ept i="1">&lt;/b&gt;</ept></seg></tuv>
    </tu>
    <tu>
      <tuv xml:lang="en"><seg>Bye</seg></tuv>
      <tuv xml:lang="fr"><seg>Au revoir</seg></tuv>
    </tu>
  </body>
</tmx>
"""

PO = r"""# German catalogue.
msgid ""
msgstr ""
"Project-Id-Version: demo\n"
"Language: de\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#. Shown on the button.
#: src/a.c:1
msgctxt "menu"
msgid "Open"
msgstr "Öffnen"

#: src/a.c:2
#, fuzzy, c-format
#| msgid "%d old file"
msgid "%d file"
msgid_plural "%d files"
msgstr[0] "%d Datei"
msgstr[1] "%d Dateien"

msgid ""
"A long text that a tool has wrapped over several lines of the file, as gettext "
"does.\n"
"And a second line.\n"
msgstr ""
"Ein langer Text, den ein Programm über mehrere Zeilen der Datei umbrochen hat, "
"wie gettext.\n"
"Und eine zweite Zeile.\n"

msgid "Quit \"now\"\t"
msgstr ""

#~ msgid "Old"
#~ msgstr "Alt"
"""

JSONL = """{"id": 1, "source": "Hello", "target": "Hallo", "note": "Friendly.", "more": [1, {"target": "x"}]}
{"id":"b","source":"Bye","x":1.50}
{"source": "caf\\u00e9", "target": "Caf\\u00e9 "}
"""

FILES: Mapping[str, str] = {"a.xlf": XLIFF_12, "b.xliff": XLIFF_2, "c.tmx": TMX, "d.po": PO, "e.jsonl": JSONL}
FORMS: Mapping[str, BilingualForm] = {
    ".xlf": "xliff",
    ".xliff": "xliff",
    ".tmx": "tmx",
    ".po": "po",
    ".jsonl": "segments",
}
GERMAN = BilingualOptions(source_language="en", target_language="de")


def slots_of(path: Path, options: BilingualOptions = GERMAN) -> list[Slot]:
    """The segments of a file."""
    return list(open_bilingual(path, FORMS[path.suffix], options).slots())


def put(
    path: Path, translate: Callable[[Slot], str | None], *, passed: bool = True, options: BilingualOptions = GERMAN
) -> bytes:
    """The file's bytes with the translations that `translate` gives; None leaves a segment."""
    file = open_bilingual(path, FORMS[path.suffix], options)
    splices = set()
    for slot in file.slots():
        new = None if slot.left or slot.problem else translate(slot)
        if new is not None:
            splices |= set(slot.write(new, passed))
    return file.text.with_splices(splices | set(file.completing()))
