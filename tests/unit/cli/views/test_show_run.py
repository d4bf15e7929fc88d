import pytest

from redraft.cli.views.show_run import listed
from redraft.settings import Settings, StoreTable


def test_an_empty_store_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("redraft.store.database.Database.shown", "postgresql://me:***@host/db")
    listed(Settings(store=StoreTable(url="sqlite://")), limit=3, as_json=False, no_color=True)
    seen = capsys.readouterr()
    assert "no records in postgresql://me:***@host/db yet" in seen.err
    assert "sqlite" not in seen.err
