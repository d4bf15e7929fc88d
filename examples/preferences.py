"""A person edits one letter; the next one is written, and checked, the way they like it.

Offline: the model is scripted. With a real one, write its name in place of `ScriptedModel(...)`.
"""

import asyncio
import tempfile
from pathlib import Path

import redraft
from redraft.critics.preferences import Preferences, Written, learn, read_profile
from redraft.models import ScriptedModel

edit = Written(
    context="Write to a customer about a late parcel",
    before="Sure! We don't know where it is 😀\n- we ask\n- we wait",
    after="We do not know yet where it is. We have asked, and will write again tomorrow.",
)

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "me.toml"
    asyncio.run(learn(path, [edit]))
    profile = read_profile(path)
    print("learnt: ", profile.preferences[0].says)

    model = ScriptedModel(
        "Sure! It's lost. We'll send a new one, and it will be with you in two days 🎉",
        "Your parcel is lost. We are sending a new one today, and it will be with you in two days.",
    )
    asked = "Write to a customer about a lost parcel"
    done = redraft.correct_sync(asked, model=model, critics=[Preferences(profile)], store=False)

print("told:   ", next(line for line in model.asked[0].messages[0].text.splitlines() if line.startswith("> ")))
print("draft:  ", done.attempts[0].draft.text)
for finding in done.attempts[0].verdict.findings:
    print("  ", finding.message)
print("redraft:", done.text)
assert len(model.asked) == 2
assert done.text == done.attempts[1].draft.text
