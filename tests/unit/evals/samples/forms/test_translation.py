import json
from pathlib import Path
from typing import Any

import pytest

from redraft.errors import Misuse
from redraft.evals.sample import Sample
from redraft.evals.samples.reading import read_data, read_samples
from redraft.evals.samples.scorers.translation import LikeReference

pytest.importorskip("sacrebleu", reason="the extra translation is not installed")

ROW = {"source": "Good morning", "reference": "Guten Morgen", "source_language": "en", "target_language": "German"}


def read(tmp_path: Path, **changes: Any) -> Sample:
    path = tmp_path / "data.jsonl"
    path.write_text(json.dumps({**ROW, **changes}) + "\n", encoding="utf-8")
    (sample,) = read_samples(path)
    return sample


def test_a_text_with_its_reference_becomes_a_prompt_that_does_not_hold_it(tmp_path: Path) -> None:
    sample = read(tmp_path)
    assert sample.scorer == LikeReference(reference=("Guten Morgen",), language="de")
    assert sample.prompt.text.startswith("Translate the text below from English into German.")
    assert sample.prompt.metadata == {"source": "Good morning", "source_language": "en", "target_language": "de"}
    assert "Guten Morgen" not in sample.prompt.text


def test_the_form_is_recognised_and_rows_choose_their_metric(tmp_path: Path) -> None:
    sample = read(tmp_path, reference=["Guten Morgen", "Moin"], scorer="bleu", at_least=0.7, id="a", problem="p")
    scorer = sample.scorer
    assert isinstance(scorer, LikeReference)
    assert (scorer.name, scorer.at_least, len(scorer.reference)) == ("bleu", 0.7, 2)
    assert (sample.prompt.id, sample.problem) == ("a", "p")
    assert read_data(tmp_path / "data.jsonl").form == "translation"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"target_language": "Klingon"}, "line 1 .*no known language is called 'Klingon'"),
        ({"scorer": "comet"}, "`scorer` is one of chrf, bleu for translations, got 'comet'"),
        ({"at_least": "much"}, "`at_least` must be a number"),
        ({"reference": []}, "must be a list of texts"),
        ({"target": "x"}, "no such field: 'target'"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(Misuse, match=said):
        read(tmp_path, **changes)
