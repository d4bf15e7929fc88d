"""A level works only where a program found nothing that it should not."""

from redraft.sandbox import Command, Limits, Program, Raised, Run
from redraft.sandbox.native import probing


def test_a_level_that_confines_works_and_says_its_version() -> None:
    found = probing.probe("landlock", lambda job, limits: Run(level="landlock", status="finished"), "version 7")
    assert (found.works, found.detail) == (True, "version 7")


def test_a_level_that_does_not_run_anything_says_why() -> None:
    refused = Run(level="refuse", status="not_run", reason="no namespaces here")
    found = probing.probe("bubblewrap", lambda job, limits: refused, "1")
    assert not found.works
    assert "could not be run (not_run): no namespaces here" in found.detail
    odd = Run(level="bubblewrap", status="raised", raised=Raised(kind="OSError", message="odd"))
    assert "OSError: odd" in probing.probe("bubblewrap", lambda job, limits: odd, "1").detail


def test_a_level_that_lets_something_through_is_not_used() -> None:
    seen: list[str] = []

    def unconfined(job: Program | Command, limits: Limits) -> Run:
        assert isinstance(job, Program)
        printed: list[str] = []
        # What a program would print that runs with no confinement at all: this test's own process.
        exec(job.code, {"print": printed.append})
        seen.extend(printed)
        return Run(level="bubblewrap", status="finished", stdout="\n".join(printed))

    found = probing.probe("bubblewrap", unconfined, "1")
    assert not found.works
    assert "read a file outside" in seen
    assert "a program in it could read a file outside" in found.detail
