"""A plan from settings and choices."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redraft.core import Budget, Critic, Gate, Model, Panel, Strategy
from redraft.critics import CriticFunction
from redraft.engine.plan import Plan
from redraft.engine.release import Guarantee
from redraft.errors import Misuse
from redraft.profiles import strategies
from redraft.profiles.cards import calibrated, cards_of
from redraft.profiles.certificates import guarantee_for, read_certificate
from redraft.profiles.choices import Choices, settings_from
from redraft.profiles.critics import Critics, asked_models, table_of
from redraft.profiles.models import Models, is_local
from redraft.profiles.outlooks import check_rated, informed
from redraft.profiles.panels import check_flags, panel_from
from redraft.settings import Settings
from redraft.trust.certificate.document import CertificateFile

if TYPE_CHECKING:
    from redraft.store import RecordStore
    from redraft.trust.cards import Card

LOCAL_CONCURRENCY, ENDPOINT_CONCURRENCY = 64, 8
"""Corrections side by side in a batch. A model in this process writes what is asked at the same time in one batch, and
64 is where its speed per core stops growing; an endpoint's patience is not known, and 8 annoys few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """A plan and what belongs to it.

    Attributes:
        plan: everything a correction needs besides its prompt; its recorder is the caller's, if any.
        settings: the settings it was made from.
        store: where records go when the plan has no recorder: an address, an opened store, or None for nowhere.
        concurrency: corrections that a batch runs side by side.
    """

    plan: Plan
    settings: Settings
    store: "str | RecordStore | None"
    concurrency: int


def assemble(choices: Choices, *, wrap: Callable[[Model], Model] | None = None, wrap_local: bool = False) -> Assembly:
    """The plan that the settings and a caller's choices describe.

    Args:
        choices: what the caller wants otherwise than the profile in use has it.
        wrap: goes around every model that is not in this process, its cache included.
        wrap_local: whether `wrap` goes around the models in this process as well.

    Raises:
        SettingsError: when a setting cannot work; the message is one line with place, key, value and what to do.
        Misuse: when a choice cannot work.
        MissingExtra: when something chosen needs a package that is not installed.
    """
    settings = settings_from(choices)
    in_use = settings.in_use
    models = Models(settings, wrap=wrap, wrap_local=wrap_local)
    _check_money(settings, choices, models)
    chosen = choices.get("model")
    if chosen is None or isinstance(chosen, str):
        chosen = in_use.model
        model = models.open(chosen, ("profiles", settings.profile, "model"))
        local = is_local(models.table_of(chosen).model)
    else:
        model, local = models.wrapped(chosen), False
    wanted = _critics(choices, settings)
    everybody = Critics(settings, models, lambda: model).make((*wanted, *_consultants(choices, settings)))
    critics, consultants = everybody[: len(wanted)], everybody[len(wanted) :]
    cards = cards_of(everybody, settings)
    strategy = informed(_strategy(choices, settings, everybody), consultants, cards, settings)
    budget = in_use.budget
    plan = Plan(
        model=model,
        critics=calibrated(critics, cards) if in_use.calibrate else critics,
        consultants=calibrated(consultants, cards) if in_use.calibrate else consultants,
        strategy=strategy,
        gate=_gate(choices, settings, strategy),
        panel=_panel(choices, settings, everybody, cards),
        budget=Budget(
            rounds=in_use.rounds, calls=budget.calls, tokens=budget.tokens, seconds=budget.seconds, usd=budget.usd
        ),
        on_exhausted=in_use.on_exhausted,
        critic_timeout_s=in_use.critic_timeout_s,
        seed=in_use.seed,
        observers=tuple(choices.get("observers") or ()),
        recorder=choices.get("recorder"),
        settings={"profile": settings.profile, **strategies.described(strategy)},
    )
    default = LOCAL_CONCURRENCY if local else ENDPOINT_CONCURRENCY
    return Assembly(
        plan=replace(plan, guarantee=_guarantee(choices, settings, plan)),
        settings=settings,
        store=_store(choices, settings),
        concurrency=default if in_use.concurrency is None else in_use.concurrency,
    )


def _guarantee(choices: Choices, settings: Settings, plan: Plan) -> Guarantee | None:
    chosen = choices.get("certificate")
    in_use = settings.in_use
    if chosen is False or (chosen is None and in_use.certificate is None):
        return None
    if isinstance(chosen, CertificateFile):
        file = chosen
    elif chosen is not None:
        file = read_certificate(chosen)
    else:
        assert in_use.certificate is not None
        try:
            file = read_certificate(in_use.certificate)
        except Misuse as error:
            path = ("profiles", settings.profile, "certificate")
            raise settings.written.wrong(path, in_use.certificate, "cannot be used", str(error)) from error
    return guarantee_for(file, plan, on_void=in_use.on_void)


def _store(choices: Choices, settings: Settings) -> "str | RecordStore | None":
    chosen = choices.get("store")
    if chosen is False:
        return None
    return settings.store.url if chosen is None or chosen == "" else chosen


def _critics(choices: Choices, settings: Settings) -> Sequence[str | Critic | CriticFunction]:
    chosen = choices.get("critics")
    return settings.in_use.critics if chosen is None else chosen


def _consultants(choices: Choices, settings: Settings) -> Sequence[str | Critic | CriticFunction]:
    chosen = choices.get("consultants")
    return settings.in_use.consultants if chosen is None else chosen


def _strategy(choices: Choices, settings: Settings, critics: Sequence[Critic]) -> Strategy:
    chosen = choices.get("strategy")
    if not (chosen is None or isinstance(chosen, str)):
        return chosen
    strategy = strategies.strategy_from(settings)
    check_rated(critics, settings)
    return strategy


def _gate(choices: Choices, settings: Settings, strategy: Strategy) -> Gate | None:
    chosen = choices.get("gate")
    return strategies.gate_from(settings, strategy) if chosen is None or isinstance(chosen, str) else chosen


def _panel(choices: Choices, settings: Settings, critics: Sequence[Critic], cards: "Mapping[str, Card]") -> Panel:
    chosen = choices.get("panel")
    if chosen is not None and not isinstance(chosen, str):
        return chosen
    panel = panel_from(settings, critics, cards)
    if choices.get("consultants") != []:  # whoever leaves them out compares, and means the panel that they belong to
        check_flags(settings, critics)
    return panel


def _check_money(settings: Settings, choices: Choices, models: Models) -> None:
    """Refuse a money budget that could not be kept, before anything is spent."""
    in_use = settings.in_use
    if in_use.budget.usd is None:
        return
    chosen = [choices.get("model") or in_use.model]
    for critic in (*_critics(choices, settings), *_consultants(choices, settings)):
        table = (settings.critics.get(critic) or table_of(critic)) if isinstance(critic, str) else None
        chosen += asked_models(table)
    for name in chosen:
        # What an opened model costs only its answers tell; the engine stops when they do not.
        if isinstance(name, str) and models.table_of(name).price is None and not is_local(models.table_of(name).model):
            path = ("profiles", settings.profile, "budget", "usd")
            advice = "give it a table [models.NAME] with price = { input = 1.25, output = 10.0 }"
            problem = f"a money budget needs the price of model {name!r}"
            raise settings.written.wrong(path, in_use.budget.usd, problem, advice)
