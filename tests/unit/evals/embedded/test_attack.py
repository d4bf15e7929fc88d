"""The search for a universal suffix: it uses its own requests only, improves, and can be repeated."""

import pytest

from redraft.evals.embedded.attack import WORDS, AttackConfig, _objectives, find_suffix
from redraft.evals.environments import safe
from redraft.evals.environments.splits import Split
from redraft.models.local import EMBEDDED_FOLDER
from redraft.models.local.runtime import Runtime

pytest.importorskip("ctranslate2", reason="the embedded model needs redraft[embedded]")

REQUESTS = safe.pairs(Split.VALIDATION, harmful=True)[:4]
SMALL = AttackConfig(n_requests=3, n_words=12, n_starts=1, n_sweeps=1)


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    return Runtime(EMBEDDED_FOLDER / "ct2")


def test_a_search_improves_on_no_attack_and_can_be_repeated(runtime: Runtime) -> None:
    found = find_suffix(runtime, REQUESTS, SMALL)
    harmless = ("please",) * safe.N_SUFFIX
    before = _objectives(runtime, REQUESTS[:3], [harmless], fool_check=False)[0]
    assert found.objective_nats > before
    assert found == find_suffix(runtime, REQUESTS, SMALL)
    assert len(found.suffix) == safe.N_SUFFIX


def test_an_attacker_cannot_write_the_marks_of_a_trace() -> None:
    assert not {"<a>", "<r>", "<bos>", "<pad>"} & set(WORDS)


def test_fooling_the_check_as_well_is_harder(runtime: Runtime) -> None:
    suffix = [find_suffix(runtime, REQUESTS, SMALL).suffix]
    alone = _objectives(runtime, REQUESTS, suffix, fool_check=False)[0]
    both = _objectives(runtime, REQUESTS, suffix, fool_check=True)[0]
    assert both < alone


def test_objectives_of_several_suffixes_are_those_of_each_alone(runtime: Runtime) -> None:
    suffixes = [("please",) * 6, ("7",) * 6]
    together = _objectives(runtime, REQUESTS, suffixes, fool_check=True)
    alone = [_objectives(runtime, REQUESTS, [suffix], fool_check=True)[0] for suffix in suffixes]
    assert together == pytest.approx(alone, abs=1e-4)
