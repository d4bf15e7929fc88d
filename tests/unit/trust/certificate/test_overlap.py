from redraft.trust.certificate.overlap import duplicates, overlap


def test_likes_are_found_within_one_set_and_across_two() -> None:
    assert duplicates(["a", "b", "a", "c", "b", "a"]) == ((0, 2, 5), (1, 4))
    assert duplicates(["a", "b"]) == ()
    assert overlap(["a", "b", "c"], {"c", "x", "a"}) == (0, 2)
    assert overlap(["a"], ()) == ()
