"""A source is opened by its name in the settings, or by the path of an index, a folder or a file."""

import asyncio
from pathlib import Path

import pytest

from redraft.errors import SettingsError, SourceError
from redraft.profiles.sources import source_from
from redraft.settings import Settings, read_settings
from redraft.sources import HttpSource, Together, Triples, open_knowledge
from support.documents import folder
from support.search_server import search_service


def settings_of(text: str = "") -> Settings:
    Path("redraft.toml").write_text(text)
    return read_settings()


def found(name: str, settings: Settings, query: str) -> list[str]:
    source = source_from(name, settings, notice=lambda told: None)
    return [Path(passage.provenance.document).name for passage in asyncio.run(source.search(query, 1))]


def test_a_folder_is_indexed_on_the_fly_and_that_is_told_once() -> None:
    folder(Path("docs"))
    Path("docs/empty.txt").write_text("")
    told: list[str] = []
    source = source_from("docs", settings_of(), notice=told.append)
    assert [one.text for one in asyncio.run(source.search("moth", 1))] == ["Grace Hopper found a moth."]
    assert told[0].startswith("indexed docs into ")
    assert told[0].endswith(": 6 new")
    assert "empty.txt: is empty" in told[1]
    told.clear()
    source_from("docs", settings_of(), notice=told.append)
    assert [one for one in told if one.startswith("indexed")] == []


def test_a_document_an_index_and_an_rdf_file_are_sources() -> None:
    folder(Path("docs"))
    Path("a.nt").write_text('<http://e.org/rhine> <http://e.org/flowsThrough> "Basel" .\n')
    with open_knowledge("k.db", writing=True) as knowledge:
        knowledge.add_texts({"kept": "Kept words."})
    settings = settings_of()
    assert found("docs/plain.txt", settings, "Lovelace") == ["plain.txt"]
    assert found("k.db", settings, "kept") == ["kept"]
    assert found("a.nt", settings, "Basel") == ["a.nt"]


def test_tables_of_every_type_are_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    folder(Path("docs"))
    Path("a.csv").write_text("subject,predicate,object\nRhine,flows through,Basel\n")
    monkeypatch.setenv("WIKI_KEY", "secret")
    with search_service() as service:
        service.body = [{"text": "From the service.", "document": "there"}]
        settings = settings_of(
            f"""
            [sources.notes]
            type = "files"
            paths = ["docs"]
            index = "kept/notes.db"
            [sources.rivers]
            type = "triples"
            files = ["a.csv"]
            [sources.wiki]
            type = "http"
            url = "{service.url}"
            api_key_env = "WIKI_KEY"
            [sources.all]
            type = "together"
            sources = ["notes", "rivers", "wiki"]
            """
        )
        assert found("notes", settings, "moth") == ["paper.pdf"]
        assert Path("kept/notes.db").is_file()
        assert isinstance(source_from("rivers", settings), Triples)
        assert isinstance(source_from("wiki", settings), HttpSource)
        together = source_from("all", settings)
        assert isinstance(together, Together)
        passages = asyncio.run(together.search("Rhine Basel", 9))
        assert {Path(one.provenance.document).name for one in passages} >= {"a.csv", "there", "rivers.jsonl"}
        assert service.keys == ["Bearer secret"]


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ('type = "files"', "neither `index` nor `paths`"),
        ('type = "files"\npaths = ["nowhere"]', "is not there"),
        ('type = "files"\npaths = ["empty"]', "nothing to read"),
        ('type = "http"\nurl = "ftp://x"', "must start with http"),
        ('type = "http"\nurl = "http://x"\napi_key_env = "NONE"', "the environment variable NONE is not set"),
        ('type = "together"\nsources = ["x"]', "holds itself"),
        ('type = "together"\nsources = ["other"]', "no such source, and no such path"),
        ('type = "files"\nindex = "k.db"\nembedder = "embedded"', "gives no vectors"),
    ],
)
def test_a_table_that_cannot_be_used_is_told(table: str, problem: str) -> None:
    Path("empty").mkdir()
    settings = settings_of(f"[sources.x]\n{table}\n")
    with pytest.raises(SettingsError, match=problem):
        source_from("x", settings)


def test_what_is_not_there_is_told() -> None:
    settings = settings_of('[sources.handbook]\ntype = "files"\nindex = "no.db"\n')
    with pytest.raises(SettingsError, match="did you mean 'handbook'"):
        source_from("hand-book", settings)
    with pytest.raises(SourceError, match="no such index"):
        source_from("handbook", settings)


def test_an_embedder_of_the_settings_finds_by_meaning() -> None:
    folder(Path("docs"))
    with search_service() as service:
        service.body = lambda asked: {
            "data": [{"index": i, "embedding": [float("moth" in text or "insect" in text), 0.1]}
                     for i, text in enumerate(asked["input"])]
        }  # fmt: skip
        settings = settings_of(
            f"""
            [models.vectors]
            model = "mini"
            base_url = "{service.url.removesuffix("/search")}/v1"
            [sources.notes]
            type = "files"
            paths = ["docs"]
            embedder = "vectors"
            """
        )
        assert found("notes", settings, "insect") == ["paper.pdf"]
        assert found("notes", settings, "insect") == ["paper.pdf"]
        assert len(service.asked) == 3  # the passages once, and each query
