"""From settings and cards to the panel of a profile."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

from redraft.core import Critic, Panel
from redraft.critics import HOfK, Majority, Strictest, Weighted
from redraft.errors import Misuse, SettingsError
from redraft.profiles.cards import correlations_of, reliability_of
from redraft.report.text import counted
from redraft.settings import PanelTable, ReliabilityTable, Settings, did_you_mean
from redraft.trust.consensus.reliability import Reliability

if TYPE_CHECKING:
    from redraft.trust.cards import Card

# Which settings a method takes; any other would be silently ignored.
_TAKEN = {
    "strictest": (),
    "majority": ("vote_threshold", "max_disagreement", "on_disagreement"),
    "votes": ("vote_threshold", "max_disagreement", "on_disagreement", "h"),
    "weighted": ("prior", "max_disagreement", "on_disagreement", "reliabilities", "correlation"),
}


def panel_from(settings: Settings, critics: Sequence[Critic], cards: "Mapping[str, Card]") -> Panel:
    """The panel that the profile in use describes.

    Args:
        settings: with the profile in use.
        critics: of the profile, those included that may be consulted.
        cards: by the name of the critic.

    Raises:
        SettingsError: when a setting is missing, does not go with the method, or cannot be used.
    """
    table, written, path = settings.in_use.panel, settings.written, ("profiles", settings.profile, "panel")
    _refuse_strays(table, settings)
    try:
        match table.method:
            case "strictest":
                return Strictest()
            case "majority":
                return Majority(
                    vote_threshold=table.vote_threshold,
                    max_disagreement=table.max_disagreement,
                    on_disagreement=table.on_disagreement,
                )
            case "votes":
                if table.h is None:
                    raise written.refused((*path, "h"), " is missing", "add the number of flags that flag an answer")
                if settings.in_use.threshold not in (None, 0.5):
                    place, problem = ("profiles", settings.profile, "threshold"), "does not go with a panel of votes"
                    raise written.wrong(place, settings.in_use.threshold, problem, "leave it out: `h` says what passes")
                return HOfK(
                    h=table.h,
                    vote_threshold=table.vote_threshold,
                    max_disagreement=table.max_disagreement,
                    on_disagreement=table.on_disagreement,
                )
        return _weighted(settings, critics, cards)
    except SettingsError:
        raise
    except Misuse as error:
        raise written.refused(path, f": {error}", "correct that value") from error


def check_flags(settings: Settings, critics: Sequence[Critic]) -> None:
    """Refuse flags that cannot come together: every draft would stay unscored, after its critics were paid.

    Args:
        settings: with the profile in use.
        critics: all that may judge; verified ones do not vote, and where nobody votes, no flags are needed.

    Raises:
        SettingsError: when fewer critics vote than flags are needed.
    """
    h, n_voters = settings.in_use.panel.h, len({critic.name for critic in critics if critic.kind != "verified"})
    if h is None or not 0 < n_voters < h:
        return
    problem = f"only {counted(n_voters, 'critic')} could vote, so no answer could ever be flagged"
    advice = f"write h = {n_voters}{' or less' if n_voters > 1 else ''}, or add critics"
    raise settings.written.wrong(("profiles", settings.profile, "panel", "h"), h, problem, advice)


def _weighted(settings: Settings, critics: Sequence[Critic], cards: "Mapping[str, Card]") -> Weighted:
    table, path = settings.in_use.panel, ("profiles", settings.profile, "panel")
    given = {name: _reliability(one, name, settings) for name, one in table.reliabilities.items()}
    measured = {
        name: reliability_of(card, calibrate=settings.in_use.calibrate)
        for name, card in cards.items()
        if name not in given
    }
    reliabilities: dict[str, Reliability] = {**measured, **given}
    opinions = [critic.name for critic in critics if critic.kind != "verified"]
    unknown = [name for name in opinions if name not in reliabilities]
    if unknown:
        problem = f" says nothing about {', '.join(repr(name) for name in unknown)}, and no card does"
        advice = "measure each with `redraft critics measure` and name the cards under `cards`, or write its rates here"
        raise settings.written.refused((*path, "reliabilities"), problem, advice)
    return Weighted(
        reliabilities=reliabilities,
        prior=table.prior,
        correlations={**correlations_of(cards), **_correlations(settings, reliabilities)},
        max_disagreement=table.max_disagreement,
        on_disagreement=table.on_disagreement,
    )


def _reliability(table: ReliabilityTable, name: str, settings: Settings) -> Reliability:
    try:
        return Reliability(
            sensitivity=table.sensitivity,
            specificity=table.specificity,
            n_bad=table.n_bad,
            n_good=table.n_good,
            threshold=table.threshold,
        )
    except Misuse as error:
        path = ("profiles", settings.profile, "panel", "reliabilities", name)
        raise settings.written.refused(path, f": {error}", "correct that value") from error


def _correlations(settings: Settings, known: Mapping[str, Reliability]) -> dict[tuple[str, str], float]:
    """The correlations that are written down, each pair in the order of the alphabet."""
    written, path = settings.written, ("profiles", settings.profile, "panel", "correlation")
    found: dict[tuple[str, str], float] = {}
    for one, others in settings.in_use.panel.correlation.items():
        if not isinstance(others, Mapping):
            raise written.wrong((*path, one), others, "must be a table", "write it as one.other = 0.6")
        for other, r in others.items():
            place = (*path, one, other)
            for name in (one, other):
                if name not in known:
                    raise written.wrong(place, r, f"no reliability of {name!r} is known", did_you_mean(name, known))
            if isinstance(r, bool) or not isinstance(r, int | float) or not -1 <= r <= 1 or one == other:
                raise written.wrong(place, r, "must be a number from -1 to 1 between two critics", "write 0.6")
            first, second = sorted((one, other))
            if found.get((first, second), r) != r:
                raise written.wrong(place, r, "contradicts what stands there in the other order", "write it once")
            found[first, second] = float(r)
    return found


def _refuse_strays(table: PanelTable, settings: Settings) -> None:
    """Refuse what the method does not take, and a way out of disagreement that never comes."""
    defaults, path = PanelTable(), ("profiles", settings.profile, "panel")
    for field in fields(table):
        name = field.name
        stray = name != "method" and name not in _TAKEN[table.method]
        if stray and getattr(table, name) != getattr(defaults, name):
            takers = ", ".join(sorted(method for method, names in _TAKEN.items() if name in names))
            problem = f" does not go with method = {table.method!r}"
            raise settings.written.refused((*path, name), problem, f"leave it out, or choose {takers}")
    if table.on_disagreement != "keep" and table.max_disagreement is None:
        raise settings.written.refused(
            (*path, "on_disagreement"),
            f" = {table.on_disagreement!r} never happens without `max_disagreement`",
            "add the share on the smaller side above which it shall, such as max_disagreement = 0.3",
        )
