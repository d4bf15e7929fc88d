"""Writes the pages of the cards in docs/critics/cards from their JSON: one page each, and an index.

`redraft critics measure NAME DATA --out FOLDER` makes a card; its card.json is put there under a name of its own. Run
``python docs/make_cards.py`` after that; the tests compare the pages with what this writes.
"""

import sys
from pathlib import Path

from redraft.cli.views.card_markdown import card_markdown, index_markdown
from redraft.evals.measuring.document import read_card

CARDS = Path(__file__).resolve().parent / "critics" / "cards"

INDEX_HEAD = """# Cards

<!-- Written by docs/make_cards.py from the JSON files beside it. -->

What the critics that come with Redraft are worth on stored outputs of language models, measured on the whole of each
file by the command at the end of each card. [Measuring](../../measuring.md) says how to read a card. The data are
public and not part of Redraft. Where a critic was developed on one half of a file, its own page has the figures of the
other. Times are those of two busy cores, from an earlier run of the same versions on the same files than the rest of
the card: when the rest was made, the machine did other work besides. `facts-claim_labels` is from one run, times too.

`code-code_solutions` hands the critic the very tests that decided the labels, so it says how far running them here
agrees with the stored verdicts; `-without-tests` hides them, and says what the critic knows without.
`logic-logic_programs` has an output for each option of a question: the stored program with that answer. tau compares
outputs to one problem where problems have several; the page of a card says on how many problems it rests.

`facts-claim_labels` holds single claims, by code alone, against an index of the passages that people had found for all
of them (`facts:evidence.db`); `refusal-refusals` asks whether an answer complies, whatever its request deserved; and
`translation-translation_errors` flags only what no right translation does, so that nearly all it leaves is
*unrefuted*. The pages of these critics have figures that fit them better. Critics that ask a model have no card here,
for no model that chats was at hand.
"""


def pages() -> dict[str, str]:
    """The text of every page, by its name."""
    cards = {path.stem: read_card(path) for path in sorted(CARDS.glob("*.json"))}
    index = index_markdown(cards)
    for name in cards:
        index = index.replace(f"| {name}.md |", f"| [{name}]({name}.md) |")
    return {"index.md": f"{INDEX_HEAD}\n{index}", **{f"{name}.md": card_markdown(card) for name, card in cards.items()}}


def main() -> int:
    """Write the pages whose text has changed, or with ``--check`` only name them; 1 when one has."""
    stale = []
    for name, text in pages().items():
        path = CARDS / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv[1:]:
                path.write_text(text, encoding="utf-8")
    for name in stale:
        print(name)
    return 1 if stale and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
