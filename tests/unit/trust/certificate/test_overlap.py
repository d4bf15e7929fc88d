from redraft.core import Message, Part, Prompt
from redraft.trust.certificate.overlap import case_hash, duplicates, overlap


def test_prompts_that_ask_the_same_have_one_hash_whatever_their_ids() -> None:
    assert case_hash(Prompt.of("What is 2+2?", id="a")) == case_hash(Prompt.of("  What is\n2+2? ", id="b"))
    assert case_hash(Prompt.of("2+2?")) != case_hash(Prompt.of("2+3?"))
    assert case_hash(Prompt.of("2+2?")) != case_hash(Prompt.of("2+2?", system="Be short."))


def test_what_is_shown_beside_the_words_counts() -> None:
    seen = [Part(kind="image", data={"image_url": {"url": url}}) for url in ("data:a", "data:b")]
    first, second = (
        Prompt.from_messages((Message(role="user", parts=(Part(text="What is this?"), part)),)) for part in seen
    )
    assert case_hash(first) != case_hash(second)


def test_two_turns_are_not_one_turn_that_says_both() -> None:
    one = Prompt(id="1", messages=(Message.of("user", "a b"),))
    two = Prompt(id="2", messages=(Message.of("user", "a"), Message.of("user", "b")))
    assert case_hash(one) != case_hash(two)


def test_likes_are_found_within_one_set_and_across_two() -> None:
    assert duplicates(["a", "b", "a", "c", "b", "a"]) == ((0, 2, 5), (1, 4))
    assert duplicates(["a", "b"]) == ()
    assert overlap(["a", "b", "c"], {"c", "x", "a"}) == (0, 2)
