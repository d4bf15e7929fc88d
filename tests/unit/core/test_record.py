from redraft.core import Attempt, Correction, Draft, Usage


def correction(*texts: str, returned: str | None) -> Correction:
    attempts = tuple(Attempt(draft=Draft.of(text)) for text in texts)
    draft = None if returned is None else Draft.of(returned)
    return Correction(
        draft=draft,
        attempts=attempts,
        accepted=False,
        reason="rounds_spent",
        detail="",
        usage=Usage(),
        certificate=None,
        record_id="r",
    )


def test_a_correction_says_whether_it_changed_the_answer():
    assert not correction("a", "b", returned="a").changed
    assert correction("a", "b", returned="b").changed


def test_no_draft_is_none_and_not_an_empty_text():
    assert correction(returned=None).text is None
