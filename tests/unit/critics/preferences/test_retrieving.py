import asyncio
from collections.abc import Sequence

from redraft.critics.preferences.checks import read_check
from redraft.critics.preferences.preference import Preference
from redraft.critics.preferences.retrieving import ByMeaning, ByWords, Retrieved, Similarity, retrieve, terms_of


def entry(
    id: str, context: str, *checks: str, date: str = "2026-11-22", on: bool = True, by: str = "code"
) -> Preference:
    return Preference(
        id=id, date=date, says=f"Says {id}.", checks=tuple(map(read_check, checks)), on=on, context=context, by=by
    )


def retrieved(
    preferences: Sequence[Preference], request: str, n: int = 5, similarity: Similarity | None = None
) -> Retrieved:
    return asyncio.run(retrieve(preferences, request, n=n, similarity=similarity))


def ids(found: Retrieved) -> list[str]:
    return [preference.id for preference in found.preferences]


PROFILE = [
    entry("mail", "Write an e-mail to a customer about a late parcel"),
    entry("code", "Explain this Python function"),
    entry("poem", "A poem for a birthday"),
    entry("all", ""),
    entry("off", "Write an e-mail to a customer", on=False),
]


def test_the_nearest_contexts_come_first_and_what_is_off_or_unrelated_not_at_all() -> None:
    assert ids(retrieved(PROFILE, "E-mail to a customer: the parcel is lost")) == ["mail", "all"]
    assert ids(retrieved(PROFILE, "Please explain the function f")) == ["code", "all"]
    assert ids(retrieved(PROFILE, "Weather?")) == ["all"]


def test_at_most_n_with_a_context_are_taken_the_newest_of_equal_ones() -> None:
    many = [entry(f"e{n}", "Write a mail") for n in range(4)]
    assert ids(retrieved(many, "Write a mail", n=2)) == ["e3", "e2"]
    assert ids(retrieved([*many, entry("all", "")], "Write a mail", n=0)) == ["all"]


def test_chinese_contexts_are_found_by_pairs_of_characters() -> None:
    assert ids(retrieved([entry("a", "寫一封信給客戶"), entry("b", "解釋這段程式")], "請寫一封感謝信給客戶")) == ["a"]
    assert terms_of("寫信 to Ann") == ["寫信", "ann"]


def test_rare_words_weigh_more_than_common_ones() -> None:
    contexts = ["report sales", "report weather", "report costs"]
    scores = asyncio.run(ByWords().of("report weather", contexts))
    assert scores.index(max(scores)) == 1
    assert scores[0] > 0


def test_of_two_that_disagree_the_newer_holds_and_that_is_told() -> None:
    old = entry("old", "Write a mail", "max_words 60", "no_emoji", date="2026-01-01")
    new = entry("new", "Write a mail", "min_words 80", date="2026-02-01")
    found = retrieved([new, old], "Write a mail")
    assert {one.id: [str(check) for check in one.checks] for one in found.preferences} == {
        "new": ["min_words 80"],
        "old": ["no_emoji"],
    }
    (gone,) = found.superseded
    assert (str(gone.check), gone.preference.id, str(gone.by), gone.newer.id) == (
        "max_words 60",
        "old",
        "min_words 80",
        "new",
    )
    assert next(one for one in found.preferences if one.id == "old").says == "Use no emoji."


def test_on_one_day_the_later_entry_of_the_file_is_the_newer() -> None:
    found = retrieved([entry("first", "mail", "lists"), entry("second", "mail", "no_lists")], "mail")
    assert ids(found) == ["second"]


def test_contradictions_of_other_contexts_do_not_touch_each_other() -> None:
    pair = [entry("mail", "Write a mail", "no_lists"), entry("plan", "Draft a plan", "lists")]
    assert retrieved(pair, "Write a mail").superseded == ()


def test_a_persons_own_sentence_is_left_as_it_is() -> None:
    old = entry("old", "mail", "max_words 60", "no_emoji", date="2026-01-01", by="person")
    found = retrieved([old, entry("new", "mail", "max_words 90", date="2026-02-01")], "mail")
    assert next(one for one in found.preferences if one.id == "old").says == "Says old."


class Axes:
    """An embedder with one axis for each topic."""

    name = "test/axes"

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        self.asked.append(list(texts))
        return [[float("mail" in text or "letter" in text), float("code" in text), 0.1] for text in texts]


def test_with_an_embedder_meaning_decides_and_contexts_are_embedded_once() -> None:
    axes = Axes()
    meaning = ByMeaning(axes)
    pair = [entry("mail", "a letter"), entry("code", "some code")]
    assert ids(retrieved(pair, "my mail", similarity=meaning)) == ["mail"]
    assert ids(retrieved(pair, "your mail", similarity=meaning)) == ["mail"]
    assert ids(retrieved(pair, "a letter", similarity=meaning)) == ["mail"]
    assert axes.asked == [["my mail", "a letter", "some code"], ["your mail"]]
