from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.evals.calibrating.certifying import Calibrated, Promise, certificate_from
from redraft.evals.calibrating.looks import with_look
from redraft.store.codec import encode
from redraft.trust.certificate.checking import check_file
from redraft.trust.certificate.exact import binomial_tail
from redraft.trust.certificate.outcomes import Case

OUT = Path("certificate.json")
FIX = Case(score=0.9, draft_right=False, result_right=True)
KEPT = Case(score=None, draft_right=True, result_right=True)


def on(n: int, sha256: str = "") -> Calibrated:
    """The first n of a stream of cases."""
    hashes = tuple(f"{k:016x}" for k in range(n))
    return Calibrated(data="d.jsonl", sha256=sha256 or str(n), case_hashes=hashes, fingerprint={}, command="")


def look(promise: Promise, n: int) -> Promise:
    """The promise of one calibration of the first n cases, whose certificate is written."""
    promise = with_look(promise, on(n), OUT)
    file = certificate_from([FIX] * 10 + [KEPT] * (n - 10), None, promise, on(n), n_right=n - 10)
    check_file(file)
    OUT.write_text(encode(file))
    return promise


def test_looking_again_with_more_cases_is_refused_unless_it_was_said_before() -> None:
    look(Promise(), 200)
    with pytest.raises(Misuse, match=r"calibrated on 200 of these 300 cases, look 1 of 1: .* Fix the number of cases"):
        with_look(Promise(), on(300), OUT)
    with pytest.raises(Misuse, match="look 1 of 1"):
        with_look(Promise(n_looks=3), on(300), OUT)  # said too late
    assert with_look(Promise(), on(300), Path("another.json")).look == 1


def test_planned_looks_share_delta_and_are_counted() -> None:
    promise = Promise(delta=0.06, n_looks=3)
    assert (promise.own_delta, promise.level) == (0.06, 0.02)
    assert [look(promise, n).look for n in (200, 300, 400)] == [1, 2, 3]
    with pytest.raises(Misuse, match="look 3 of 3"):
        with_look(promise, on(500), OUT)


def test_the_same_calibration_made_again_is_the_same_look() -> None:
    look(Promise(), 200)
    assert with_look(Promise(), on(200), OUT).look == 1
    with pytest.raises(Misuse, match="look 1 of 1"):
        with_look(Promise(epsilon=0.03), on(200), OUT)  # another promise, chosen after the cases were seen


def test_cases_that_nobody_looked_at_are_a_first_look() -> None:
    look(Promise(), 200)
    fresh = replace(on(200), case_hashes=tuple(f"f{k:015x}" for k in range(200)))
    assert with_look(Promise(), fresh, OUT).look == 1
    OUT.write_text("[]")
    assert with_look(Promise(), on(200), OUT).look == 1


def test_the_level_of_a_look_keeps_delta_over_all_of_them() -> None:
    # A profile that breaks a little more than epsilon, looked at five times with ever more cases.
    rng, n_runs = np.random.default_rng(0), 4_000
    ns = np.array([400, 800, 1200, 1600, 2000])
    flips = np.cumsum(rng.random((n_runs, 2000)) < 0.0201, axis=1)[:, ns - 1]
    p = binomial_tail(flips, ns, 0.02)
    once, planned = (p <= 0.05).any(axis=1).mean(), (p <= Promise(n_looks=5).level).any(axis=1).mean()
    assert once > 0.08
    assert planned <= 0.05
