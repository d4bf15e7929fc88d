"""What the caller of a correction may choose."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from redraft.core import Budget, Critic, Gate, Model, Observer, Panel, Recorder, Strategy
from redraft.critics import CriticFunction
from redraft.errors import Misuse
from redraft.settings import Settings, read_settings, with_arguments
from redraft.trust.certificate.document import CertificateFile

if TYPE_CHECKING:
    from redraft.store import RecordStore


class Choices(TypedDict, total=False):
    """Keyword arguments of `redraft.correct` and its sisters; what is left out or None is as the profile in use has it.

    Attributes:
        model: who writes: a model string, a name from ``[models]``, or any `redraft.core.Model`.
        critics: who judges: names, functions or critics (see ``docs/configuration.md``); an empty list for nobody.
        consultants: further critics, whom the strategy ``adaptive`` may ask about an answer; as `critics`.
        panel: how their verdicts are taken together: a name, or any `redraft.core.Panel`.
        strategy: a name, or any `redraft.core.Strategy`.
        gate: a name, or any `redraft.core.Gate`.
        threshold: score in [0, 1] from which an answer passes.
        rounds: redrafts at most.
        budget: what one correction may spend; limits that it leaves open are the profile's.
        on_exhausted: what to return when no answer passed.
        certificate: path of a file that `redraft calibrate` wrote, or one that was read before; False for none,
            whatever the profile has.
        on_void: what to return while the certificate does not hold: ``keep`` for the draft, ``uncertified`` for what
            the gate alone lets in.
        critic_timeout_s: seconds after which a critic's judgement counts as not given.
        seed: seed of every random draw.
        profile: name of the profile in use.
        config: path of a redraft.toml, or settings that were read before; by default the redraft.toml in the working
            directory, when there is one.
        store: where the record is kept: a path or address, or an opened `redraft.store.RecordStore`, which saves
            opening it again for every correction; False for nowhere. By default what ``[store]`` says, else nowhere.
        recorder: who gets the record instead of a store.
        observers: who is told of every event while it happens.
    """

    model: str | Model | None
    critics: Sequence[str | Critic | CriticFunction] | None
    consultants: Sequence[str | Critic | CriticFunction] | None
    panel: str | Panel | None
    strategy: str | Strategy | None
    gate: str | Gate | None
    threshold: float | None
    rounds: int | None
    budget: Budget | None
    on_exhausted: Literal["best", "draft", "raise"] | None
    certificate: str | Path | CertificateFile | Literal[False] | None
    on_void: Literal["keep", "uncertified"] | None
    critic_timeout_s: float | None
    seed: int | None
    profile: str | None
    config: str | Path | Settings | None
    store: "str | RecordStore | Literal[False] | None"
    recorder: Recorder | None
    observers: Sequence[Observer] | None


def settings_from(choices: Choices) -> Settings:
    """The settings in force, with every choice that settings can hold in the profile in use.

    Raises:
        SettingsError: when a setting, or a choice that stands for one, cannot work.
        Misuse: when a choice does not exist, or two contradict each other.
    """
    unknown = sorted(choices.keys() - Choices.__annotations__.keys())
    if unknown:
        raise Misuse(f"no such argument: {unknown[0]!r}; known: {', '.join(sorted(Choices.__annotations__))}")
    config, profile = choices.get("config"), choices.get("profile")
    if not isinstance(config, Settings):
        settings = read_settings(config, profile=profile)
    elif profile is None or profile == config.profile:
        settings = config
    else:
        raise Misuse(
            f"`profile` {profile!r} is not the one that the settings given as `config` were read for; give one"
        )
    return with_arguments(settings, _arguments(choices))


def in_its_place(strategy: Strategy, choices: Choices) -> Choices:
    """The choices with another strategy where the profile's stood.

    What belongs to the profile's strategy stays with it: its options and rendering, the gate with threshold and margin
    that stands around it, and critics that it alone consults.

    Args:
        strategy: with all that it needs.
        choices: of the profile.
    """
    return {**choices, "strategy": strategy, "gate": strategy.gate, "consultants": []}


def _arguments(choices: Choices) -> dict[str, Any]:
    """The choices that are plain values; objects are put into the plan as they are."""
    names = ("threshold", "rounds", "on_exhausted", "on_void", "critic_timeout_s", "seed")
    arguments: dict[str, Any] = {name: choices.get(name) for name in names}
    for name in ("model", "strategy", "gate"):
        chosen = choices.get(name)
        arguments[name] = chosen if isinstance(chosen, str) else None
    critics = choices.get("critics")
    if critics is not None and all(isinstance(critic, str) for critic in critics):
        arguments["critics"] = list(critics)
    consultants = choices.get("consultants")
    if consultants is not None and all(isinstance(critic, str) for critic in consultants):
        arguments["consultants"] = list(consultants)
    panel = choices.get("panel")
    arguments["panel"] = {"method": panel} if isinstance(panel, str) else None
    budget = choices.get("budget")
    if budget is not None:
        if budget.rounds is not None and arguments["rounds"] not in (None, budget.rounds):
            raise Misuse(f"`rounds` {arguments['rounds']!r} and budget.rounds {budget.rounds!r} disagree; give one")
        arguments["rounds"] = budget.rounds if arguments["rounds"] is None else arguments["rounds"]
        arguments["budget"] = {name: getattr(budget, name) for name in ("calls", "tokens", "seconds", "usd")}
    return arguments
