"""The critic that holds an answer against what a person prefers."""

from redraft.core import Critic
from redraft.critics.preferences import Preferences, read_profile
from redraft.errors import Misuse
from redraft.profiles.making.needs import Needs
from redraft.settings.critics import PreferencesTable


def make(name: str, table: PreferencesTable, needs: Needs) -> Critic:
    """The critic of preferences that `table` describes.

    Raises:
        Misuse: when the profile cannot be read, no entry of it can be used, or the model does not chat.
    """
    profile = read_profile(table.profile)
    if profile.problems and not profile.preferences:
        first = profile.problems[0]
        raise Misuse(f"nothing in the profile {profile.name!r} can be used: line {first.line}: {first.message}")
    return Preferences(
        profile,
        model=needs.opened(table.model, "model"),
        n=table.n,
        instruct=table.instruct,
        language=table.language,
        max_tokens=table.max_tokens,
        seed=needs.seed,
        name=name,
    )
