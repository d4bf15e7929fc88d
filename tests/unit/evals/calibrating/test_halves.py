from hypothesis import given
from hypothesis import strategies as st

from redraft.evals.calibrating.halves import split


@given(names=st.lists(st.text(max_size=3), max_size=60))
def test_halves_share_no_name_lose_nothing_and_are_about_equal(names: list[str]) -> None:
    first, second = split(names, names)
    assert sorted([*first, *second]) == sorted(names)
    assert not set(first) & set(second)
    assert 0 <= len(set(first)) - len(set(second)) <= 1


@given(names=st.lists(st.text(max_size=3), max_size=30, unique=True))
def test_halves_do_not_depend_on_the_order(names: list[str]) -> None:
    turned = names[::-1]
    assert set(split(names, names).first) == set(split(turned, turned).first)
