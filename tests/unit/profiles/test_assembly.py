import asyncio
from dataclasses import fields
from pathlib import Path

import pytest

from fake_server import Behaviour, FakeServer
from redraft.core import Budget, Context, Critique, Draft, Model, Prompt, Rendering
from redraft.critics import ComparingJudge, FunctionCritic, Judge, Rules, SelfCheck
from redraft.engine.gates import Best, CheckAfterFix
from redraft.engine.plan import Plan
from redraft.engine.strategies import STRATEGIES, BestOfN, CheckAsContext, InContextAlignment
from redraft.errors import Misuse, SettingsError
from redraft.models import CachedModel, MeteredModel, ModelSettings, ScriptedModel
from redraft.profiles import Choices, assemble
from redraft.profiles.assembly import Assembly
from redraft.profiles.strategies import GATES, options_of
from redraft.settings import BudgetTable, ModelTable, ProfileTable, RenderingTable, Settings
from redraft.settings.building import types_of

HERE = "http://127.0.0.1:9/v1#m"


def assembled(toml: str = "", **choices: object) -> Assembly:
    Path("redraft.toml").write_text(toml)
    return assemble(Choices(**choices))  # type: ignore[typeddict-item] # choices by name


def plan(toml: str = "", **choices: object) -> Plan:
    return assembled(toml, **choices).plan


def refusal(toml: str = "", **choices: object) -> str:
    with pytest.raises(SettingsError) as caught:
        assembled(toml, **choices)
    (line,) = str(caught.value).splitlines()
    return line


def test_by_default_a_model_checks_itself_in_context() -> None:
    made = plan(model=HERE)
    assert made.model.name == "127.0.0.1:9/m"
    assert made.critics == (SelfCheck(model=made.model),)
    assert made.strategy == InContextAlignment()
    assert made.gate is None
    assert made.budget == Budget()


def test_a_profile_describes_a_whole_plan() -> None:
    made = plan(
        """
profile = "careful"
[models.fast]
model = "http://127.0.0.1:9/v1#fast"
[models.boss]
model = "boss"
base_url = "http://127.0.0.1:9/v1"
[critics.boss]
type = "judge"
model = "boss"
rubric = "Is it polite?"
[critics.pairs]
type = "judge"
model = "boss"
compare = true
[critics.form]
type = "rules"
max_words = 5
[critics.own]
type = "self_check"
language = "en"
[profiles.careful]
model = "fast"
critics = ["boss", "pairs", "form", "own", "judge:fast"]
strategy = "best_of_n"
strategy_options = { n = 8, draft_temperature = 1 }
rendering = { preamble = "preamble_refusals" }
rounds = 3
threshold = 0.9
seed = 7
on_exhausted = "draft"
critic_timeout_s = 5
budget = { calls = 9, seconds = 60 }
"""
    )
    boss, pairs, form, own, other = made.critics
    assert isinstance(boss, Judge)
    assert (boss.name, boss.rubric, boss.model.name, boss.seed) == ("boss", "Is it polite?", "127.0.0.1:9/boss", 7)
    assert isinstance(pairs, ComparingJudge)
    assert pairs.model is boss.model
    assert isinstance(form, Rules)
    assert isinstance(own, SelfCheck)
    assert (own.name, own.language, own.model) == ("own", "en", made.model)
    assert isinstance(other, Judge)
    assert other.model is made.model
    assert made.strategy == BestOfN(n=8, draft_temperature=1.0, rendering=Rendering(preamble="preamble_refusals"))
    assert made.gate == Best(threshold=0.9)
    assert made.budget == Budget(rounds=3, calls=9, seconds=60.0)
    assert (made.seed, made.on_exhausted, made.critic_timeout_s) == (7, "draft", 5.0)
    assert made.described()["profile"] == "careful"
    assert made.described()["strategy_options"]["n"] == 8
    assert made.described()["rendering"]["preamble"] == "preamble_refusals"


def test_objects_win_over_the_profile() -> None:
    model, strategy, gate = ScriptedModel(), BestOfN(), CheckAfterFix(threshold=1.0)
    toml = '[profiles.default]\nmodel = "openai/x"\nstrategy = "none"\nbudget = { calls = 9, tokens = 50 }\nseed = 3'
    made = plan(toml, model=model, strategy=strategy, gate=gate, critics=[], budget=Budget(rounds=1, calls=2), seed=4)
    assert (made.model, made.strategy, made.gate, made.critics) == (model, strategy, gate, ())
    assert made.budget == Budget(rounds=1, calls=2, tokens=50)
    assert made.seed == 4


def test_none_is_as_good_as_nothing() -> None:
    made = plan(
        '[profiles.default]\nrounds = 2\ncritics = ["keyword:iskeyword"]',
        model=HERE,
        rounds=None,
        critics=None,
        gate=None,
    )
    assert made.budget.rounds == 2


def test_settings_that_were_read_before_can_be_given() -> None:
    settings = Settings(profile="p", profiles={"p": ProfileTable(model=HERE, rounds=5, budget=BudgetTable(calls=3))})
    made = assemble(Choices(config=settings, rounds=1, budget=Budget(tokens=9))).plan
    assert made.budget == Budget(rounds=1, calls=3, tokens=9)
    with pytest.raises(Misuse, match="not the one"):
        assemble(Choices(config=settings, profile="q"))
    with pytest.raises(SettingsError, match="arguments: rounds = -1"):
        assemble(Choices(config=settings, rounds=-1))


def test_rounds_in_two_places_must_agree() -> None:
    assert plan(model=HERE, rounds=1, budget=Budget(rounds=1)).budget.rounds == 1
    with pytest.raises(Misuse, match=r"`rounds` 0 and budget\.rounds 1 disagree"):
        plan(model=HERE, rounds=0, budget=Budget(rounds=1))


@pytest.mark.parametrize(
    ("toml", "choices", "line"),
    [
        (
            "",
            {"model": "gpt-5"},
            "arguments: model = 'gpt-5': no such model; known: none; or a model string: openai/NAME,",
        ),
        (
            '[models.fast]\nmodel = "openai/x"\n[profiles.default]\nmodel = "fsat"',
            {},
            "redraft.toml: [profiles.default] model = 'fsat': no such model; did you mean 'fast'? known: fast",
        ),
        ("", {"model": "openai/x"}, "arguments: model = 'openai/x': cannot be opened; model 'openai/x' needs a key:"),
        (
            "",
            {"model": "http://h/v1"},
            "arguments: model = 'http://h/v1': cannot be opened; 'http://h/v1' does not say",
        ),
        (
            '[models.e]\nmodel = "embedded"\nretries = 1',
            {"model": "e"},
            "redraft.toml: [models.e] model = 'embedded': cannot be opened; 'embedded' runs in this process:",
        ),
        (
            "",
            {"model": HERE, "strategy": "best_of"},
            "arguments: strategy = 'best_of': no such strategy; did you mean 'best_of_n'?",
        ),
        (
            "[profiles.default]\nstrategy = 'best_of_n'\nstrategy_options = { m = 3 }",
            {"model": HERE},
            "redraft.toml: [profiles.default.strategy_options] m = 3: strategy 'best_of_n' has no such option; known: ",
        ),
        (
            "[profiles.default]\nstrategy = 'best_of_n'\nstrategy_options = { n = 'x' }",
            {"model": HERE},
            "redraft.toml: [profiles.default.strategy_options] n = 'x': Expected int, got str; correct that value",
        ),
        (
            "[profiles.default]\nstrategy = 'check_as_context'\nstrategy_options = { variant = 'x' }",
            {"model": HERE},
            "redraft.toml: [profiles.default.strategy_options] variant = 'x': ",
        ),
        (
            "[profiles.default]\nstrategy = 'check_as_context'\nrendering = { pairs = 'last' }",
            {"model": HERE},
            "redraft.toml: [profiles.default] rendering does not go with strategy 'check_as_context'; leave it out",
        ),
        (
            "[profiles.default]\nrendering = { ask = 'nothing' }",
            {"model": HERE},
            "redraft.toml: [profiles.default.rendering] ask = 'nothing': ",
        ),
        (
            "[profiles.default]\ngate = 'best'\nmargin = 0.2",
            {"model": HERE},
            "redraft.toml: [profiles.default] margin = 0.2: gate 'best' has no margin; leave it out",
        ),
        (
            "[profiles.default]\nmargin = 0.0",
            {"model": HERE},
            "redraft.toml: [profiles.default] margin: `margin` must lie in (0, 1], got 0.0;",
        ),
        (
            "",
            {"model": HERE, "critics": ["self_chek"]},
            "arguments: critics = 'self_chek': no such critic; did you mean",
        ),
        (
            '[critics.c]\ntype = "judge"\nmodel = "nobody"\n[profiles.default]\ncritics = ["c"]',
            {"model": HERE},
            "redraft.toml: [critics.c] model = 'nobody': no such model;",
        ),
        (
            '[critics.c]\ntype = "rules"\n[profiles.default]\ncritics = ["c"]',
            {"model": HERE},
            "redraft.toml: [critics] c: critic 'c' cannot be made; a rules critic without rules passes everything;",
        ),
        (
            '[critics.c]\ntype = "rules"\njson_schema = "no.json"\n[profiles.default]\ncritics = ["c"]',
            {"model": HERE},
            "redraft.toml: [critics] c: critic 'c' cannot be made; the JSON schema './no.json' cannot",
        ),
        (
            '[profiles.default]\ncritics = ["no_module:f"]',
            {"model": HERE},
            "redraft.toml: [profiles.default] critics: critic 'no_module:f' cannot be made; module",
        ),
        (
            '[profiles.default]\ncritics = ["json:nothing"]',
            {"model": HERE},
            "redraft.toml: [profiles.default] critics: critic",
        ),
    ],
)
def test_what_does_not_go_together_is_one_line_too(toml: str, choices: dict[str, object], line: str) -> None:
    assert refusal(toml, **choices).startswith(line)


@pytest.mark.parametrize("name", ["person", "panel"])
def test_names_that_are_not_for_critics_are_refused(name: str) -> None:
    toml = (
        f'[critics.{name}]\ntype = "rules"\nmax_words = 5\n[profiles.default]\nmodel = "{HERE}"\ncritics = ["{name}"]'
    )
    line = refusal(toml)
    assert f"critic '{name}' cannot be made" in line
    assert "give it another name" in line
    with pytest.raises(Misuse, match=f"no critic may be called '{name}'"):
        plan(model=HERE, critics=[FunctionCritic(function=str.isascii, name=name)])


def test_two_critics_of_one_name_are_refused() -> None:
    with pytest.raises(Misuse, match="two critics have the name 'isascii'"):
        plan(model=HERE, critics=[str.isascii, str.isascii])


PRICED = '[models.fast]\nmodel = "http://127.0.0.1:9/v1#m"\nprice = { input = 1, output = 2 }\n'


@pytest.mark.parametrize(
    ("toml", "choices", "culprit"),
    [
        ("", {"model": HERE}, HERE),
        (PRICED + '[models.boss]\nmodel = "openai/boss"\n', {"model": "fast", "critics": ["judge:boss"]}, "boss"),
        (PRICED + '[critics.b]\ntype = "judge"\nmodel = "openai/b"\n', {"model": "fast", "critics": ["b"]}, "openai/b"),
    ],
)
def test_a_money_budget_needs_every_price(toml: str, choices: dict[str, object], culprit: str) -> None:
    line = refusal(toml, budget=Budget(usd=1.0), **choices)
    assert line.startswith(
        f"arguments: budget.usd = 1.0: a money budget needs the price of model {culprit!r}; give it a table"
    )


def test_a_money_budget_with_prices_is_kept() -> None:
    assert plan(PRICED, model="fast", budget=Budget(usd=1.0)).budget.usd == 1.0


def test_functions_beside_the_configuration_are_found(tmp_path: Path) -> None:
    (tmp_path / "my_checks_beside.py").write_text(
        "def short(text):\n    'The answer is short.'\n    return len(text) < 5\n"
    )
    file = tmp_path / "redraft.toml"
    file.write_text(
        '[critics.c]\ntype = "python"\nfunction = "my_checks_beside:short"\nkind = "external"\nversion = "2"'
    )
    named, direct = assemble(Choices(config=file, model=HERE, critics=["c", "my_checks_beside:short"])).plan.critics
    assert isinstance(named, FunctionCritic)
    assert (named.name, named.kind, named.version) == ("c", "external", "2")
    critique = asyncio.run(direct.examine(Prompt.of("x"), Draft.of("long answer"), Context(prompt=Prompt.of("x"))))
    assert isinstance(critique, Critique)
    assert (critique.critic, critique.score) == ("my_checks_beside:short", 0.0)


def test_a_schema_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"type": "integer"}')
    file = tmp_path / "redraft.toml"
    file.write_text('[critics.c]\ntype = "rules"\njson_schema = "s.json"')
    (critic,) = assemble(Choices(config=file, model=HERE, critics=["c"])).plan.critics
    critique = asyncio.run(critic.examine(Prompt.of("x"), Draft.of('"text"'), Context(prompt=Prompt.of("x"))))
    assert critique.score == 0.0
    (tmp_path / "s.json").write_text("[]")
    with pytest.raises(SettingsError, match="must be an object, got list"):
        assemble(Choices(config=file, model=HERE, critics=["c"]))


def test_batches_are_wide_in_this_process_and_narrow_elsewhere() -> None:
    assert assembled(model=HERE).concurrency == 8
    assert assembled(model=ScriptedModel()).concurrency == 8
    assert assembled("[profiles.default]\nconcurrency = 3", model=HERE).concurrency == 3


def test_every_model_that_is_not_here_is_wrapped() -> None:
    Path("redraft.toml").write_text(PRICED)
    made = assemble(Choices(model="fast", critics=["self_check", f"judge:{HERE}"]), wrap=MeteredModel).plan
    own, judge = made.critics
    assert isinstance(made.model, MeteredModel)
    assert isinstance(own, SelfCheck)
    assert own.model is made.model
    assert isinstance(judge, Judge)
    assert isinstance(judge.model, MeteredModel)
    assert isinstance(assemble(Choices(model=ScriptedModel()), wrap=MeteredModel).plan.model, MeteredModel)


def test_answers_are_kept_in_the_folder_that_a_model_names(tmp_path: Path) -> None:
    async def ask_twice() -> int:
        async with FakeServer(Behaviour()) as server:
            file = tmp_path / "redraft.toml"
            file.write_text(f'[models.m]\nmodel = "{server.url}#m"\ncache = "kept"')
            for _ in range(2):
                model: Model = assemble(Choices(config=file, model="m", critics=[])).plan.model
                assert isinstance(model, CachedModel)
                await loop_once(model)
            return server.stats.n_calls

    assert asyncio.run(ask_twice()) == 1
    assert (tmp_path / "kept").is_dir()


async def loop_once(model: Model) -> None:
    from redraft.engine.loop import correct

    await correct(Prompt.of("x"), Plan(model=model, critics=(), strategy=STRATEGIES["none"]()))


def test_the_schema_of_settings_keeps_up_with_what_is_set() -> None:
    def names(table: type) -> set[str]:
        return {field.name for field in fields(table)}

    assert names(ModelTable) == names(ModelSettings) | {"cache"}
    assert names(RenderingTable) == names(Rendering)
    literal = types_of(ProfileTable)["gate"]
    assert set(GATES) == set(literal.__args__[0].__args__)
    assert "n" in options_of("best_of_n")
    assert all(isinstance(options_of(name), dict) for name in STRATEGIES)
    assert "variant" in options_of("check_as_context")
    assert CheckAsContext().name in STRATEGIES
