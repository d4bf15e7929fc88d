"""The value of going on against a tree that is enumerated to its leaves, without a grid."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.engine.outlook import Ahead, CriticRates, Step, verdicts_of
from redraft.engine.outlook.gains import Round

GOOD = CriticRates(sensitivity=0.9, specificity=0.9)
FAIL = Step(fix=0.3, broken=0.2, repeat_wrong=0.4, repeat_right=0.6)
PASS = Step(fix=0.05, broken=0.02, repeat_wrong=0.85, repeat_right=0.95)
DOUBT = Step(fix=0.1, broken=0.5, repeat_wrong=0.3, repeat_right=0.35)
SAMPLE = Step(fix=0.25, broken=0.15, repeat_wrong=0.4, repeat_right=0.6)


def ahead(
    *,
    rounds=3,
    critics=(GOOD,),
    fresh=False,
    calls=1.0,
    price=0.01,
    accept_from=0.99,
    steps=(FAIL, PASS, DOUBT, SAMPLE),
):
    return Ahead(
        rounds=(Round(*steps),) * rounds,
        verdicts=verdicts_of(critics),
        on_repeat=verdicts_of(critics if fresh else ()),
        calls=calls,
        call_price=price,
        accept_from=accept_from,
    )


def tree(p, before, depth, *, card, fresh, price, accept_from, action=None):
    """(gain, calls) of the best policy, by following every path: right or wrong, repeat or not, pass or fail."""
    if action is None:
        if p >= accept_from or depth == 0:
            return 0.0, 0.0
        options = [
            tree(p, before, depth, card=card, fresh=fresh, price=price, accept_from=accept_from, action=name)
            for name in ("redraft", "resample")
        ]
        best = max(options, key=lambda option: option[0] - price * option[1])
        return best if best[0] - price * best[1] > 0 else (0.0, 0.0)
    step = SAMPLE if action == "resample" else {"passed": PASS, "failed": FAIL, "doubted": DOUBT}[before]
    # Every path as (chance, standing right, what came, its own rightness, verdict), grouped by what is seen of it.
    seen = {}
    for standing_right, prior in ((True, p), (False, 1 - p)):
        if standing_right:
            ways = [("repeat", True, step.repeat_right), ("new", False, step.broken)]
            ways.append(("new", True, 1 - step.broken - step.repeat_right))
        else:
            ways = [("repeat", False, step.repeat_wrong), ("new", True, step.fix)]
            ways.append(("new", False, 1 - step.fix - step.repeat_wrong))
        for came, new_right, chance in ways:
            judged = came == "new" or fresh
            for verdict in (True, False) if judged else (None,):
                fails = (1 - card.specificity) if new_right else card.sensitivity
                said = 1.0 if verdict is None else 1 - fails if verdict else fails
                group = seen.setdefault((came, verdict), [0.0, 0.0, 0.0])
                group[0] += prior * chance * said
                group[1] += prior * chance * said * standing_right
                group[2] += prior * chance * said * new_right
    gain, calls = 0.0, 1.0
    for (came, verdict), (mass, standing, new) in seen.items():
        if mass == 0:
            continue
        replaces = came == "new" and new > standing
        gain += new - standing if replaces else 0.0
        fails_now = "failed" if before == "failed" else "doubted"
        after = before if verdict is None else "passed" if verdict else fails_now
        deeper = tree(
            (new if replaces else standing) / mass,
            after,
            depth - 1,
            card=card,
            fresh=fresh,
            price=price,
            accept_from=accept_from,
        )
        gain += mass * deeper[0]
        calls += mass * deeper[1]
    return gain, calls


@given(
    p=st.floats(0.01, 0.98),
    before=st.sampled_from(["failed", "passed", "doubted"]),
    depth=st.integers(1, 3),
    sensitivity=st.floats(0.3, 0.99),
    specificity=st.floats(0.3, 0.99),
    fresh=st.booleans(),
    price=st.sampled_from([0.0, 0.01, 0.05]),
)
@settings(max_examples=60, deadline=None)
def test_the_value_is_that_of_the_whole_tree(p, before, depth, sensitivity, specificity, fresh, price):
    card = CriticRates(sensitivity=sensitivity, specificity=specificity)
    model = ahead(rounds=depth, critics=(card,), fresh=fresh, price=price)
    for action in ("redraft", "resample"):
        gain, calls = tree(p, before, depth, card=card, fresh=fresh, price=price, accept_from=0.99, action=action)
        found = model.worth(action, p, before)
        assert found.net(price) == pytest.approx(gain - price * calls, abs=0.003)


def test_one_round_is_worth_what_check_after_fix_brings():
    p, found = 0.4, ahead(rounds=1).worth("redraft", 0.4, "failed")
    accepted_pass = (1 - p) * 0.3 * 0.9 - p * 0.2 * 0.1
    accepted_fail = max(0.0, (1 - p) * 0.3 * 0.1 - p * 0.2 * 0.9)
    assert found.gain == pytest.approx(accepted_pass + accepted_fail)
    assert found.calls == 1.0


@given(p=st.floats(0.05, 0.95), worse=st.floats(0.5, 0.95), better=st.floats(0.0, 1.0))
@settings(max_examples=60, deadline=None)
def test_a_better_critic_makes_a_redraft_worth_more(p, worse, better):
    better = worse + (0.99 - worse) * better
    values = [
        ahead(rounds=1, critics=(CriticRates(sensitivity=q, specificity=q),)).worth("redraft", p, "failed").gain
        for q in (worse, better)
    ]
    assert values[1] >= values[0] - 1e-12


@given(p=st.floats(0.61, 0.99), said=st.floats(0.05, 0.95))
@settings(max_examples=60, deadline=None)
def test_a_useless_critic_never_makes_a_redraft_pay(p, said):
    useless = CriticRates(sensitivity=said, specificity=1 - said)
    # Above f / (f + b) = .6 a redraft breaks more than it repairs, and nothing that this critic says helps to tell.
    assert ahead(rounds=1, critics=(useless,)).worth("redraft", p, "failed").gain == 0.0
    model = ahead(rounds=3, critics=(useless,), fresh=True, steps=(FAIL, FAIL, FAIL, FAIL))
    assert model.worth("redraft", p, "failed") == model.worth("redraft", p, "passed")


def test_what_is_settled_is_left_alone_and_without_rounds_nothing_is_worth_anything():
    assert ahead().best(0.995, "failed") == (0.0, 0.0)
    assert ahead(rounds=0).best(0.1, "failed") == (0.0, 0.0)
    assert ahead(rounds=0).worth("redraft", 0.1, "failed") == (0.0, 0.0)


def test_more_rounds_are_never_worth_less_and_a_higher_price_never_more():
    values = [ahead(rounds=k, price=0.0).best(0.3, "failed").gain for k in range(5)]
    assert values == sorted(values)
    nets = [ahead(price=price).best(0.3, "failed").net(price) for price in (0.0, 0.01, 0.05, 0.2, 1.0)]
    assert nets == sorted(nets, reverse=True)
    assert nets[-1] == 0.0


def test_a_consultation_is_worth_what_acting_on_its_verdict_brings():
    model, p = ahead(rounds=1, price=0.05), 0.62
    consultant = CriticRates(sensitivity=0.9, specificity=0.95, calls=1.0)
    verdicts = verdicts_of([consultant])
    chance_fail = p * 0.05 + (1 - p) * 0.9
    after_fail = model.best(p * 0.05 / chance_fail, "failed")
    found = model.consulting(p, "failed", verdicts, 1.0)
    assert found.gain == pytest.approx(chance_fail * after_fail.gain)
    assert found.calls == pytest.approx(1 + chance_fail * after_fail.calls)


def test_a_consultant_who_knows_nothing_is_worth_less_than_going_on_without_asking():
    model, coin = ahead(price=0.01), verdicts_of([CriticRates(sensitivity=0.5, specificity=0.5)])
    assert model.consulting(0.4, "failed", coin, 1.0).net(0.01) < model.best(0.4, "failed").net(0.01)


def test_critics_err_independently_and_one_fail_fails_the_answer():
    verdicts = verdicts_of([GOOD, CriticRates(sensitivity=0.6, specificity=0.8)])
    assert sum(one.if_right for one in verdicts) == pytest.approx(1)
    assert sum(one.if_wrong for one in verdicts) == pytest.approx(1)
    (both,) = [one for one in verdicts if one.passes]
    assert both.if_right == pytest.approx(0.9 * 0.8)
    assert both.if_wrong == pytest.approx(0.1 * 0.4)
