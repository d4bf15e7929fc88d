"""ICU messages keep arguments, types and keywords, and have the plural forms of the target language."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.critics.translation.messages import CHECK
from support.translating import flaws, said, words

FILES = "{n, plural, one {# file} other {# files}} in {where}"


def test_a_good_translation_has_no_flaw() -> None:
    assert said(CHECK, FILES, "in {where} {n, plural, one {# Datei} other {# Dateien}}") == []
    assert said(CHECK, FILES, "{where} 有 {n, plural, other {# 個檔案}}", "en-zh+Hant") == []
    assert said(CHECK, FILES, "{n, plural, one {# fichier} other {# fichiers}} dans {where}", "en-fr") == []


def test_plural_forms_that_the_target_language_needs_are_missed() -> None:
    target = "{n, plural, one {# файл} other {# файла}} в {where}"
    (flaw,) = flaws(CHECK, FILES, target, "en-ru")
    assert flaw.says == "icu_plural_missing"
    assert flaw.values == {"name": "n", "keywords": "few, many"}
    assert words(target, flaw) == "{n, plural, one {# файл} other {# файла}}"


def test_a_plural_form_that_the_language_does_not_have_only_warns() -> None:
    target = "{n, plural, one {# Datei} few {# Dateien} other {# Dateien}} in {where}"
    (flaw,) = flaws(CHECK, FILES, target)
    assert (flaw.says, flaw.severity) == ("icu_plural_unused", "minor")


def test_what_a_program_cannot_read_or_fill_is_found() -> None:
    assert said(CHECK, FILES, "{n, plural, one {# Datei} other {# Dateien} in {where}") == ["icu_broken"]
    assert said(CHECK, FILES, "{n, plural, one {# Datei} other {# Dateien}}") == ["icu_lost"]
    assert said(CHECK, FILES, "{anzahl, plural, one {#} other {#}} {where}") == ["icu_lost", "icu_invented"]
    assert said(CHECK, FILES, "{n, plural, one {# Datei}} in {where}") == ["icu_branch_lost"]
    assert said(CHECK, FILES, "{n, number} in {where}") == ["icu_type"]
    assert said(CHECK, FILES, "{n, plural, one {eine Datei} other {Dateien}} in {where}") == ["icu_number_lost"]


def test_the_keywords_of_a_select_are_not_translated() -> None:
    source = "{sex, select, female {her} male {his} other {their}} file"
    assert said(CHECK, source, "{sex, select, female {ihre} male {seine} other {ihre}} Datei") == []
    target = "{sex, select, weiblich {ihre} male {seine} other {ihre}} Datei"
    assert said(CHECK, source, target) == ["icu_branch_lost", "icu_branch_invented"]


def test_order_and_plain_text_are_no_messages() -> None:
    assert said(CHECK, "Hello {name}", "Hallo {") == []


_NAMES = st.lists(st.sampled_from(["a", "b1", "user.name", "n_2", "x-y"]), min_size=1, max_size=4, unique=True)
_WORDS = st.text(st.sampled_from("abc äöü中,.#"), max_size=8)


@st.composite
def _arguments(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Well-formed arguments as source and target, the latter in other words."""
    made = []
    for name in draw(_NAMES):
        kind = draw(st.sampled_from(["", "number", "date", "plural", "select", "selectordinal"]))
        sides = []
        for _ in range(2):
            one, other = draw(_WORDS), draw(_WORDS)
            if kind in ("plural",):
                sides.append(f"{{{name}, plural, one {{# {one}}} other {{# {other}}}}}")
            elif kind == "selectordinal":
                sides.append(f"{{{name}, selectordinal, other {{#. {other}}}}}")
            elif kind == "select":
                sides.append(f"{{{name}, select, yes {{{one}}} other {{{other}}}}}")
            else:
                sides.append(f"{{{name}{', ' if kind else ''}{kind}}}")
        made.append((sides[0], sides[1]))
    return made


@settings(max_examples=150, deadline=None)
@given(_arguments(), st.randoms(use_true_random=False), _WORDS)
def test_well_formed_arguments_may_stand_in_any_order(
    arguments: list[tuple[str, str]], random: Random, between: str
) -> None:
    source = between.join(one for one, _ in arguments)
    shuffled = [other for _, other in arguments]
    random.shuffle(shuffled)
    assert flaws(CHECK, source, between.join(shuffled)) == []


def test_where_a_language_has_one_form_the_number_may_stand_alone() -> None:
    source = "{n, plural, one {# file} other {# files}}"
    assert said(CHECK, source, "{n} 件", "en-ja") == [] == said(CHECK, source, "{n} 個檔案", "en-zh+Hant")
    assert said(CHECK, source, "{n} Dateien", "en-de") == ["icu_type"]
    place = "Place {n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}"
    assert said(CHECK, place, "Platz {n}", "en-de") == []
    assert said(CHECK, source, "{n, number} 件", "en-ja") == ["icu_type"]


def test_a_form_for_fractions_alone_may_be_left_to_other() -> None:
    source = "{n, plural, one {# file} other {# files}}"
    target = "{n, plural, one {# soubor} few {# soubory} other {# souborů}}"
    assert said(CHECK, source, target, "en-cs") == []
    assert said(CHECK, source, target.replace("few {# soubory} ", ""), "en-cs") == ["icu_plural_missing"]
