"""What a critic said when records were written, taken as its judgements: nothing is judged again."""

from collections.abc import Mapping
from dataclasses import dataclass

from redraft.core import CriticKind, Critique
from redraft.errors import Misuse
from redraft.evals.measuring.outputs import StoredOutputs


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Critiques of one version of a critic.

    Attributes:
        name: of the critic.
        version: of the critic.
        kind: what its verdicts rest on, by its latest critique.
        critiques: by the output's id.
    """

    name: str
    version: str
    kind: CriticKind
    critiques: Mapping[str, Critique]


def said_in(source: StoredOutputs, name: str, version: str | None = None) -> Said:
    """What a critic said in some records.

    Args:
        source: the records.
        name: of the critic.
        version: of the critic; None when the records hold one version alone.

    Raises:
        Misuse: when it said nothing, or several versions did and none is named.
    """
    versions: dict[str, dict[str, Critique]] = {}
    for output in source.outputs:
        for critique in output.critiques:
            if critique.critic == name:
                versions.setdefault(critique.version, {})[output.id] = critique
    if not versions:
        known = ", ".join(f"{critic} ({n:,})" for critic, n in source.critics.items()) or "nobody"
        raise Misuse(f"no critic {name!r} judged anything in {source.name}; who did: {known}")
    if version is None and len(versions) > 1:
        held = ", ".join(f"{one!r} ({len(critiques):,})" for one, critiques in versions.items())
        raise Misuse(
            f"{source.name} holds critiques by {len(versions)} versions of {name!r}: {held}; a card is of one, name it "
            "with --version"
        )
    chosen = next(iter(versions)) if version is None else version
    if chosen not in versions:
        raise Misuse(f"{source.name} holds no critique by version {chosen!r} of {name!r}; versions: {list(versions)!r}")
    critiques = versions[chosen]
    return Said(name=name, version=chosen, kind=list(critiques.values())[-1].kind, critiques=critiques)


def others_in(source: StoredOutputs, said: Said, *, but: str | None, threshold: float) -> dict[str, dict[str, bool]]:
    """Whether other critics pass what one of them judged, by name and version where a name has several, then by id.

    Args:
        source: the records.
        said: whose card is made.
        but: name of the critic that gave the labels; it agrees with them by definition.
        threshold: score from which an output passes.
    """
    found: dict[tuple[str, str], dict[str, bool]] = {}
    for output in source.outputs:
        for critique in output.critiques:
            key = (critique.critic, critique.version)
            if output.id in said.critiques and critique.score is not None and key != (said.name, said.version):
                found.setdefault(key, {})[output.id] = critique.score >= threshold
    names = [name for name, _ in found]
    return {
        name if names.count(name) == 1 and name != said.name else f"{name} {version}": passed
        for (name, version), passed in found.items()
        if name != but
    }
