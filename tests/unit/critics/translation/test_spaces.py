"""White space stands where it stands in the source."""

import pytest

from redraft.critics.translation.spaces import CHECK
from support.translating import flaws, said, words


@pytest.mark.parametrize(
    ("source", "target", "languages"),
    [(" Yes. ", " Ja. ", "en-de"), ("Really?", "Vraiment ?", "en-fr"), ("a  b", "a  b", "en-de"), ("x", "", "en-de")],
)
def test_the_same_space_is_no_flaw(source: str, target: str, languages: str) -> None:
    assert flaws(CHECK, source, target, languages) == []


def test_other_space_is_told_by_its_place() -> None:
    assert said(CHECK, "Yes.", " Ja. ") == ["space_before", "space_after"]
    (flaw,) = flaws(CHECK, "It is so.", "Es  ist so.")
    assert (flaw.says, words("Es  ist so.", flaw)) == ("space_double", "  ")
    assert said(CHECK, "Yes, it is.", "Ja , so ist es.") == ["space_before_sign"]
