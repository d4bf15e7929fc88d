"""Messages name the place of a call and never its key."""

from redraft.models.openai_compatible.place import Place


def test_the_place_names_model_and_address_without_the_query() -> None:
    place = Place(name="a/b", base_url="https://h/v1?code=secret", key="k1", key_env="KEY")
    assert str(place) == "a/b at https://h/v1"
    assert (place.key_env, place.sends_key) == ("KEY", True)


def test_the_key_is_hidden_wherever_it_stands() -> None:
    place = Place(name="a/b", base_url="https://h/v1", key="k1", key_env=None)
    assert place.hide("bad key k1, k1!") == "bad key [key], [key]!"


def test_without_a_key_there_is_nothing_to_hide() -> None:
    place = Place(name="a/b", base_url="https://h/v1", key=None, key_env=None)
    assert place.hide("as it was") == "as it was"
    assert not place.sends_key
