import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from redraft.critics import FunctionCritic
from redraft.errors import Misuse
from redraft.evals.measuring.comparing import compared
from redraft.evals.measuring.document import as_document
from redraft.evals.measuring.run import MeasureConfig, measure_critic
from support.labelled import written, yes_and_no


def card_in(folder: Path, data: Path, function: Callable[[str], float], *, name: str, **settings: object) -> Path:
    """A folder with a card, as the command line makes it."""
    folder.mkdir()
    config = MeasureConfig(data=data, journal=folder / "judged.jsonl", command="", **settings)  # type: ignore[arg-type]  # by name
    card = asyncio.run(measure_critic(FunctionCritic(function=function, name=name), config))
    (folder / "card.json").write_text(as_document(card))
    return folder


def says_yes(text: str) -> float:
    return float("yes" in text)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return written(tmp_path / "d.jsonl", yes_and_no(30))


def test_cards_stand_beside_each_other_with_the_agreement_of_their_critics(data: Path, tmp_path: Path) -> None:
    one = card_in(tmp_path / "one", data, says_yes, name="yes")
    other = card_in(tmp_path / "other", data, lambda text: 1.0, name="always")
    found = compared([one, other / "card.json"])
    assert list(found.cards) == ["yes", "always"] and found.no_agreement is None
    assert found.agreement is not None
    (pair,) = found.agreement.pairs
    assert (pair.n, pair.agreed.value, pair.n_bad) == (30, 24 / 30, 10)


def test_outputs_are_known_again_in_other_data(data: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in data.read_text().splitlines()]
    half = written(tmp_path / "half.jsonl", [row | {"id": f"again {i}"} for i, row in enumerate(rows[20:])])
    cards = [card_in(tmp_path / "a", data, says_yes, name="c"), card_in(tmp_path / "b", half, says_yes, name="c")]
    found = compared(cards)
    assert list(found.cards) == ["c on d.jsonl", "c on half.jsonl"]
    assert found.agreement is not None and [pair.n for pair in found.agreement.pairs] == [10]


def test_a_card_says_how_far_it_agrees_with_those_it_is_measured_beside(data: Path, tmp_path: Path) -> None:
    one = card_in(tmp_path / "one", data, says_yes, name="yes")
    other = card_in(tmp_path / "other", data, lambda text: 1.0, name="always", beside=(one,))
    agreement = compared([one, other]).cards["always"].agreement
    assert agreement is not None and agreement.critics == ("always", "yes") and agreement.pairs[0].n == 30
    with pytest.raises(Misuse, match="holds a card of 'yes' itself"):
        card_in(tmp_path / "third", data, says_yes, name="yes", beside=(one,))


def test_cards_without_verdicts_or_without_a_common_output_have_no_agreement_and_say_so(
    data: Path, tmp_path: Path
) -> None:
    one = card_in(tmp_path / "one", data, says_yes, name="yes")
    others = written(tmp_path / "e.jsonl", [row | {"prompt": f"else {row['prompt']}"} for row in yes_and_no(9)])
    apart = compared([one, card_in(tmp_path / "apart", others, says_yes, name="other")])
    assert apart.agreement is None and apart.no_agreement == "no two of them judged the same output"
    old = card_in(tmp_path / "old", data, says_yes, name="old")
    (old / "verdicts.jsonl").unlink()
    assert f"there are no verdicts beside {old}" in str(compared([one, old]).no_agreement)


def test_one_card_the_same_card_and_contradicting_labels_are_refused(data: Path, tmp_path: Path) -> None:
    one = card_in(tmp_path / "one", data, says_yes, name="yes")
    with pytest.raises(Misuse, match="two cards or more, got 1"):
        compared([one])
    with pytest.raises(Misuse, match="the same card is given twice"):
        compared([one, one / "card.json"])
    turned = written(tmp_path / "t.jsonl", [row | {"acceptable": not row["acceptable"]} for row in yes_and_no(30)])
    with pytest.raises(Misuse, match="measure both with the same labels"):
        compared([one, card_in(tmp_path / "turned", turned, says_yes, name="turned")])
    (one / "verdicts.jsonl").write_text("nonsense\n")
    with pytest.raises(Misuse, match="holds no verdicts"):
        compared([one, card_in(tmp_path / "fine", data, says_yes, name="fine")])
