from pathlib import Path

from redraft.batch.forms.bilingual.reading import BilingualReader
from redraft.batch.forms.bilingual.slots import BilingualOptions


def test_entries_get_names_of_their_own_whatever_the_file_calls_them(tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl"
    names = ["a~2", "a", "a", "a~2", "a~2~2"]
    path.write_text("".join(f'{{"id": "{name}", "source": "{n}"}}\n' for n, name in enumerate(names)))
    reader = BilingualReader(path, "segments", BilingualOptions(target_language="de"))
    ids = [str(entry.row["id"]) for entry in reader.entries()]
    assert len(set(ids)) == len(ids) and ids[:2] == ["a~2", "a"]
    assert [reader.taken(id).source for id in ids] == ["0", "1", "2", "3", "4"]
