"""The words of the embedded model: one id each, and the same ids in the shipped files."""

import json

from redraft.models.local import EMBEDDED_FOLDER
from redraft.models.local.language import FAMILIES, VOCABULARY, WORD_IDS, family_of


def test_no_word_has_two_meanings() -> None:
    assert len(set(VOCABULARY)) == len(VOCABULARY) == len(WORD_IDS)


def test_every_family_is_known_by_its_head_word_and_its_example() -> None:
    for family in FAMILIES.values():
        assert family_of(family.example) is family
        assert all(word in WORD_IDS for word in family.example.split())
        assert all(family_of(head) is family for head in family.heads)
    assert family_of("") is None
    assert family_of("breakfast") is None


def test_the_longest_traces_fit_the_training_row() -> None:
    for name, n_prompt in {"pref": 1, "count": 5, "safe": 9}.items():
        family = FAMILIES[name]
        assert 1 + n_prompt + family.n_attempts * (2 + family.n_answer + family.n_critique) <= 58


def test_the_shipped_files_use_the_same_ids() -> None:
    converted = json.loads((EMBEDDED_FOLDER / "ct2" / "vocabulary.json").read_text())
    tokenizer = json.loads((EMBEDDED_FOLDER / "hf" / "tokenizer.json").read_text())
    assert tuple(converted) == VOCABULARY
    assert tokenizer["model"]["vocab"] == dict(WORD_IDS)


def test_the_shipped_weights_fit_the_promise() -> None:
    n_bytes = sum(path.stat().st_size for path in EMBEDDED_FOLDER.rglob("*") if path.is_file())
    assert n_bytes <= 6_000_000
