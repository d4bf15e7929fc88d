import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from redraft import correct_sync
from redraft.core import Budget, Draft, Prompt, Rendering
from redraft.critics import FunctionCritic, SelfCheck
from redraft.engine.gates import Best
from redraft.engine.plan import Plan
from redraft.engine.strategies import BestOfN, InContextAlignment
from redraft.errors import Misuse, SettingsError
from redraft.models import CachedModel, ScriptedModel
from redraft.models.local import embedded_model
from redraft.profiles import assemble
from redraft.profiles.certificates import Change, changes, fingerprint, guarantee_for, read_certificate
from redraft.store.codec import encode
from redraft.trust.certificate.document import CertificateFile


def judged(prompt: Prompt, draft: Draft, context: object) -> float:
    """A critic for these tests: only the second answer is good, and that for sure."""
    return 0.95 if draft.text == "second" else 0.1


def critic(version: str = "1") -> FunctionCritic:
    return FunctionCritic(function=judged, name="judged", version=version, kind="external")


def plan(**settings: Any) -> Plan:
    chosen: dict[str, Any] = {
        "model": ScriptedModel("first", "second", name="m"),
        "critics": (critic(),),
        "strategy": InContextAlignment(),
    }
    return Plan(**(chosen | settings))


def file_for(made_for: Plan, **figures: Any) -> CertificateFile:
    known: dict[str, Any] = {
        "epsilon": 0.02,
        "delta": 0.05,
        "n": 300,
        "n_right": 200,
        "n_unscored": 0,
        "threshold": 0.9,
        "rows": (),
        "data": "cases.jsonl",
        "data_sha256": "0" * 64,
        "case_hashes": ("a" * 16,),
        "fingerprint": fingerprint(made_for),
        "calibration_id": "c" * 16,
        "created_at": "2026-01-01T00:00:00+00:00",
        "command": "redraft calibrate",
        "redraft_version": "0",
    }
    return CertificateFile(**(known | figures))


def written(file: CertificateFile, name: str = "cert.json") -> Path:
    path = Path(name)
    path.write_text(encode(file))
    return path


def test_what_is_read_back_is_what_was_written_and_is_in_force() -> None:
    file = file_for(plan())
    read = read_certificate(written(file))
    assert read == file
    guarantee = guarantee_for(read, plan())
    assert (guarantee.void, guarantee.in_force) == (None, file.certificate)


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"model": ScriptedModel("first", name="other")}, "model.name"),
        ({"critics": (critic("2"),)}, "critics.0.version"),
        ({"critics": (critic(), critic())}, "critics.1.name"),
        ({"strategy": InContextAlignment(rounds_opinion=2)}, "strategy.rounds_opinion"),
        ({"strategy": InContextAlignment(redraft_temperature=1.0)}, "strategy.redraft_temperature"),
        ({"strategy": InContextAlignment(rendering=Rendering(order="worst_to_best"))}, "rendering.order"),
        ({"strategy": BestOfN(n=3)}, "strategy.name"),
        ({"gate": Best()}, "gate.name"),
        ({"budget": Budget(rounds=2)}, "budget.rounds"),
        ({"on_exhausted": "draft"}, "on_exhausted"),
    ],
)
def test_a_change_of_any_part_voids_it_and_is_named(changed: dict[str, Any], part: str) -> None:
    file = file_for(plan())
    assert part in [change.part for change in changes(file.fingerprint, fingerprint(plan(**changed)))]
    guarantee = guarantee_for(file, plan(**changed))
    assert guarantee.in_force is None
    assert guarantee.void is not None
    assert guarantee.void.startswith("the certificate of 2026-01-01 is void: ")
    assert guarantee.void.endswith("; calibrate again")


def test_seeds_and_recorders_are_no_part_of_it() -> None:
    assert fingerprint(plan(seed=7)) == fingerprint(plan(seed=8))


def test_prompt_texts_count_in_every_language_and_by_their_content() -> None:
    prompts = fingerprint(plan())["prompts"]
    assert {"redraft.en", "redraft.zh-Hant", "redraft_failed.en"} <= prompts.keys()
    old = fingerprint(plan())
    old["prompts"]["redraft.en"] = "000000000000"
    assert [change.part for change in changes(old, fingerprint(plan()))] == ["prompts.redraft.en"]


def test_weights_in_this_process_count_also_inside_wrappers() -> None:
    model = embedded_model()
    weights = fingerprint(plan(model=model))["model"]["weights"]
    assert len(weights) == 64
    assert fingerprint(plan(model=CachedModel(model)))["model"]["weights"] == weights
    assert fingerprint(plan())["model"]["weights"] is None
    checking = fingerprint(plan(critics=(SelfCheck(model=model), critic())))["critics"]
    assert [one["weights"] for one in checking] == [weights, None]


def test_a_change_says_what_was_and_what_is() -> None:
    assert str(Change(part="critics.0.version", before="1", now="2")) == "critics.0.version was '1' and is '2'"
    assert changes({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}], "c": None}) == (Change(part="a.1.b", before=2, now=3),)


def test_a_profile_runs_under_its_certificate_and_says_when_it_is_void() -> None:
    written(file_for(plan()))
    choices: dict[str, Any] = {"critics": [critic()], "certificate": "cert.json"}

    def correction(**more: Any) -> Any:
        return correct_sync("q", model=ScriptedModel("first", "second", name="m"), **(choices | more))

    certified = correction()
    assert certified.text == "second"
    assert certified.certificate is not None
    assert certified.certificate.threshold == 0.9
    void = correction(rounds=1)
    assert (void.text, void.reason, void.certificate) == ("first", "certificate_void", None)
    assert "budget.rounds was None and is 1" in void.detail
    lenient = correction(rounds=1, on_void="uncertified")
    assert (lenient.text, lenient.certificate) == ("second", None)
    none = correction(rounds=1, certificate=False)
    assert (none.text, none.reason) == ("second", "passed")


def test_a_profile_names_its_certificate_in_settings() -> None:
    made = plan()
    Path("sub").mkdir()
    written(file_for(made, threshold=None), "sub/cert.json")
    Path("sub/redraft.toml").write_text('[profiles.default]\ncertificate = "cert.json"\non_void = "uncertified"\n')
    choices: dict[str, Any] = {"config": "sub/redraft.toml", "model": made.model, "critics": list(made.critics)}
    guarantee = assemble(choices).plan.guarantee  # type: ignore[arg-type] # choices by name
    assert guarantee is not None
    assert (guarantee.certificate, guarantee.void, guarantee.on_void) == (None, None, "uncertified")


def test_a_file_that_is_none_is_refused_with_its_name() -> None:
    with pytest.raises(Misuse, match=r"cannot read the certificate 'gone\.json'"):
        read_certificate("gone.json")
    Path("bad.json").write_text('{"epsilon": 1}')
    with pytest.raises(Misuse, match=r"'bad\.json' is no certificate"):
        read_certificate("bad.json")
    Path("late.json").write_text(json.dumps({"schema_version": 99}))
    with pytest.raises(Misuse, match="is of version 99"):
        read_certificate("late.json")
    Path("redraft.toml").write_text('[profiles.default]\ncertificate = "gone.json"\n')
    with pytest.raises(SettingsError, match="certificate") as caught:
        assemble({"model": ScriptedModel("a")})
    assert len(str(caught.value).splitlines()) == 1


def test_a_certificate_that_was_read_before_can_be_given_itself() -> None:
    file = replace(file_for(plan()), threshold=0.99)
    done = correct_sync("q", model=ScriptedModel("first", "second", name="m"), critics=[critic()], certificate=file)
    assert (done.text, done.reason) == ("first", "not_certified")
