"""The public surface is exactly `redraft.__all__`, sorted, and each public name is one thing."""

import types

import redraft


def leaks(module: types.ModuleType) -> set[str]:
    """Names that are public but not listed, or listed but absent. Submodules are found by import and need no entry."""
    public = {n for n, v in vars(module).items() if not n.startswith("_") and not isinstance(v, types.ModuleType)}
    public -= {"TYPE_CHECKING"}  # of typing, for names that are imported when first asked for
    listed = {n for n in module.__all__ if not n.startswith("_")}
    absent = {n for n in listed if not hasattr(module, n)}
    return (public - listed) | absent


def twins(module: types.ModuleType) -> set[str]:
    """Public names that are a second name for the same thing."""
    by_identity: dict[int, list[str]] = {}
    for name in module.__all__:
        by_identity.setdefault(id(getattr(module, name)), []).append(name)
    return {name for names in by_identity.values() if len(names) > 1 for name in names}


def test_the_public_names_are_exactly_those_listed() -> None:
    assert len(redraft.__all__) >= 1
    assert leaks(redraft) == set()


def test_the_list_of_public_names_has_no_repeats_and_no_twins() -> None:
    assert len(redraft.__all__) == len(set(redraft.__all__))
    assert twins(redraft) == set()


def test_every_public_name_says_what_it_is() -> None:
    undocumented = [n for n in redraft.__all__ if callable(getattr(redraft, n)) and not getattr(redraft, n).__doc__]
    assert undocumented == []


def test_an_unlisted_an_absent_and_a_doubled_name_are_seen() -> None:
    demo = types.ModuleType("demo")
    demo.__dict__.update(correct=print, helper=len, fix=print, __all__=["correct", "fix", "gone"])
    assert leaks(demo) == {"helper", "gone"}
    demo.__dict__["__all__"] = ["correct", "fix", "helper"]
    assert twins(demo) == {"correct", "fix"}
