import json
from pathlib import Path

import pytest

from redraft.core import SCHEMA_VERSION
from redraft.errors import StoreError
from redraft.store import decode_record, encode_record
from redraft.store.codec import decode
from redraft.store.migrations import Row, migrate
from unit.store.examples import full_record

GOLDEN = Path(__file__).parent / "golden"


def m001_say_who_is_meant(row: Row) -> Row:
    return {"name": row["who"]}


def m002_shout(row: Row) -> Row:
    return {**row, "name": row["name"].upper()}


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_the_golden_file_of_every_version_stays_readable(version: int) -> None:
    read = decode_record((GOLDEN / f"record_v{version}.json").read_bytes())
    assert read == full_record()


def test_the_newest_golden_file_is_what_is_written_today() -> None:
    golden = (GOLDEN / f"record_v{SCHEMA_VERSION}.json").read_text()
    assert decode(golden) == decode(encode_record(full_record()))


LATER = ("unrefuted", "disputed", "failed", "details", "among", "sources")


def test_a_record_from_before_a_field_with_a_default_reads_the_same() -> None:
    def without(value: object) -> object:
        if isinstance(value, dict):
            return {name: without(part) for name, part in value.items() if name not in LATER}
        return [without(part) for part in value] if isinstance(value, list) else value

    written = encode_record(full_record())
    earlier = json.dumps(without(json.loads(written)))
    assert "unrefuted" in written and "unrefuted" not in earlier
    assert decode_record(earlier) == full_record()


def test_there_is_one_golden_file_for_each_version() -> None:
    names = sorted(path.name for path in GOLDEN.iterdir())
    assert names == [f"record_v{version}.json" for version in range(1, SCHEMA_VERSION + 1)]


def test_migrations_are_applied_in_order_from_the_version_written() -> None:
    steps = (m001_say_who_is_meant, m002_shout)
    assert migrate({"schema_version": 1, "who": "ann"}, steps) == {"schema_version": 3, "name": "ANN"}
    assert migrate({"schema_version": 2, "name": "bob"}, steps) == {"schema_version": 3, "name": "BOB"}
    assert migrate({"schema_version": 3, "name": "cy"}, steps) == {"schema_version": 3, "name": "cy"}


def test_migrating_leaves_the_row_it_was_given_alone() -> None:
    row: Row = {"schema_version": 1, "who": "ann"}
    migrate(row, (m001_say_who_is_meant,))
    assert row == {"schema_version": 1, "who": "ann"}


def test_a_record_of_a_later_version_says_what_to_do() -> None:
    with pytest.raises(StoreError, match=r"schema_version 9.*reads up to 1.*upgrade redraft"):
        migrate({"schema_version": 9}, ())


@pytest.mark.parametrize("version", [None, 0, -1, "1", 1.0])
def test_a_row_without_a_version_is_no_record(version: object) -> None:
    with pytest.raises(StoreError, match="`schema_version` must be 1"):
        migrate({"schema_version": version}, ())
