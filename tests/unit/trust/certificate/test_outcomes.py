from redraft.trust.certificate.outcomes import Case, tally


def test_a_redraft_replaces_the_draft_from_the_threshold_on() -> None:
    cases = [
        Case(score=0.9, draft_right=True, result_right=False),
        Case(score=0.5, draft_right=False, result_right=True),
        Case(score=0.5, draft_right=False, result_right=False),
        Case(score=None, draft_right=True, result_right=True),
    ]
    counts = tally(cases, (1.0, 0.9, 0.5, 0.0))
    assert counts.n.tolist() == [4] * 4
    assert counts.n_replaced.tolist() == [0, 1, 3, 3]
    assert counts.n_flips.tolist() == [0, 1, 1, 1]
    assert counts.n_fixes.tolist() == [0, 0, 1, 1]


def test_a_draft_that_stays_breaks_nothing_whatever_came_after_it() -> None:
    assert not Case(score=None, draft_right=True, result_right=False).flips
    assert not Case(score=None, draft_right=None, result_right=None).flips


def test_what_could_not_be_told_is_taken_for_the_worst() -> None:
    for case in (
        Case(score=0.7, draft_right=None, result_right=None),
        Case(score=0.7, draft_right=None, result_right=False),
        Case(score=0.7, draft_right=True, result_right=None),
    ):
        assert (case.flips, case.fixes, case.is_unscored) == (True, False, True)
    lost = Case(score=0.7, draft_right=False, result_right=None)
    assert (lost.flips, lost.fixes, lost.is_unscored) == (False, False, True)


def test_no_redraft_at_all_leaves_only_the_number_of_cases() -> None:
    counts = tally([Case(score=None, draft_right=True, result_right=True)] * 3, (1.0, 0.0))
    assert (counts.n.tolist(), counts.n_flips.tolist()) == ([3, 3], [0, 0])


def test_among_right_drafts_a_draft_nobody_could_tell_counts_only_where_it_is_taken_for_broken() -> None:
    cases = [
        *[Case(score=None, draft_right=True, result_right=True)] * 5,
        *[Case(score=None, draft_right=None, result_right=None)] * 100,  # kept: it may have been wrong, and is no case
        *[Case(score=0.7, draft_right=None, result_right=True)] * 3,  # nothing is broken: no case either
        Case(score=0.8, draft_right=None, result_right=None),
        Case(score=0.4, draft_right=None, result_right=False),
        Case(score=0.9, draft_right=False, result_right=True),
    ]
    counts = tally(cases, (0.9, 0.8, 0.4), among="right")
    assert counts.n.tolist() == [5, 6, 7]
    assert counts.n_flips.tolist() == [0, 1, 2]
