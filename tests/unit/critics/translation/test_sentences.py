"""As many sentences as the source has, whatever ends them."""

import pytest

from redraft.critics.translation.sentences import CHECK
from support.translating import flaws, said


@pytest.mark.parametrize(
    ("source", "target", "languages"),
    [
        ("He came. She went.", "Er kam. Sie ging.", "en-de"),
        ("他来了。她走了。", "He came. She went.", "zh-en"),
        ("Mr. J. Smith came...", "Herr J. Smith kam …", "en-de"),
        ('He said "Go!" and left.', "Er sagte „Los!“ und ging.", "en-de"),
        ("It costs 3.50 today", "Es kostet heute 3,50", "en-de"),
        ("Really?!", "Wirklich?", "en-de"),
        ("He came on March 5, 2021.", "Er kam am 5. März 2021.", "en-de"),
        ("On March 5. We met.", "Am 5. März. Wir trafen uns.", "en-de"),
        ("3 Mio. Stück sind da.", "3 million pieces are there.", "de-en"),
    ],
)
def test_as_many_sentences_are_no_flaw(source: str, target: str, languages: str) -> None:
    assert flaws(CHECK, source, target, languages) == []


def test_missing_and_new_sentences_are_counted() -> None:
    (flaw,) = flaws(CHECK, "He came. She went.", "Er kam.")
    assert (flaw.says, flaw.severity, flaw.values) == ("sentences_differ", "minor", {"n": "1", "wanted": "2"})
    assert said(CHECK, "他来了。", "He came. He went.", "zh-en") == ["sentences_differ"]
