import pytest

from redraft.errors import Misuse
from redraft.evals.preferences import PreferencesEvalConfig, evaluate_preferences
from redraft.evals.preferences.memories import ALL, MEMORIES
from redraft.evals.preferences.tables import figure, sentence, tables


def test_on_the_embedded_model_remembered_edits_pay_and_another_persons_do_not() -> None:
    config = PreferencesEvalConfig(kinds=("one word",), n_people=12, n_steps=12, seeds=(5,))
    told: list[str] = []
    result = evaluate_preferences(config, on_progress=told.append)
    by_name = {one.memory: one for one in result.figures}
    assert by_name[ALL.name].late.high < by_name["no memory"].late.low
    assert by_name[ALL.name].fall.low > 0
    assert not by_name["another person's edits"].fall.low > 0
    assert {one.other for one in result.compared} == {memory.name for memory in MEMORIES[1:]}
    assert told == ["one word: 12 people, 12 requests each"]
    shown = list(tables(result))
    assert len(shown) == 2
    assert [row.cells[0] for row in shown[0].rows] == [memory.name for memory in MEMORIES]
    assert sentence(result).startswith("Cost of editing from the first to the last third")
    assert len(figure(result).rows) == 12 * len(MEMORIES)
    again = evaluate_preferences(config)
    assert again.figures == result.figures


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"kinds": ("grumpy",)}, "people are thorough, .* got 'grumpy'"),
        ({"kinds": ()}, "got None"),
        ({"n_people": 1}, "it takes 2 people"),
        ({"n_steps": 2}, "3 requests"),
        ({"seeds": ()}, "a seed"),
    ],
)
def test_what_cannot_be_measured_is_refused(settings: dict[str, object], message: str) -> None:
    with pytest.raises(Misuse, match=message):
        PreferencesEvalConfig(**settings)  # type: ignore[arg-type] # wrong on purpose
