"""Whether a certificate that is read can be what a calibration wrote: its figures are computed again.

Without numpy and scipy, for whoever runs under a certificate needs neither. What is recomputed is what the promise
rests on: every p-value of the sequence, where the sequence ends, and which threshold follows. The counts themselves
cannot be checked; a file is no proof against somebody who makes up counts.
"""

import math
from itertools import pairwise

from redraft.errors import Misuse
from redraft.trust.certificate.document import CertificateFile, NetHalf, Row

_CLOSE = 1e-6
"""Relative; the sum of logarithms below is good to about 1e-10 for a million cases."""


def tail(n_hits: int, n: int, rate: float) -> float:
    """P(Bin(n, rate) <= n_hits), summed term by term.

    Args:
        n_hits: 0 to `n`.
        n: at least 1.
        rate: in (0, 1).

    Source: clopper1934use
    """
    if n_hits >= n:
        return 1.0
    log_rate, log_rest, all_ways = math.log(rate), math.log1p(-rate), math.lgamma(n + 1)
    terms = (
        math.exp(all_ways - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * log_rate + (n - k) * log_rest)
        for k in range(n_hits + 1)
    )
    return min(1.0, math.fsum(terms))


def check_file(file: CertificateFile) -> None:
    """Refuse what no calibration writes.

    Raises:
        Misuse: with what is wrong, the value seen and what it should be.
    """
    for name in ("epsilon", "delta"):
        if not 0 < getattr(file, name) < 1:
            raise Misuse(f"`{name}` lies between 0 and 1, got {getattr(file, name)!r}")
    if not 1 <= file.look <= file.looks:
        raise Misuse(f"`look` lies between 1 and `looks`, got {file.look!r} of {file.looks!r}")
    counts = ("n_unscored", "n_unanswered", "n_left_out")
    if wrong := next((name for name in counts if getattr(file, name) < 0), None):
        raise Misuse(f"`{wrong}` is 0 or more, got {getattr(file, wrong)!r}")
    if not file.rows:
        raise Misuse("it holds no tested threshold")
    _check_rows(file)
    n_certified = _n_certified(file)
    picked = max(file.rows[:n_certified], key=lambda row: row.net, default=None)
    chosen = picked if picked is not None and picked.net > 0 else None
    if file.net is not None and not _confirmed(file, file.net, chosen):
        chosen = None
    follows = None if chosen is None else chosen.threshold
    if file.threshold != follows:
        raise Misuse(f"its threshold is {file.threshold!r}, and from its counts follows {follows!r}")
    n = file.net.n if file.net is not None else file.rows[0].n if chosen is None else chosen.n
    if file.n != n:
        raise Misuse(f"`n` is {file.n!r}, and its test rests on {n!r} cases")
    if file.n > len(file.case_hashes):
        raise Misuse(f"its test rests on {file.n!r} cases, and it names {len(file.case_hashes)}")


def _check_rows(file: CertificateFile) -> None:
    for row in file.rows:
        possible = row.n >= 1 and 0 <= row.n_flips <= row.n and row.n_fixes >= 0
        if not (possible and row.n_flips + row.n_fixes <= row.n_replaced):
            raise Misuse(f"the counts at threshold {row.threshold!r} are impossible: {_counts(row)}")
        if not 0 <= row.threshold <= 1:
            raise Misuse(f"thresholds lie in [0, 1], got {row.threshold!r}")
        if file.among == "all" and row.n != file.rows[0].n:
            raise Misuse(f"the rate is among all cases, and `n` differs between thresholds: {_counts(row)}")
    for stricter, looser in pairwise(file.rows):
        names = ("n", "n_replaced", "n_flips", "n_fixes")
        grows = all(getattr(stricter, name) <= getattr(looser, name) for name in names)
        if not (looser.threshold < stricter.threshold and grows):
            raise Misuse(
                f"thresholds fall from row to row and counts never do, got {stricter.threshold!r} "
                f"({_counts(stricter)}) and then {looser.threshold!r} ({_counts(looser)})"
            )


def _n_certified(file: CertificateFile) -> int:
    """How many thresholds the sequence comes past, each p-value up to its end computed again."""
    n_certified, ended = 0, False
    for row in file.rows:
        if not ended:
            _check_p(row.p_value, tail(row.n_flips, row.n, file.epsilon), f"at threshold {row.threshold!r}")
            _check_bound(row, file.level)
            ended = row.p_value > file.level
            n_certified += not ended
        if row.certified == ended:
            is_not = "is certified and must not be" if row.certified else "is not certified and must be"
            raise Misuse(f"threshold {row.threshold!r} {is_not}: p {row.p_value!r}, level {file.level!r}")
    return n_certified


def _confirmed(file: CertificateFile, net: NetHalf, chosen: Row | None) -> bool:
    """Whether the half that confirms does, its p-values computed again."""
    if chosen is None or net.p_flip is None or net.p_net is None:
        return False
    if not (net.n >= 1 and 0 <= net.n_flips <= net.n and net.n_fixes >= 0):
        raise Misuse(f"the counts of the half that confirms are impossible: {net.n_flips!r} flips of {net.n!r}")
    _check_p(net.p_flip, tail(net.n_flips, net.n, file.epsilon), "of the half that confirms")
    changed = net.n_flips + net.n_fixes
    _check_p(net.p_net, tail(net.n_flips, changed, 0.5) if changed else 1.0, "of the net gain")
    return max(net.p_flip, net.p_net) <= file.level


def _check_bound(row: Row, level: float) -> None:
    """The bound is the rate at which the tail is the level; 1 where every case was a hit."""
    bound, every = row.broken_at_most, row.n_flips == row.n
    exact = (
        bound == 1 if every else 0 < bound < 1 and math.isclose(tail(row.n_flips, row.n, bound), level, rel_tol=1e-4)
    )
    if not exact:
        raise Misuse(f"the bound at threshold {row.threshold!r} is {bound!r}, which is none at level {level!r}")


def _check_p(said: float, found: float, where: str) -> None:
    if not math.isclose(said, found, rel_tol=_CLOSE, abs_tol=1e-12):
        raise Misuse(f"the p-value {where} is {said!r}, and from its counts follows {found!r}")


def _counts(row: Row) -> str:
    return f"{row.n_flips} flips and {row.n_fixes} fixes of {row.n_replaced} replaced, {row.n} cases"
