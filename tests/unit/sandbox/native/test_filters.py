"""Filters withhold what lets code out, and say what to install when they cannot be made."""

import importlib
import struct
from types import ModuleType
from typing import Any

import pytest

from redraft.errors import MissingExtra
from redraft.sandbox.native import filters
from redraft.sandbox.native.inside.confine import OWN_PID


@pytest.mark.parametrize("kind", ["namespaces", "program", "command"])
def test_a_filter_is_made_of_whole_instructions_that_the_kernel_takes(kind: filters.Kind) -> None:
    for instructions in filters.filters_for(kind):
        assert len(instructions) % 8 == 0
        assert 0 < len(instructions) // 8 <= 4096  # BPF_MAXINSNS


def test_only_programs_are_held_to_their_own_number() -> None:
    def constants(kind: filters.Kind) -> set[int]:
        return {
            struct.unpack_from("=HBBI", instructions, at)[3]
            for instructions in filters.filters_for(kind)
            for at in range(0, len(instructions), 8)
        }

    assert OWN_PID in constants("program")
    assert OWN_PID not in constants("command") | constants("namespaces")


def test_every_withheld_name_is_spelled_as_some_kernel_spells_it() -> None:
    library = filters._library()
    known = set()
    for name in {*filters._NEVER, *filters._LASTING, *filters._ON_OTHERS, *filters._PAST_LANDLOCK, *filters._PROCESSES}:
        try:
            library.resolve_syscall(library.Arch.X86_64, name)
            known.add(name)
        except ValueError:
            continue
    # libseccomp gives numbers also to calls that this machine has not; only those newer than it are unknown.
    unknown = {*filters._NEVER, *filters._LASTING, *filters._ON_OTHERS, *filters._PAST_LANDLOCK} - known
    assert unknown <= {"fchmodat2", "set_mempolicy_home_node", "quotactl_fd"}


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (ImportError("none"), "pip install 'redraft\\[sandbox\\]'"),
        (RuntimeError("Unable to find libseccomp"), "libseccomp2"),
    ],
)
def test_what_is_missing_is_named(error: Exception, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str, *args: Any) -> ModuleType:
        raise error

    monkeypatch.setattr(importlib, "import_module", refuse)
    with pytest.raises(MissingExtra, match=word):
        filters._library()
