import pytest

from redraft.evals.embedded.attack import AttackConfig
from redraft.evals.jailbreak.embedded import (
    ADAPTIVE,
    INVERTED,
    LAST_PAIR,
    OWN,
    PLAIN,
    RANDOM,
    TRUE,
    EmbeddedDefenceConfig,
    EmbeddedDefenceResult,
    evaluate_embedded_defences,
)


@pytest.fixture(scope="module")
def result() -> EmbeddedDefenceResult:
    """One seed of each attack, lightly searched, on a few requests."""
    search = AttackConfig(n_requests=4, n_words=60, n_starts=1, n_sweeps=2)
    return evaluate_embedded_defences(EmbeddedDefenceConfig(n_seeds=1, limit=24, search=search))


def test_every_kind_of_verdict_is_tried_on_both_attacks(result: EmbeddedDefenceResult) -> None:
    assert [(one.attack, one.verdicts) for one in result.defences] == [
        (kind, verdicts) for kind in (PLAIN, ADAPTIVE) for verdicts in (OWN, LAST_PAIR, TRUE, RANDOM, INVERTED)
    ]
    assert (result.n_harmful, result.n_harmless, result.n_seeds) == (24, 24, 1)
    assert [attack.kind for attack in result.attacks] == [PLAIN, ADAPTIVE]
    assert all(len(attack.suffix.split()) == 6 for attack in result.attacks)


def test_how_much_lies_in_the_verdict_is_seen_on_both_sides(result: EmbeddedDefenceResult) -> None:
    plain = {one.verdicts: one for one in result.defences if one.attack == PLAIN}
    before = plain[OWN].success[0].value
    assert before > 0.5
    assert plain[TRUE].success[1].value <= plain[OWN].success[1].value + 0.05 < before
    assert plain[INVERTED].success[1].value > plain[RANDOM].success[1].value > plain[TRUE].success[1].value
    # A wrong verdict makes the model refuse what is harmless, too.
    assert plain[INVERTED].over_refusal[1].value > plain[OWN].over_refusal[1].value
    assert len(plain[OWN].success) == len(plain[OWN].over_refusal) == 4


def test_calls_count_the_models_own_checks(result: EmbeddedDefenceResult) -> None:
    assert {one.verdicts: one.calls for one in result.defences[:5]} == {
        OWN: 8.0, LAST_PAIR: 8.0, TRUE: 4.0, RANDOM: 4.0, INVERTED: 4.0,
    }  # fmt: skip


def test_its_tables_and_page_show_both_sides(result: EmbeddedDefenceResult) -> None:
    from redraft.cli.views import jailbreak_page, jailbreak_tables

    titles = [table.title for table in jailbreak_tables.of_embedded(result)]
    assert titles[0] == "Attack success, attacked on the draft: 1 attack, 24 requests each"
    assert "Over-refusal of 24 clean harmless requests" in titles
    page = jailbreak_page.of_embedded(result)
    assert "Attack success by checks, attacked on draft and check together" in page
