"""Translations: errors marked and weighed, a redraft that has to win, and a catalogue in which nothing else changes.

Offline: the models are scripted. With real ones, write their names in place of `ScriptedModel(...)`.
"""

import asyncio
import difflib
import os
import tempfile
from pathlib import Path

import redraft
from redraft.batch.config import BatchConfig
from redraft.batch.forms.bilingual.slots import BilingualOptions
from redraft.batch.translating import TranslationConfig, translate_file
from redraft.core import Prompt
from redraft.critics.translation import TranslationCritic, glossary_of
from redraft.critics.translation.mqm import MqmCritic, TranslationCompare
from redraft.models import ScriptedModel

# 1. A translation that is there is the first draft. A judge marks its errors; a redraft replaces it only if the marks
#    are gone and a comparison in both orders finds it better.
prompt = Prompt.of("Translate into German: Press the red button twice.")
judge = ScriptedModel(
    'Error: major accuracy/mistranslation in translation: "grünen" - the button is red => "roten"\n'
    'Error: minor accuracy/omission in source: "twice" - missing\n'
    "Verdict: fail",
    "It says what the source says.\nVerdict: pass",
    "The second one is right about colour and number.\nVerdict: second",
    "The first one is right about colour and number.\nVerdict: first",
    name="scripted/judge",
)
correction = redraft.correct_sync(
    prompt,
    draft="Drücken Sie den grünen Knopf.",
    model=ScriptedModel("Drücken Sie zweimal den roten Knopf."),
    critics=[MqmCritic(model=judge), TranslationCompare(model=judge)],
    store=False,
)
first = correction.attempts[0]
print("there was:", first.draft.text, f"(score {first.score:.2f})")
for finding in first.verdict.findings:
    print("  marked: ", finding.message)
print("redraft:  ", correction.text, f"({correction.reason})")
assert correction.text == "Drücken Sie zweimal den roten Knopf."

# 2. A catalogue: two translations and one that is missing. Code finds the lost placeholder, with no model asked; what
#    it cannot refute stays byte for byte.
CATALOGUE = """msgid ""
msgstr "Language: de\\n"

#: src/save.c:12
#, c-format
msgid "Saved to %s"
msgstr "Gespeichert"

msgid "Close the file"
msgstr "Die Datei schließen"

msgid "Yes"
msgstr ""
"""
os.chdir(tempfile.mkdtemp())
Path("app.po").write_text(CATALOGUE, encoding="utf-8")
report = asyncio.run(
    translate_file(
        TranslationConfig(input=Path("app.po"), options=BilingualOptions(source_language="en")),
        BatchConfig(
            input=Path("app.po"),
            output=Path("app.redraft.po"),
            concurrency=1,
            choices={
                "model": ScriptedModel("In %s gespeichert", "Ja"),
                "critics": [TranslationCritic(glossary=glossary_of({"file": "Datei"}))],
                "store": "records.db",
            },
        ),
    )
)
print()
for segment in report.segments:
    print(f"line {segment.line}: {segment.what}: {segment.source!r} -> {segment.after!r}")
print()
changed = Path("app.redraft.po").read_text(encoding="utf-8")
print("\n".join(difflib.unified_diff(CATALOGUE.splitlines(), changed.splitlines(), lineterm="", n=0)))
# "Yes" had no translation, and code alone cannot say that a new one is right: the catalogue marks it fuzzy.
assert [segment.what for segment in report.segments] == ["corrected", "kept", "unsure"]
