from redraft.trust.certificate.overlap import overlap


def test_cases_that_were_calibrated_on_are_found_by_their_place() -> None:
    assert overlap(["a", "b", "c", "a"], {"c", "x", "a"}) == (0, 2, 3)
    assert overlap(["a"], ()) == ()
