from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import Misuse
from redraft.trust.certificate.checking import check_file, tail
from redraft.trust.certificate.document import Among, CertificateFile, NetHalf
from redraft.trust.certificate.exact import binomial_tail
from redraft.trust.certificate.net import certify_net
from redraft.trust.certificate.outcomes import Case
from redraft.trust.certificate.testing import certify

FIX = Case(score=0.95, draft_right=False, result_right=True)
FLIP = Case(score=0.5, draft_right=True, result_right=False)
KEPT = Case(score=None, draft_right=True, result_right=True)

some_cases = st.lists(
    st.builds(
        Case,
        score=st.one_of(st.none(), st.floats(0, 1)),
        draft_right=st.sampled_from([True, True, False, None]),
        result_right=st.sampled_from([True, False, None]),
    ),
    min_size=1,
    max_size=200,
).map(lambda cases: [*cases, KEPT])


def file_of(cases: list[Case], *, among: Among = "all", looks: int = 1, **figures: Any) -> CertificateFile:
    """What a calibration writes of these cases."""
    promise = {"epsilon": 0.1, "delta": 0.2} | figures
    tested = certify(cases, epsilon=promise["epsilon"], delta=promise["delta"] / looks, among=among)
    return CertificateFile(
        **promise,
        among=among,
        n=tested.n,
        n_right=None,
        n_unscored=0,
        look=looks,
        looks=looks,
        threshold=None if tested.chosen is None else tested.chosen.threshold,
        rows=tested.rows,
        data="d",
        data_sha256="0",
        case_hashes=tuple(map(str, range(len(cases)))),
        calibration_id="c",
        created_at="2026-01-01",
        command="",
        redraft_version="0",
    )


@given(cases=some_cases, among=st.sampled_from(["all", "right"]), looks=st.integers(1, 3))
def test_whatever_a_calibration_writes_is_believed(cases: list[Case], among: Among, looks: int) -> None:
    check_file(file_of(cases, among=among, looks=looks))


@given(first=some_cases, second=some_cases)
def test_whatever_is_confirmed_by_a_second_half_is_believed(first: list[Case], second: list[Case]) -> None:
    found = certify_net(first, second, epsilon=0.1, delta=0.2)
    net = NetHalf(n=found.n, n_flips=found.n_flips, n_fixes=found.n_fixes, p_flip=found.p_flip, p_net=found.p_net)
    whole = replace(file_of(first), net=net, threshold=found.chosen, n=found.n)
    check_file(replace(whole, case_hashes=tuple(map(str, range(len(first) + len(second))))))


def test_a_second_half_that_was_edited_is_not_believed() -> None:
    first, second = [FIX] * 60 + [KEPT] * 60, [FIX] * 3 + [KEPT] * 100
    found = certify_net(first, second, epsilon=0.1, delta=0.05)
    assert found.chosen is None  # three repaired are no proof of a gain
    net = NetHalf(n=found.n, n_flips=found.n_flips, n_fixes=found.n_fixes, p_flip=found.p_flip, p_net=found.p_net)
    file = replace(file_of(first, delta=0.05), net=net, threshold=None, n=found.n)
    check_file(file)
    with pytest.raises(Misuse, match=r"its threshold is 0\.95, and from its counts follows None"):
        check_file(replace(file, threshold=0.95))
    with pytest.raises(Misuse, match="the p-value of the net gain"):
        check_file(replace(file, threshold=0.95, net=replace(net, p_net=0.01)))
    with pytest.raises(Misuse, match="the p-value of the half that confirms"):
        check_file(replace(file, net=replace(net, p_flip=0.5)))


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"n_fixes": 10_000}, "the counts at threshold 1.0 are impossible"),
        ({"n_flips": -1}, "are impossible"),
        ({"n": 10}, "`n` differs between thresholds"),
        ({"threshold": 1.5}, r"thresholds lie in \[0, 1\]"),
        ({"threshold": 0.3}, "thresholds fall from row to row"),
        ({"broken_at_most": 0.001}, "which is none at level"),
        ({"certified": False}, "is not certified and must be"),
    ],
)
def test_a_first_row_that_no_calibration_writes_is_refused(edit: dict[str, Any], said: str) -> None:
    file = file_of([FIX] * 10 + [FLIP] * 30 + [KEPT] * 100)
    with pytest.raises(Misuse, match=said):
        check_file(replace(file, rows=(replace(file.rows[0], **edit), *file.rows[1:])))


@given(n=st.integers(1, 100_000), share=st.floats(0, 0.02), rate=st.floats(0.001, 0.5))
def test_the_tail_is_that_of_scipy(n: int, share: float, rate: float) -> None:
    n_hits = int(share * n)
    assert tail(n_hits, n, rate) == pytest.approx(float(binomial_tail(n_hits, n, rate)), rel=1e-7, abs=1e-290)
