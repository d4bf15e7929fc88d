from typing import get_args

from redraft.critics.safety.forms import FORMS, FormName
from redraft.prompts import LANGUAGES, load
from redraft.settings.critics import SafetyTable


def test_every_form_has_a_name_that_settings_know() -> None:
    assert set(FORMS) == set(get_args(FormName))
    assert set(get_args(SafetyTable.__dataclass_fields__["form"].type)) == set(FORMS)


def test_every_form_has_a_text_with_places_for_boundary_request_and_draft() -> None:
    for name, form in FORMS.items():
        places = load(form.text).places
        assert places == {"boundary", "request", "draft"} | ({"policy"} if name == "shieldgemma" else set())


def test_guards_are_asked_in_the_words_they_were_trained_on_in_every_language() -> None:
    texts = [form.text for form in FORMS.values() if form.is_guard]
    assert len(texts) == 3
    assert all(load(text, language).text == load(text).text for text in texts for language in LANGUAGES)
