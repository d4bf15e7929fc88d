import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.rules.json_spans import location_of

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    """Every path into a JSON value with what it leads to."""
    found = [(path, value)]
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in inner:
        found += paths(item, (*path, step))
    return found


@given(VALUES, st.sampled_from([None, 0, 2, "\t"]), st.booleans())
def test_every_value_of_any_json_is_found_at_its_place(value: Any, indent: int | str | None, ascii_only: bool) -> None:
    text = f" \r\n{json.dumps(value, indent=indent, ensure_ascii=ascii_only)}\n"
    for path, wanted in paths(value):
        place = location_of(text, path)
        assert json.loads(text[int(place.start) : int(place.end)]) == wanted


def test_of_a_key_given_twice_the_last_one_counts() -> None:
    text = '{"a": 1, "a": 22}'
    place = location_of(text, ["a"])
    assert (place.start, place.end) == (14, 16)


@pytest.mark.parametrize("path", [["b"], [0], ["a", 2], ["a", "x"], ["a", 0, "x"]])
def test_a_path_that_leads_nowhere_is_an_error(path: list[str | int]) -> None:
    with pytest.raises(KeyError):
        location_of('{"a": [1, {}]}', path)
