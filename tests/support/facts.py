"""Sources whose answers a test fixes, passages, and what a model replies about claims and evidence."""

import json
from collections.abc import Sequence

from redraft.core import Context, Critique, Draft, Passage, Prompt, Provenance
from redraft.critics.facts import FactsCritic
from redraft.errors import SourceError

TOWER = "The Eiffel Tower was completed in 1889. It stands in Paris."


def passage(text: str, document: str = "tower.txt", *, start: int = 0, title: str = "") -> Passage:
    """A passage that stands at `start` of a document."""
    where = Provenance(document=document, start=start, end=start + len(text), sha256="ab" * 32, date="2024-05-01")
    return Passage(text=text, provenance=where, title=title)


class FixedSource:
    """Gives the same passages to every query and remembers the queries; fails instead where told so."""

    def __init__(self, *passages: Passage, name: str = "fixed", fails: str | None = None) -> None:
        self.name, self.version = name, "1"
        self.queries: list[str] = []
        self._passages, self._fails = passages, fails

    async def search(self, query: str, n: int = 5) -> tuple[Passage, ...]:
        """The passages, whatever is asked."""
        self.queries.append(query)
        if self._fails is not None:
            raise SourceError(self._fails)
        return self._passages[:n]


def entry(words: str, claim: str | None = None, *, check: bool = True, query: str = "") -> dict[str, object]:
    """One entry of the list of claims that a model writes."""
    return {"words": words, "claim": words if claim is None else claim, "check": check, "query": query}


def claims_reply(*entries: dict[str, object]) -> str:
    """A model's list of claims."""
    return json.dumps(entries, ensure_ascii=False)


def verdict_reply(verdict: str, quote: str | None = None, *, reasoning: str = "The passages were compared.") -> str:
    """A model's verdict on a claim."""
    cited = [] if quote is None else [f'Quote: "{quote}"']
    return "\n".join([reasoning, *cited, f"Verdict: {verdict}"])


async def examined(critic: FactsCritic, text: str, *, asked: str = "Tell me about it.", by: str = "w") -> Critique:
    """The critique of a first draft."""
    prompt = Prompt.of(asked, id="facts-test")
    return await critic.examine(prompt, Draft.of(text, by=by), Context(prompt=prompt))


def severities(critique: Critique) -> Sequence[str]:
    """How severe each finding is, in their order."""
    return [finding.severity for finding in critique.findings]
