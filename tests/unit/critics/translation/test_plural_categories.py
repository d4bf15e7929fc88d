"""Plural forms of languages, by the CLDR."""

import pytest

from redraft.critics.translation.plural_categories import categories_of


@pytest.mark.parametrize(
    ("language", "needed"),
    [("de", "one other"), ("zh", "other"), ("ru", "few many one other"), ("fr", "one other"), ("ja", "other")],
)
def test_languages_need_their_forms(language: str, needed: str) -> None:
    assert sorted(categories_of(language).needed) == needed.split()


def test_a_form_for_whole_millions_may_be_left_out_and_may_be_given() -> None:
    assert "many" in categories_of("fr").known


def test_order_has_forms_of_its_own() -> None:
    assert sorted(categories_of("en", ordinal=True).needed) == ["few", "one", "other", "two"]
