"""Every setting there is, with its default; `docs/configuration.md` shows them as tables.

A table of redraft.toml is a frozen dataclass here, a key is a field, and the field's type says what may stand there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from msgspec import Meta

from redraft.settings.critics import CriticTable
from redraft.settings.kinds import AtLeast0, AtLeast1, FilePath, Named, NotNegative, Positive, Rate, VariableName
from redraft.settings.origins import NOWHERE, Layered
from redraft.settings.sources import SourceTable


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTable:
    """``[models.NAME.price]``: what an endpoint charges, in US dollars for a million tokens.

    Attributes:
        input: for tokens sent.
        output: for tokens written.
        cached_input: for tokens sent that the endpoint had in its prefix cache; the same as `input` when left out.
    """

    input: NotNegative
    output: NotNegative
    cached_input: NotNegative | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelTable:
    """``[models.NAME]``: a model that profiles and critics can name.

    Attributes:
        model: a model string (``openai/NAME``, ``http://HOST/v1#NAME``, ``embedded``, ``ct2:FOLDER``), or the
            endpoint's own name of the model beside `base_url`.
        base_url: address of an OpenAI-compatible endpoint, up to and including ``/v1``.
        api_key_env: name of the environment variable that holds the key.
        price: what it charges; a money budget needs it.
        max_concurrency: requests in flight at once.
        connect_timeout_s: seconds to wait for a connection.
        timeout_s: seconds to wait for a whole answer.
        idle_timeout_s: seconds to wait between two pieces of a stream.
        window_tokens: tokens that prompt and answer may have together.
        retries: further tries after a failure that may pass.
        streaming: ask for answers as a stream, so that a silent endpoint is noticed after `idle_timeout_s`.
        cache: folder in which answers are kept and found again; only what would come out the same again is kept.
    """

    model: Named
    base_url: Named | None = None
    api_key_env: VariableName | None = None
    price: PriceTable | None = None
    max_concurrency: AtLeast1 = 64
    connect_timeout_s: Positive = 10.0
    timeout_s: Positive = 600.0
    idle_timeout_s: Positive = 120.0
    window_tokens: AtLeast1 | None = None
    retries: AtLeast0 = 4
    streaming: bool = False
    cache: FilePath | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetTable:
    """``[profiles.NAME.budget]``: what one correction may spend; what is left out is not limited.

    Attributes:
        calls: model calls, critics' calls included.
        tokens: tokens sent and written.
        seconds: wall time, in seconds.
        usd: money in US dollars; needs a price for every model.
    """

    calls: AtLeast0 | None = None
    tokens: AtLeast0 | None = None
    seconds: NotNegative | None = None
    usd: NotNegative | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderingTable:
    """``[profiles.NAME.rendering]``: how earlier attempts are shown; what is left out is as the strategy has it.

    Attributes:
        order: the order of the attempts; in the order of ``arrival`` an endpoint's prefix cache can be used again.
        pairs: every earlier (answer, verdict) pair, or the last one alone.
        attribution: attempts stand as the model's ``own`` turns, or quoted as an ``other`` writer's.
        critique_turn: who says the critique.
        check: name of the prompt text of the check question that an ``assistant``'s critique answers.
        ask: name of the prompt text that asks for the next draft.
        repeat_prompt: whether the prompt is repeated after the attempts.
        preamble: name of a fixed conversation put before the prompt's own turns.
        form: whether the next draft comes whole or as a list of edits.
        within: whether edits may change anything, or only what findings call wrong.
        cite: how edits cite the sources of the findings that they answer.
        when_full: what to do when the attempts outgrow the model's window.
    """

    order: Literal["arrival", "worst_to_best", "best_to_worst"] | None = None
    pairs: Literal["all", "last"] | None = None
    attribution: Literal["own", "other"] | None = None
    critique_turn: Literal["user", "assistant"] | None = None
    check: Named | None = None
    ask: Named | None = None
    repeat_prompt: bool | None = None
    preamble: Named | None = None
    form: Literal["whole", "edits"] | None = None
    within: Literal["anywhere", "findings"] | None = None
    cite: Literal["none", "numbered", "inline"] | None = None
    when_full: Literal["shorten", "stop"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorTable:
    """``[profiles.NAME.monitor]``: whether the promise still holds is watched while the profile is used; needs a store.

    Attributes:
        epsilon: the bound on the rate of right answers made wrong, below 0.5; by default the certificate's.
        delta: chance that the alarm about that bound is ever false; by default the certificate's, or else 0.05.
        audit_rate: share of the corrections, chosen at random, that somebody is to label.
        due_days: days within which.
        threshold: audited corrections between two false alarms of the detector of later changes, on average at least.
        window: corrections that running means look back over.
        fallback: what an alarm does: from then on the draft is returned (``keep``), or it is told and no more
            (``none``).
        webhook: address that alarms are posted to, as JSON.
        webhook_env: name of the environment variable that holds that address, where it is a secret.
    """

    epsilon: Rate | None = None
    delta: Rate | None = None
    audit_rate: Rate = 0.05
    due_days: Positive = 7.0
    threshold: Annotated[float, Meta(gt=1)] = 20_000.0
    window: AtLeast1 = 500
    fallback: Literal["keep", "none"] = "keep"
    webhook: Named | None = None
    webhook_env: VariableName | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityTable:
    """``[profiles.NAME.panel.reliabilities.CRITIC]``: what a critic's verdicts are worth, where no card says it.

    Attributes:
        sensitivity: share of flagged answers among those that are not acceptable.
        specificity: share of passing answers among the acceptable ones.
        n_bad: labelled answers that are not acceptable, which `sensitivity` rests on; a rate from few counts for less.
            Without it the rate is taken as known.
        n_good: the same for the acceptable ones and `specificity`.
        threshold: score from which the critic's verdict is a pass.
    """

    sensitivity: Rate
    specificity: Rate
    n_bad: NotNegative | None = None
    n_good: NotNegative | None = None
    threshold: Rate = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelTable:
    """``[profiles.NAME.panel]``: how the verdicts of several critics on one answer are taken together.

    Attributes:
        method: ``strictest``, the lowest score of the most trusted kind of critics; ``majority`` of the opinions;
            ``votes``, flagged from `h` flags on; ``weighted``, the probability that the answer is acceptable by what
            each opinion is worth. With any of them verified critics decide before opinions, and people before all.
        h: flags that flag an answer (method ``votes``).
        prior: share of answers that are acceptable before any verdict (method ``weighted``).
        vote_threshold: score from which an opinion is a vote for the answer (methods ``majority`` and ``votes``).
        max_disagreement: share of the votes, or of the weight of evidence, on the smaller side, above which there is no
            verdict; any disagreement is decided when left out.
        on_disagreement: what then happens: the answer counts as unscored (``keep``), a person is asked (``ask``), or no
            answer is returned (``abstain``).
        reliabilities: what each critic's opinion is worth (method ``weighted``); they win over `cards` of the profile.
        correlation: how far the verdicts of two critics go together when the truth is known, as ``one.other = 0.6``;
            such critics share a vote (method ``weighted``). What is given wins over what cards say.
    """

    method: Literal["strictest", "majority", "votes", "weighted"] = "strictest"
    h: AtLeast1 | None = None
    prior: Rate = 0.5
    vote_threshold: Rate = 0.5
    max_disagreement: Annotated[float, Meta(ge=0, le=0.5)] | None = None
    on_disagreement: Literal["keep", "ask", "abstain"] = "keep"
    reliabilities: Mapping[str, ReliabilityTable] = field(default_factory=dict)
    correlation: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileTable:
    """``[profiles.NAME]``: who writes, who judges, and when to stop.

    Attributes:
        model: who writes: a name from ``[models]``, or a model string.
        critics: who judges: names from ``[critics]``, ``self_check``, ``judge:MODEL``, ``code`` or ``code:TESTS``,
            ``logic`` or ``logic:PROGRAM``, ``steps``, another short form, or ``module:function``.
        consultants: further critics, named likewise, whom the strategy ``adaptive`` may ask about an answer.
        panel: how their verdicts are taken together.
        cards: cards of critics that `redraft critics measure` wrote: what the critics' verdicts are worth.
        calibrate: whether the scores of a critic become probabilities where its card says how.
        strategy: name of the strategy.
        strategy_options: options of the strategy, such as ``n = 8`` for ``best_of_n``.
        rendering: how earlier attempts are shown to the writer.
        rounds: redrafts at most; by default what the strategy finds right for its critics.
        budget: what one correction may spend.
        gate: when a redraft replaces the standing draft; by default the strategy's own gate.
        threshold: score from which an answer passes.
        margin: by how much an answer that does not pass must be better to replace one (gate ``check_after_fix``).
        on_exhausted: what to return when no answer passed: the best one, the first draft, or an error.
        certificate: file that `redraft calibrate` wrote; a redraft then replaces the draft only as far as it certifies.
        on_void: what to return while the certificate does not hold, because something changed since: the draft
            (``keep``), or what the gate alone lets in, without a promise (``uncertified``).
        critic_timeout_s: seconds after which a critic's judgement counts as not given.
        seed: seed of every random draw.
        concurrency: corrections side by side in a batch; by default 64 for a model in this process, 8 for an endpoint.
        monitor: how the profile is watched; not at all when left out.
    """

    model: Named = "embedded"
    critics: tuple[Named, ...] = ("self_check",)
    consultants: tuple[Named, ...] = ()
    panel: PanelTable = field(default_factory=PanelTable)
    cards: tuple[FilePath, ...] = ()
    calibrate: bool = True
    strategy: Named = "in_context_alignment"
    strategy_options: Mapping[str, Any] = field(default_factory=dict)
    rendering: RenderingTable = field(default_factory=RenderingTable)
    rounds: AtLeast0 | None = None
    budget: BudgetTable = field(default_factory=BudgetTable)
    gate: Literal["check_after_fix", "best", "latest", "majority"] | None = None
    threshold: Rate | None = None
    margin: Rate | None = None
    on_exhausted: Literal["best", "draft", "raise"] = "best"
    certificate: FilePath | None = None
    on_void: Literal["keep", "uncertified"] = "keep"
    critic_timeout_s: Positive = 120.0
    seed: int = 0
    concurrency: AtLeast1 | None = None
    monitor: MonitorTable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreTable:
    """``[store]``: where records are kept.

    Attributes:
        url: path of an SQLite file, or an SQLAlchemy URL. A path is relative to the folder of redraft.toml. By default
            the command line keeps records in your data folder, and Python code keeps none.
    """

    url: FilePath | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TelemetryTable:
    """``[telemetry]``: what is reported while corrections run; read and checked, but nothing is sent yet.

    Attributes:
        otlp_endpoint: address of an OpenTelemetry collector; nothing is sent without one.
        service_name: how this service is called there.
        content: whether the texts of prompts and answers are sent along.
    """

    otlp_endpoint: Named | None = None
    service_name: Named = "redraft"
    content: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that redraft.toml, the environment and flags say together.

    Attributes:
        profile: name of the profile in use.
        models: ``[models.NAME]``.
        critics: ``[critics.NAME]``.
        sources: ``[sources.NAME]``.
        profiles: ``[profiles.NAME]``.
        store: ``[store]``.
        telemetry: ``[telemetry]``.
        written: the values as they were written, for messages about them; no setting.
    """

    profile: Named = "default"
    models: Mapping[str, ModelTable] = field(default_factory=dict)
    critics: Mapping[str, CriticTable] = field(default_factory=dict)
    sources: Mapping[str, SourceTable] = field(default_factory=dict)
    profiles: Mapping[str, ProfileTable] = field(default_factory=dict)
    store: StoreTable = field(default_factory=StoreTable)
    telemetry: TelemetryTable = field(default_factory=TelemetryTable)
    written: Layered = field(default=NOWHERE, repr=False, compare=False, metadata={"is_setting": False})

    @property
    def in_use(self) -> ProfileTable:
        """The profile in use; the defaults when there is no table for it."""
        return self.profiles.get(self.profile, ProfileTable())
