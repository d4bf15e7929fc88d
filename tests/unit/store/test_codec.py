import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import StoreError
from redraft.store import decode_record, encode_record
from redraft.store.codec import decode, encode
from unit.store.examples import full_record, record


def test_a_full_record_comes_back_as_it_was() -> None:
    assert decode_record(encode_record(full_record())) == full_record()


def test_a_record_is_one_line() -> None:
    assert "\n" not in encode_record(record("r1", text="two\nlines\r\u2028"))


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_that_a_model_can_write_comes_back(text: str) -> None:
    assert decode_record(encode_record(record("r1", text=text))).context.attempts[0].draft.text == text


def test_half_a_surrogate_pair_comes_back_from_bytes_too() -> None:
    written = encode_record(record("r1", text="broken \ud83d off")).encode()
    assert decode_record(written).context.attempts[0].draft.text == "broken \ud83d off"


def test_a_value_without_a_form_in_json_is_kept_as_its_text() -> None:
    assert decode(encode({"response_format": int})) == {"response_format": "<class 'int'>"}


@pytest.mark.parametrize("text", ["", "{", "[1]", "7", '{"schema_version": 1}', "not json"])
def test_what_is_no_record_is_refused_with_what_was_seen(text: str) -> None:
    with pytest.raises(StoreError, match="record") as caught:
        decode_record(text)
    assert text[:50] in str(caught.value)


def test_bytes_that_are_not_utf8_are_refused() -> None:
    with pytest.raises(StoreError, match="not JSON"):
        decode_record(b'{"id": "\xff"}')


def test_a_long_text_is_shown_shortened() -> None:
    with pytest.raises(StoreError) as caught:
        decode_record(json.dumps(["x" * 1000]))
    assert len(str(caught.value)) < 150
