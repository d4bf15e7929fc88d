from redraft.core import rng_for, seed_for


def test_a_draw_depends_on_its_address_alone():
    assert rng_for(0, "p1", "write").random() == rng_for(0, "p1", "write").random()
    assert rng_for(0, "p1", "write").random() != rng_for(0, "p2", "write").random()
    assert rng_for(0, "p1", "write").random() != rng_for(1, "p1", "write").random()


def test_the_parts_of_an_address_do_not_run_together():
    assert seed_for(0, "ab", "c") != seed_for(0, "a", "bc")


def test_seeds_fit_a_signed_32_bit_integer_and_are_the_same_in_every_process():
    assert all(0 <= seed_for(k, "p") < 2**31 for k in range(200))
    assert seed_for(0, "p1", "write") == 1936076605
