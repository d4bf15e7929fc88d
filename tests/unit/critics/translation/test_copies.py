"""What was not translated is found; names, codes and texts of the right language are not."""

from redraft.critics.translation.copies import CHECK, LEFTOVER_CHECK
from support.translating import flaws, said, words

SENTENCE = "I would like to order something to eat, please."


def test_a_copy_refutes() -> None:
    (flaw,) = flaws(CHECK, SENTENCE, f" {SENTENCE}")
    assert (flaw.says, flaw.severity) == ("copied", "critical")


def test_names_codes_and_the_same_language_may_be_copied() -> None:
    assert said(CHECK, "Apple iPhone 15 Pro", "Apple iPhone 15 Pro") == []
    assert said(CHECK, "{name}: <b>OK</b>", "{name}: <b>OK</b>") == []
    assert said(CHECK, SENTENCE, SENTENCE, "en-en+GB") == []


def test_a_source_that_already_is_in_the_target_language_may_be_copied() -> None:
    german = "Ich möchte gerne etwas zu essen bestellen, bitte sehr."
    assert said(CHECK, german, german) == []


def test_words_left_in_the_source_language_are_located() -> None:
    target = "Ich würde gerne order something to eat, bitte."
    (flaw,) = flaws(LEFTOVER_CHECK, SENTENCE, target)
    assert words(target, flaw) == "order something to eat"
    assert flaw.severity == "minor"


def test_signs_of_the_source_script_are_located() -> None:
    target = "They sell 豆腐 and rice."
    (flaw,) = flaws(LEFTOVER_CHECK, "他们卖豆腐和米饭。", target, "zh-en")
    assert words(target, flaw) == "豆腐"


def test_kept_titles_and_placeholders_are_no_leftovers() -> None:
    assert said(LEFTOVER_CHECK, "I read The Lord of the Rings", "Ich las The Lord of the Rings") == []
    icu = "{n, plural, one {# file} other {# files}}"
    assert said(LEFTOVER_CHECK, icu, "{n, plural, one {# Datei} other {# Dateien}}") == []
