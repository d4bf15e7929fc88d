"""A draft gives away a card and an address; the critic says where, in part only, and the redraft leaves them out.

Offline: the model is scripted. With a real one, write its name in place of `ScriptedModel(...)`.
"""

import redraft
from redraft.critics.private_data import PrivateData
from redraft.models import ScriptedModel

# Put together here, so that no scanner takes this file for a leak. The number is made up; its check digit is right.
card = "4539 1488 0343 " + "6467"
model = ScriptedModel(
    f"Dear support, order 7 was charged to {card}; the customer is jane.doe@acme.io.",
    "Dear support, order 7 was charged twice; the customer's address is in the file.",
)
correction = redraft.correct_sync(
    "Tell support that order 7 was charged twice.", model=model, critics=[PrivateData()], store=False
)

first, second = correction.attempts
print("draft:  ", first.draft.text.replace(card, "[a card]"))
for finding in first.verdict.findings:
    print(f"  {finding.severity}: {finding.message}")
print("redraft:", correction.text)
print("why:    ", correction.reason)
assert card not in first.verdict.text
assert second.verdict.unrefuted
assert correction.text == second.draft.text
