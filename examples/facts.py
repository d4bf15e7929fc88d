"""A draft with a false, a true and an unknown claim, held against two small documents; only the false one is rewritten.

Runs as it stands: the models are scripted, so that you see what is asked and what comes back. Put
``redraft.models.open_model("openai/NAME")`` in their place, and ``redraft facts add DIR`` makes an index of your files.
"""

import asyncio
import json

from redraft import correct
from redraft.critics.facts import FactsCritic
from redraft.engine.strategies import RewriteRefuted
from redraft.models import ScriptedModel
from redraft.sources import open_knowledge

DOCUMENTS = {
    "bridge.txt": "The Old Bridge was finished in 1566. It crosses the Neretva and is 29 metres long.",
    "river.txt": "The Neretva flows into the Adriatic Sea.",
}
DRAFT = "The Old Bridge was finished in 1666. It crosses the Neretva. Its builder loved figs."

CLAIMS = [
    {"words": "The Old Bridge was finished in 1666.", "claim": "The Old Bridge was finished in 1666.", "check": True,
     "query": "Old Bridge year finished"},
    {"words": "It crosses the Neretva.", "claim": "The Old Bridge crosses the Neretva.", "check": True,
     "query": "Old Bridge river"},
    {"words": "Its builder loved figs.", "claim": "The Old Bridge's builder loved figs.", "check": True,
     "query": "Old Bridge builder"},
]  # fmt: skip
NEW_CLAIM = [{"words": "The Old Bridge was finished in 1566", "claim": "The Old Bridge was finished in 1566.",
              "check": True, "query": ""}]  # fmt: skip
# The second edit is about a sentence that no source contradicts: code refuses it.
EDITS = [
    {"old": "1666", "new": "1566", "reason": "the document has 1566"},
    {"old": "figs", "new": "dates", "reason": "it sounds better"},
]

writer = ScriptedModel(DRAFT, json.dumps(EDITS), name="writer")
reader = ScriptedModel(
    json.dumps(CLAIMS),
    'The document gives another year.\nQuote: "was finished in 1566"\nVerdict: refuted',
    'The document says so.\nQuote: "It crosses the Neretva"\nVerdict: supported',
    "No document speaks of figs.\nVerdict: not enough",
    json.dumps(NEW_CLAIM),
    'The document says so.\nQuote: "was finished in 1566"\nVerdict: supported',
    name="reader",
)


async def main() -> None:
    """Correct the draft and tell what happened."""
    with open_knowledge() as documents:
        documents.add_texts(DOCUMENTS)
        critic = FactsCritic(sources=(documents,), model=reader)
        correction = await correct(
            "Tell me about the Old Bridge.", model=writer, critics=[critic], strategy=RewriteRefuted()
        )
    first, last = correction.attempts[0], correction.attempts[-1]
    print("draft:     ", first.draft.text)
    for finding in first.critiques[0].findings:
        print(f"  {finding.severity}: {finding.message}")
        for source, quote in zip(finding.sources, finding.evidence, strict=True):
            print(f"         {source.document}, characters {source.start} to {source.end}: {quote!r}")
    for refused in last.draft.extra.get("refused_edits", ()):
        print(f"  refused: {refused['old']!r} to {refused['new']!r}, {refused['why']}")
    print("answer:    ", correction.text)
    print("ended:     ", correction.detail)
    print("model calls:", correction.usage.calls)


asyncio.run(main())
