"""`redraft facts` as a user meets it: add, search, list, remove, with faults told and exit codes that say so."""

import json
from pathlib import Path

import pytest

from support.command_line import redraft
from support.documents import folder
from support.search_server import search_service


@pytest.fixture(autouse=True)
def _documents() -> None:
    folder(Path("docs"))


def test_a_folder_is_added_searched_listed_and_removed() -> None:
    done = redraft("facts", "add", "docs", "--into", "facts.db")
    assert (done.code, done.err) == (0, "")
    assert done.out == "6 new, 0 changed, 0 unchanged, 0 removed, 0 faults\nfacts.db holds 11 passages\n"
    found = redraft("facts", "search", "Where was Turing born?", "--in", "facts.db", "-n", "1")
    assert found.code == 0
    assert found.out.splitlines()[0].startswith("1. docs/notes.md, characters 48 to 93, 2020-05-06, score ")
    assert "Notes on people > Alan Turing" in found.out
    assert "«Turing» He «was» «born» in London" in found.out
    listed = redraft("facts", "list", "--in", "facts.db")
    assert "docs/paper.pdf" in listed.out
    assert "6 documents, 11 passages in facts.db" in listed.out
    gone = redraft("facts", "remove", "docs/notes.md", "--in", "facts.db")
    assert (gone.code, gone.out) == (0, "removed docs/notes.md\n")
    nothing = redraft("facts", "search", "Turing", "--in", "facts.db")
    assert (nothing.code, nothing.out) == (1, "")
    assert "nothing was found" in nothing.err
    assert redraft("facts", "remove", "docs", "--in", "facts.db").out.count("removed ") == 5


def test_faults_come_last_and_in_the_exit_code() -> None:
    Path("docs/broken.pdf").write_bytes(b"%PDF-1.4 x")
    Path("docs/rows.csv").write_text("a,b\n1\n2,3\n")
    Path("docs/code.py").write_text("1")
    done = redraft("facts", "add", "docs", "--into", "facts.db")
    assert done.code == 1
    assert done.out.startswith("7 new, 0 changed, 0 unchanged, 0 removed, 2 faults\n")
    first, *faults = done.err.splitlines()
    assert first == "passed over, for they are of other kinds: 1 .py"
    assert [fault.partition(": ")[0] for fault in faults] == ["docs/broken.pdf", "docs/rows.csv, line 2"]
    again = redraft("facts", "add", "docs", "--into", "facts.db", "--json")
    told = json.loads(again.out)
    assert (told["unchanged"], told["n_passages"], len(told["faults"])) == (7, 12, 1)


def test_json_gives_passages_with_their_provenance() -> None:
    done = redraft("facts", "search", "moth", "--in", "docs", "--json")
    (first, *_) = json.loads(done.out)
    assert first["text"] == "Grace Hopper found a moth."
    where = first["provenance"]
    assert (where["document"], where["start"], where["end"]) == (str(Path("docs/paper.pdf").resolve()), 0, 26)
    assert "indexed docs into " in done.err
    assert json.loads(redraft("facts", "list", "--in", "docs-index", "--json").out or "[]") == []


def test_the_index_in_the_data_folder_is_meant_when_none_is_named() -> None:
    missing = redraft("facts", "search", "moth")
    assert missing.code == 2
    assert "no such index; make one with `redraft facts add DIR --into " in missing.err
    assert redraft("facts", "add", "docs").code == 0
    assert redraft("facts", "search", "moth", "--json").code == 0
    assert (Path.home() / ".local/share/redraft/facts.db").is_file()


def test_names_of_the_settings_are_sources() -> None:
    Path("redraft.toml").write_text(
        '[sources.notes]\ntype = "files"\nindex = "notes.db"\n[sources.web]\ntype = "http"\nurl = "http://127.0.0.1:9/"\n'
    )
    assert redraft("facts", "add", "docs", "--into", "notes").code == 0
    assert (
        redraft("facts", "search", "moth", "--in", "notes", "--in", "web").code == 0
    )  # one source that fails is left out
    refused = redraft("facts", "add", "docs", "--into", "web")
    assert (refused.code, "of type 'http', which has no index" in refused.err) == (2, True)


def test_a_folder_of_tantivy_is_an_index_too() -> None:
    pytest.importorskip("tantivy", reason="the extra facts is not installed")
    assert redraft("facts", "add", "docs", "--into", "words", "--backend", "tantivy").code == 0
    assert "«moth»" in redraft("facts", "search", "moth", "--in", "words").out
    assert redraft("facts", "add", "docs", "--into", "words").out.startswith("0 new, 0 changed, 6 unchanged")


def test_an_embedder_finds_by_meaning_what_words_do_not() -> None:
    with search_service() as service:
        service.body = lambda asked: {
            "data": [
                {"index": i, "embedding": [float("moth" in text or "insect" in text), 0.1]}
                for i, text in enumerate(asked["input"])
            ]
        }
        model = f"{service.url.removesuffix('/search')}/v1#mini"
        added = redraft("facts", "add", "docs", "--into", "facts.db", "--embedder", model)
        assert added.out.endswith("facts.db holds 11 passages, 11 new vectors\n")
        assert redraft("facts", "search", "insect", "--in", "facts.db").code == 1
        found = redraft("facts", "search", "insect", "--in", "facts.db", "--embedder", model, "-n", "1")
        assert "Grace Hopper found a moth." in found.out


def test_terminal_controls_in_a_document_are_made_visible() -> None:
    Path("docs/evil.txt").write_text("evil \x1b[2J\x1b]0;title\x07 words")
    done = redraft("facts", "search", "evil", "--in", "docs", "-n", "1")
    assert "\x1b" not in done.out
    assert "␛" in done.out


def test_chinese_words_are_marked_together() -> None:
    Path("docs/zh.txt").write_text("居里夫人出生於華沙。")
    assert "«居里夫人出生»於" in redraft("facts", "search", "居里夫人出生", "--in", "docs", "-n", "1").out
