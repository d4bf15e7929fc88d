"""Cards of critics: read from files, matched with the critics of a profile, and what they say put to use."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from redraft.core import Critic
from redraft.critics.calibrated import Calibrated
from redraft.errors import Misuse
from redraft.settings import Settings
from redraft.trust.consensus.reliability import Reliability

if TYPE_CHECKING:
    from redraft.trust.calibrators import Fitted
    from redraft.trust.cards import Card
    from redraft.trust.intervals import Estimate

_AGAIN = "measure it again with `redraft critics measure`"


def read_card(path: str | Path) -> "Card":
    """The card in a file that `redraft critics measure` wrote.

    Raises:
        Misuse: when it cannot be read, is no card, or one of a later version.
    """
    # Imported here: cards bring numpy, for those who use them only.
    from redraft.store.codec import decode, decode_as
    from redraft.trust.cards import SCHEMA_VERSION, Card

    try:
        text = Path(path).read_bytes()
        row = decode(text)
        version = row.get("schema_version") if isinstance(row, dict) else None
        if isinstance(version, int) and version > SCHEMA_VERSION:
            raise Misuse(
                f"the card {str(path)!r} is of version {version}, this Redraft reads {SCHEMA_VERSION}; update it"
            )
        return decode_as(text, Card)
    except OSError as error:
        raise Misuse(f"cannot read the card {str(path)!r}: {error.strerror}; check the path") from error
    except Misuse:
        raise
    except ValueError as error:
        raise Misuse(f"{str(path)!r} is no card: {error}; make one with `redraft critics measure`") from error


def cards_of(critics: Sequence[Critic], settings: Settings) -> "Mapping[str, Card]":
    """The cards of the profile in use, by the name of the critic; cards of critics that take no part are left aside.

    Raises:
        SettingsError: when a card cannot be read, is of another version of its critic, or there are two for one.
    """
    in_use, path = settings.in_use, ("profiles", settings.profile, "cards")
    by_name = {critic.name: critic for critic in critics}
    found: dict[str, Card] = {}
    for file in in_use.cards:
        try:
            card = read_card(file)
        except Misuse as error:
            raise settings.written.wrong(path, file, "cannot be used", str(error)) from error
        name = card.measured.critic
        if name not in by_name:
            continue
        version = by_name[name].version
        if card.measured.version != version:
            problem = (
                f"is the card of version {card.measured.version!r} of the critic {name!r}, which is now of version "
                f"{version!r}"
            )
            raise settings.written.wrong(path, file, problem, _AGAIN)
        if name in found:
            problem = f"is a second card of the critic {name!r}"
            raise settings.written.wrong(path, file, problem, "keep the one whose data is most like your prompts")
        found[name] = card
    return found


def calibrated(critics: Sequence[Critic], cards: "Mapping[str, Card]") -> tuple[Critic, ...]:
    """The critics, each with scores that are probabilities where its card says how."""
    return tuple(_calibrated(critic, cards.get(critic.name)) for critic in critics)


def _calibrated(critic: Critic, card: "Card | None") -> Critic:
    fitted = None if card is None else _worth_it(card)
    if card is None or fitted is None:
        return critic
    return Calibrated(critic=critic, calibrator=fitted.calibrator, fitted_for=card.measured.version)


def _worth_it(card: "Card") -> "Fitted | None":
    """The card's calibrator, if it is seen to help: one of few labels makes good scores worse."""
    fitted = card.overall.fitted
    return fitted if fitted is not None and fitted.brier_gain.low > 0 else None


def reliability_of(card: "Card", *, calibrate: bool) -> Reliability:
    """What a card says a critic's opinion is worth.

    Args:
        card: of the critic.
        calibrate: whether the critic's scores are calibrated, so that they weigh by themselves.
    """
    overall, base_rate = card.overall, None
    n_good = overall.counts.passed_good + overall.counts.flagged_good
    n_bad = overall.counts.passed_bad + overall.counts.flagged_bad
    if calibrate and _worth_it(card) is not None and n_good and n_bad:
        base_rate = n_good / (n_good + n_bad)
    return Reliability(
        sensitivity=_value(overall.sensitivity),
        specificity=_value(overall.specificity),
        n_bad=_n(overall.sensitivity),
        n_good=_n(overall.specificity),
        threshold=card.threshold,
        base_rate=base_rate,
    )


def correlations_of(cards: "Mapping[str, Card]") -> dict[tuple[str, str], float]:
    """How far critics err together, for the pairs of critics that cards speak of; shrunk as far as that is unsure."""
    if not any(card.agreement is not None for card in cards.values()):
        return {}
    # Imported here for the same reason.
    from redraft.trust.consensus.correlation import PairCorrelation, shrunk_correlation

    names = sorted(cards)
    pairs: dict[tuple[int, int], PairCorrelation] = {}
    for card in cards.values():
        for pair in card.agreement.pairs if card.agreement is not None else ():
            if {pair.first, pair.second} <= set(names):
                measured = [(pair.errors_bad, pair.n_bad), (pair.errors_good, pair.n_good)]
                known = [(estimate.value, n) for estimate, n in measured if estimate is not None]
                n_known = sum(n for _, n in known)
                low, high = sorted((names.index(pair.first), names.index(pair.second)))
                if n_known:
                    r = sum(value * n for value, n in known) / n_known
                    pairs[low, high] = PairCorrelation(r=r, n=n_known)
    matrix = shrunk_correlation(len(names), pairs)
    return {(names[i], names[j]): float(matrix[i, j]) for i, j in pairs}


def _value(rate: "Estimate | None") -> float:
    return 0.5 if rate is None else rate.value


def _n(rate: "Estimate | None") -> int:
    # Clusters, where outputs of one problem are not independent.
    return 0 if rate is None else rate.n
