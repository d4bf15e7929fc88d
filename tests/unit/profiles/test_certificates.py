import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from redraft import correct_sync
from redraft.core import Budget, Draft, Prompt, Rendering
from redraft.critics import FunctionCritic, Judge, SelfCheck
from redraft.engine.gates import Best, Majority
from redraft.engine.plan import Plan
from redraft.engine.strategies import BestOfN, InContextAlignment
from redraft.errors import Misuse, SettingsError
from redraft.models import CachedModel, ModelSettings, ScriptedModel, open_model
from redraft.models.local import embedded_model
from redraft.profiles import assemble
from redraft.profiles.certificates import guarantee_for, read_certificate
from redraft.profiles.fingerprints import Change, changes, fingerprint, fingerprint_with
from redraft.store.codec import encode
from redraft.trust.certificate.document import CertificateFile
from support.certificates import certificate_file


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


def file_for(made_for: Plan, **settings: Any) -> CertificateFile:
    return certificate_file(fingerprint=fingerprint(made_for), **settings)


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


def test_any_change_of_what_answers_or_judges_is_seen() -> None:
    def model(url: str, **settings: Any) -> Any:
        return open_model(ModelSettings(model=url, **settings), environ={})

    class Rough:
        """A gate, a strategy and a panel that are no dataclasses."""

        name, version, threshold, on_disagreement = "rough", "1", 0.5, "keep"
        rendering, gate, draft_temperature, redraft_temperature = Rendering(), Best(), 0.0, 0.0

        def __init__(self, n: int) -> None:
            self.n = n

    at, other = "http://gateway/team-a/v1#m", "http://gateway/team-b/v1#m"
    for before, now, part in [
        ({"model": model(at)}, {"model": model(other)}, "model.address"),
        ({"model": model(at)}, {"model": model(at.replace("http:", "https:"))}, "model.address"),
        ({"model": model(at)}, {"model": model(at, window_tokens=200)}, "model.window_tokens"),
        (judges(model(at)), judges(model(other)), "critics.0.model.address"),
        (judges(model(at)), judges(model(at), max_tokens=5), "critics.0.max_tokens"),
        (judges(Local("aa")), judges(Local("bb")), "critics.0.model.weights"),
        (functions(lambda text: 0.9), functions(lambda text: 0.1), "critics.0.function.code"),
        (functions(judged, says="a"), functions(judged, says="b"), "critics.0.says"),
        (votes(lambda text: text), votes(lambda text: text[:1]), "gate.answer_of.code"),
        ({"gate": Rough(1)}, {"gate": Rough(2)}, "gate.n"),
        ({"strategy": Rough(1)}, {"strategy": Rough(2)}, "strategy.n"),
        ({"panel": Rough(1)}, {"panel": Rough(2)}, "panel.n"),
    ]:
        assert changes(fingerprint(plan(**before)), fingerprint(plan(**before))) == ()
        found = changes(fingerprint(plan(**before)), fingerprint(plan(**now)))
        assert part in [change.part for change in found]


def judges(model: Any, **settings: Any) -> dict[str, Any]:
    return {"critics": (Judge(model=model, **settings),)}


def functions(function: Any, **settings: Any) -> dict[str, Any]:
    return {"critics": (FunctionCritic(function=function, name="f", **settings),)}


def votes(answer_of: Any) -> dict[str, Any]:
    return {"gate": Majority(answer_of=answer_of)}


class Local:
    """A model in this process, with weights."""

    name, dialect, window_tokens = "local/j", "chat", None

    def __init__(self, weights: str) -> None:
        self.weights = weights

    async def generate(self, request: object) -> tuple[Draft, ...]:
        raise NotImplementedError


def test_weights_in_this_process_count_also_inside_wrappers() -> None:
    model = embedded_model()
    weights = fingerprint(plan(model=model))["model"]["weights"]
    assert len(weights) == 64
    assert fingerprint(plan(model=CachedModel(model)))["model"]["weights"] == weights
    assert fingerprint(plan())["model"]["weights"] is None
    checking = fingerprint(plan(critics=(SelfCheck(model=model), critic())))["critics"]
    assert [one.get("model", {}).get("weights") for one in checking] == [weights, None]


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


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"threshold": 0.5}, "its threshold is 0.5, and from its counts follows 0.9"),
        ({"threshold": -5}, "its threshold is -5"),
        ({"threshold": None}, "its threshold is None"),
        ({"epsilon": 7}, "`epsilon` lies between 0 and 1, got 7"),
        ({"epsilon": 0.005}, "the p-value at threshold 1.0"),
        ({"delta": -1}, "`delta` lies between 0 and 1"),
        ({"delta": 0.9}, "which is none at level 0.9"),
        ({"n": 0}, "`n` is 0, and its test rests on 300 cases"),
        ({"rows": []}, "it holds no tested threshold"),
        ({"look": 2}, "`look` lies between 1 and `looks`, got 2 of 1"),
        ({"case_hashes": ["a"]}, "its test rests on 300 cases, and it names 1"),
        ({"data_sha256": "1" * 64}, "`calibration_id` is"),
        ({"fingerprint": {"model": {"name": "another"}}}, "`calibration_id` is"),
        ({"schema_version": 0}, "`schema_version` is 0"),
        ({"promise": 1}, "it has an unknown name 'promise'"),
    ],
)
def test_a_certificate_that_was_edited_is_not_believed(edit: dict[str, Any], said: str) -> None:
    row = json.loads(encode(file_for(plan())))
    Path("edited.json").write_text(json.dumps(row | edit))
    with pytest.raises(Misuse, match=r"'edited\.json' is no certificate that can be believed: ") as caught:
        read_certificate("edited.json")
    assert said in str(caught.value)


@pytest.mark.parametrize("edit", [{"certified": True}, {"n_flips": 0}, {"p_value": 0.01}, {"n": 3000}])
def test_a_row_that_was_edited_is_not_believed(edit: dict[str, Any]) -> None:
    row = json.loads(encode(file_for(plan())))
    failed = next(one for one in row["rows"] if not one["certified"])
    failed |= edit
    Path("edited.json").write_text(json.dumps(row))
    with pytest.raises(Misuse, match="no certificate that can be believed"):
        read_certificate("edited.json")


def test_prompts_with_other_options_than_those_calibrated_have_no_certificate() -> None:
    asked = Prompt.of("q")
    short = Prompt(id="s", messages=asked.messages, options={"max_tokens": 8, "seed": 3})
    made_for = fingerprint_with(plan(), [asked, short, asked])
    assert made_for["options"] == ['{"max_tokens": 8}', "{}"]
    guarantee = guarantee_for(certificate_file(fingerprint=made_for), plan())
    assert (guarantee.void, guarantee.options) == (None, ('{"max_tokens": 8}', "{}"))
    file = written(file_for(plan()))
    hot = Prompt(id="h", messages=asked.messages, options={"temperature": 2.0})
    done = correct_sync(hot, model=plan().model, critics=[critic()], certificate=file)
    assert (done.text, done.reason, done.certificate) == ("first", "certificate_void", None)
