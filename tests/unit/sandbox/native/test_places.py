"""Confined code sees its interpreter and packages, and nothing that is people's."""

import os
import sys
import sysconfig

from redraft.sandbox.native import places


def test_the_interpreter_its_library_and_its_packages_are_shown() -> None:
    shown = places.places()
    seen = (*places.SYSTEM, *shown.all())
    for path in (os.path.realpath(sys.executable), sysconfig.get_path("stdlib"), sysconfig.get_path("purelib")):
        assert any(os.path.commonpath([path, folder]) == folder for folder in seen), path


def test_no_folder_is_shown_that_holds_more_than_python() -> None:
    closed = {"/", "/root", "/home", os.path.expanduser("~"), "/etc", "/var", "/tmp", sys.prefix, sys.base_prefix}
    assert not {folder for folder in places.places().all() if folder in closed}


def test_nothing_is_shown_twice() -> None:
    assert places._outside_system(["/usr/lib/x", "/proc", "/proc/self", "/not/there"]) == ("/proc",)


def test_jobs_see_no_variable_of_the_host() -> None:
    shown = places.Places("/opt/x/bin/python", (), (), ("/p",), ())
    seen = places.surroundings(shown, "/tmp")
    assert seen["PATH"].split(os.pathsep)[0] == "/opt/x/bin"
    assert set(seen) == {"PATH", "HOME", "TMPDIR", "LANG", *places._ONE_THREAD}
    assert places.surroundings(shown._replace(told=("/p",)), "/tmp")["PYTHONPATH"] == "/p"
