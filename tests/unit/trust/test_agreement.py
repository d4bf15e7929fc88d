import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from redraft.errors import Misuse
from redraft.trust.agreement import Agreement, PairAgreement, agreement

# How many of 14 critics passed each of ten outputs.
N_PASSED = (14, 10, 12, 7, 3, 0, 9, 13, 5, 2)


def verdicts(n: int, *, shared: float, seed: int = 0) -> tuple[dict[str, list[bool | None]], list[bool | None]]:
    """Two critics, each wrong on 3 of 10 outputs, whose errors are one and the same with probability `shared`."""
    rng = np.random.default_rng(seed)
    labels = rng.random(n) < 0.5
    common, own = rng.random((n, 1)) < 0.3, rng.random((n, 2)) < 0.3
    wrong = np.where(rng.random((n, 1)) < shared, common, own)
    passed = labels[:, None] != wrong
    return {"a": [bool(x) for x in passed[:, 0]], "b": [bool(x) for x in passed[:, 1]]}, [bool(x) for x in labels]


def pair(found: Agreement) -> PairAgreement:
    (only,) = found.pairs
    return only


def test_agreement_and_kappa_are_those_worked_out_by_hand() -> None:
    # Both pass 20, they differ on 5 and 10, both flag 15. By chance half would agree, so kappa is (.7 - .5) / .5.
    one = [True] * 25 + [False] * 25
    other = [True] * 20 + [False] * 5 + [True] * 10 + [False] * 15
    found = pair(agreement({"a": one, "b": other}, range(50)))
    assert found.agreed.value == 0.7 and found.n == 50
    assert found.kappa is not None and found.kappa.value == pytest.approx(0.4)
    assert found.kappa.low < 0.4 < found.kappa.high < 0.7
    assert found.errors_bad is None and found.errors_good is None


def test_kappa_is_that_of_scikit_learn() -> None:
    for seed in range(20):
        passed, _ = verdicts(40, shared=0.5, seed=seed)
        kappa = pair(agreement(passed, range(40), n_boot=5)).kappa
        assert kappa is not None
        assert kappa.value == pytest.approx(cohen_kappa_score(passed["a"], passed["b"]))


def test_fleiss_kappa_is_that_of_its_formula() -> None:
    passed = {f"c{k}": [k < n for n in N_PASSED] for k in range(14)}
    found = agreement(passed, range(10), n_boot=5)
    seen = sum((n * (n - 1) + (14 - n) * (13 - n)) / (14 * 13) for n in N_PASSED) / 10
    share = sum(N_PASSED) / 140
    chance = share**2 + (1 - share) ** 2
    assert found.fleiss is not None and found.fleiss.value == pytest.approx((seen - chance) / (1 - chance))
    assert len(found.pairs) == 14 * 13 / 2 and found.n == 10


def test_two_critics_with_equal_rates_have_the_same_fleiss_and_cohen() -> None:
    found = agreement({"a": [True, True, False, False], "b": [True, False, True, False]}, range(4))
    assert found.fleiss is not None and found.fleiss.value == pytest.approx(0)
    assert pair(found).kappa is not None


def test_errors_that_are_independent_given_the_truth_are_uncorrelated_although_verdicts_agree() -> None:
    passed, labels = verdicts(4000, shared=0.0)
    found = pair(agreement(passed, range(4000), labels))
    assert found.kappa is not None and found.kappa.low > 0.1  # both follow the truth
    for errors in (found.errors_bad, found.errors_good):
        assert errors is not None and errors.low < 0 < errors.high and errors.high - errors.low < 0.2


def test_errors_that_are_shared_are_found_on_both_kinds_of_output() -> None:
    passed, labels = verdicts(4000, shared=0.6)
    found = pair(agreement(passed, range(4000), labels))
    for errors in (found.errors_bad, found.errors_good):
        assert errors is not None and errors.low < 0.6 < errors.high
    assert found.n_bad + found.n_good == found.n == 4000


def test_the_correlation_of_errors_is_pearsons() -> None:
    passed, labels = verdicts(300, shared=0.4, seed=3)
    bad = [i for i in range(300) if labels[i] is False]
    theirs = np.corrcoef([passed["a"][i] for i in bad], [passed["b"][i] for i in bad])[0, 1]
    errors = pair(agreement(passed, range(300), labels)).errors_bad
    assert errors is not None and errors.value == pytest.approx(float(theirs))


def test_what_one_of_them_could_not_judge_is_left_out_for_that_pair_alone() -> None:
    passed: dict[str, list[bool | None]]
    passed = {"a": [True, True, None, False], "b": [True, False, True, False], "c": [None, None, None, None]}
    found = agreement(passed, range(4), [True, True, False, None])
    assert [(p.first, p.second, p.n, p.n_good, p.n_bad) for p in found.pairs] == [("a", "b", 3, 2, 0)]
    assert found.n == 0 and found.fleiss is None


def test_full_agreement_is_not_certain_and_constant_verdicts_have_no_kappa() -> None:
    same = pair(agreement({"a": [True, False] * 5, "b": [True, False] * 5}, range(10), [True, False] * 5))
    assert same.kappa is not None and same.kappa.value == same.kappa.high == 1 and same.kappa.low < 0.5
    assert same.errors_bad is None, "critics that never err have no errors to compare"
    constant = agreement({"a": [True] * 5, "b": [True] * 5}, range(5))
    assert pair(constant).kappa is None and constant.fleiss is None and pair(constant).agreed.value == 1


def test_answers_to_one_problem_are_not_so_many_pieces_of_evidence() -> None:
    passed, labels = verdicts(60, shared=0.5, seed=1)
    ten = {name: [x for x in values for _ in range(10)] for name, values in passed.items()}
    alone = pair(agreement(ten, range(600), [x for x in labels for _ in range(10)])).kappa
    together = pair(agreement(ten, [i // 10 for i in range(600)], [x for x in labels for _ in range(10)])).kappa
    assert alone is not None and together is not None and alone.value == together.value
    assert together.high - together.low > 2 * (alone.high - alone.low)


def test_one_critic_alone_and_lengths_that_differ_are_refused() -> None:
    with pytest.raises(Misuse, match="two critics or more, got \\['a'\\]"):
        agreement({"a": [True]}, [0])
    with pytest.raises(Misuse, match="there are 2 outputs, and 1 verdicts of 'b'"):
        agreement({"a": [True, False], "b": [True]}, [0, 1])
    with pytest.raises(Misuse, match="there are 1 outputs, and 2 labels"):
        agreement({"a": [True], "b": [True]}, [0], [True, False])
