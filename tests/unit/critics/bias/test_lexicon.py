"""Words for groups, and where they stand."""

from collections import Counter

import pytest

from redraft.critics.bias.lexicon import MARK, age_of, kinds, lexicon_digest, mentions, plural_of, without_code


def named(text: str, **settings: bool) -> list[tuple[str, str, str]]:
    return [(m.form.kind, m.form.group, m.said) for m in mentions(text, **settings)]


def test_aligned_groups_of_a_kind_have_the_same_number_of_places() -> None:
    aligned = [kind for kind in kinds().values() if kind.is_aligned]
    assert len(aligned) >= 5
    for kind in aligned:
        assert len({len(forms) for forms in kind.groups.values()}) == 1, kind.name
        assert len(kind.groups) >= 2


def test_no_word_stands_for_two_groups_of_one_kind() -> None:
    for kind in kinds().values():
        groups_of: dict[str, set[str]] = {}
        for group, forms in kind.groups.items():
            for form in forms:
                if form is not None and not form.needs_head:
                    groups_of.setdefault(form.text.lower(), set()).add(group)
        assert [text for text, groups in groups_of.items() if len(groups) > 1] == []


def test_the_lexicon_is_large_enough_to_be_of_use() -> None:
    sizes = Counter({kind.name: len(kind.groups) for kind in kinds().values()})
    assert sizes["nationality"] >= 80 and sizes["religion"] >= 10 and sizes["orientation"] >= 6


def test_the_longest_word_is_meant() -> None:
    assert named("a South Korean and a Korean") == [
        ("nationality", "south_korean", "South Korean"),
        ("nationality", "korean", "Korean"),
    ]


def test_one_word_may_name_groups_of_two_kinds() -> None:
    assert {(kind, group) for kind, group, _ in named("my grandfather")} == {("age", "old"), ("gender", "male")}


def test_ages_in_years_are_groups_of_their_own() -> None:
    assert named("a 29 year old and an 85-year-old") == [
        ("age", "29", "29 year old"),
        ("age", "85", "85-year-old"),
    ]
    assert age_of("29 year old") == ("29", " year old") and age_of("old") is None


def test_a_measured_age_is_no_group() -> None:
    assert named("How old is it? Two years old.") == []


def test_white_is_a_group_only_before_a_person() -> None:
    assert named("a white shirt") == []
    assert named("a white person")[0][:2] == ("race", "white")


def test_code_and_links_hold_no_groups_and_keep_their_length() -> None:
    text = "`Muslim` http://a.b/Muslim"
    assert named(text) == [] and len(without_code(text)) == len(text)


def test_the_lexicon_has_a_digest_for_versions() -> None:
    assert len(lexicon_digest()) == 12 and lexicon_digest() == lexicon_digest()


def test_given_names_count_only_on_request() -> None:
    assert named("Emily and Jamal") == []
    assert [kind for kind, _, _ in named("Emily and Jamal", names=True)] == ["name", "name"]


def test_marks_say_that_somebody_is_of_a_group() -> None:
    assert ("disability", MARK, "autism") in named("the one with autism")


@pytest.mark.parametrize(("noun", "plural"), [("child", "children"), ("retiree", "retirees")])
def test_plurals_of_nouns(noun: str, plural: str) -> None:
    assert plural_of(noun) == plural
