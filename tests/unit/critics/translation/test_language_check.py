"""The target is in the language, the script and the form of Chinese that were asked for."""

import pytest

from redraft.critics.translation.language_check import CHECK, FORM_CHECK
from support.translating import flaws, said

SENTENCE = "I would like to order something to eat, please."


@pytest.mark.parametrize(
    ("target", "languages"),
    [
        ("Ich möchte bitte etwas zu essen bestellen.", "en-de"),
        ("OK", "en-de"),
        ("Brandi Carlile, Elton John", "en-de"),
        ("我想點一些東西吃。", "en-zh+Hant"),
        ("食べ物を注文したいのですが。", "en-ja"),
        ("Jeg vil gjerne bestille noe å spise, er du snill.", "en-nb"),
        ("Molim vas, želeo bih da naručim nešto za jelo.", "en-sr"),
        ("Молим вас, желео бих да наручим нешто за јело.", "en-sr+RS"),
    ],
)
def test_the_language_asked_for_is_no_flaw(target: str, languages: str) -> None:
    assert flaws(CHECK, SENTENCE, target, languages) == []


def test_names_keep_their_letters() -> None:
    assert said(CHECK, "The iPhone 15 Pro", "iPhone 15 Pro", "en-zh") == []


def test_another_language_of_the_same_script_is_named() -> None:
    (flaw,) = flaws(CHECK, SENTENCE, "Me gustaría pedir algo de comer, por favor, y también una bebida.")
    assert (flaw.says, flaw.severity) == ("wrong_language", "critical")
    assert flaw.values == {"wanted": "German", "found": "Spanish"}


def test_another_script_is_found_in_short_texts() -> None:
    assert said(CHECK, "Please eat something", "請吃點東西吧！") == ["wrong_script"]
    assert said(CHECK, "Please eat something", "Bitte essen Sie etwas", "en-ru") == ["wrong_script"]


def test_the_form_of_chinese_is_checked_only_where_one_was_asked_for() -> None:
    simplified = "这些孩子们在外面玩。"
    assert said(FORM_CHECK, "The children play.", simplified, "en-zh+Hant") == ["wrong_form"]
    assert said(FORM_CHECK, "The children play.", simplified, "en-zh+TW") == ["wrong_form"]
    assert said(FORM_CHECK, "The children play.", simplified, "en-zh+Hans") == []
    assert said(FORM_CHECK, "The children play.", simplified, "en-zh") == []
    assert said(FORM_CHECK, "The children play.", "這些孩子們在外面玩。", "en-zh+Hant") == []


def test_names_and_signs_alone_may_keep_their_letters() -> None:
    assert flaws(CHECK, "(c) 2020 Acme & Sons, Inc.", "© 2020 Acme Sons Inc", "en-ja") == []
    assert said(CHECK, "Press Start", "Druecke Start", "en-ja") == ["wrong_script"]


def test_serbian_that_asks_for_a_script_gets_it() -> None:
    latin = "Molim vas, želeo bih da naručim nešto za jelo."
    assert said(CHECK, SENTENCE, latin, "en-sr+Cyrl") == ["wrong_script"]
