import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from redraft.core import Draft
from redraft.errors import MissingExtra, Misuse
from redraft.evals.sample import Score
from redraft.evals.samples.scorers.translation import LikeReference, Metric, corpus_scores

pytest.importorskip("sacrebleu", reason="the extra translation is not installed")

HYPOTHESES = ("Der Hund beißt den Mann.", "Es regnet heute sehr stark.", "Guten Morgen!", "Ja")
REFERENCES = ("Der Hund biss den Mann.", "Heute regnet es stark.", "Guten Morgen!", "Nein")


def scored(text: str, *reference: str, metric: Metric = "chrf", language: str | None = None) -> Score:
    scorer = LikeReference(reference=reference, metric=metric, language=language)
    return asyncio.run(scorer.score(Draft.of(text)))


def theirs(folder: Path, *options: str) -> dict[str, float]:
    """What sacrebleu's own command says of the same sentences."""
    (folder / "hyp.txt").write_text("\n".join(HYPOTHESES) + "\n", encoding="utf-8")
    (folder / "ref.txt").write_text("\n".join(REFERENCES) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "sacrebleu", "ref.txt", "-i", "hyp.txt", "-m", "bleu", "chrf", "-w", "6", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return {row["name"]: row["score"] for row in json.loads(done.stdout)}


def test_a_corpus_scores_what_sacrebleu_s_own_command_says(tmp_path: Path) -> None:
    command = theirs(tmp_path)
    ours = {score.name: score.value for score in corpus_scores(HYPOTHESES, REFERENCES, language="de")}
    assert ours == pytest.approx(command, abs=1e-6)
    assert all(20 < value < 80 for value in ours.values())  # neither all nor nothing


def test_chinese_is_cut_as_the_command_does_when_told(tmp_path: Path) -> None:
    ours = {score.name: score.value for score in corpus_scores(HYPOTHESES, REFERENCES, language="zh-Hant")}
    assert ours == pytest.approx(theirs(tmp_path, "--tokenize", "zh"), abs=1e-6)


def test_the_signature_tells_how_it_was_computed() -> None:
    chrf, bleu = corpus_scores(HYPOTHESES, REFERENCES, language="ja")
    assert chrf.signature.startswith("nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:")
    assert "|tok:char|" in bleu.signature and bleu.n == 4


@pytest.mark.parametrize("metric", ["chrf", "bleu"])
def test_equal_is_one_and_nothing_in_common_is_nothing(metric: Metric) -> None:
    text = "Der Hund biss den Mann im Park."
    assert scored(f" {text}\n", text, metric=metric).value == 1.0
    assert scored("xyz", text, metric=metric).value == 0.0
    assert scored("", text, metric=metric).right is False


def test_a_sentence_is_right_from_the_value_that_was_asked_for() -> None:
    draft, reference = Draft.of("Der Hund beißt den Mann."), ("Der Hund biss den Mann.",)
    strict = LikeReference(reference=reference, at_least=0.9)
    score = asyncio.run(strict.score(draft))
    assert score.right is False and score.value == pytest.approx(0.653, abs=0.001)
    assert score.text.startswith("chrF2 65.3 (nrefs:1|")
    assert scored(draft.text, *reference).right is True


def test_the_best_of_several_references_counts() -> None:
    one, two = "Der Hund biss den Mann.", "Den Mann biss der Hund."
    assert scored(two, one, two).value == 1.0 > float(scored(two, one).value or 0)


def test_what_nothing_can_be_compared_with_is_refused() -> None:
    with pytest.raises(Misuse, match="needs a translation"):
        LikeReference(reference=())
    with pytest.raises(Misuse, match=r"sacrebleu's 50 is 0\.5 here"):
        LikeReference(reference=("a",), at_least=50)
    with pytest.raises(Misuse, match="as many references as translations, got 2 and 1"):
        corpus_scores(["a"], ["a", "b"])


def test_without_sacrebleu_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sacrebleu", None)
    with pytest.raises(MissingExtra, match=r"pip install 'redraft\[translation\]'"):
        LikeReference(reference=("a",))
