"""The critic that finds personal data and secrets in an answer."""

from redraft.core import Critic
from redraft.critics.private_data import PrivateData
from redraft.profiles.making.needs import Needs
from redraft.settings.critics import PrivateDataTable


def make(name: str, table: PrivateDataTable, needs: Needs) -> Critic:
    """The critic of private data that `table` describes.

    Raises:
        Misuse: when `kinds` is empty.
        MissingExtra: when ``national_id`` is among them and python-stdnum is not installed.
    """
    return PrivateData(
        kinds=table.kinds,
        allow=table.allow,
        allow_domains=table.allow_domains,
        allow_examples=table.allow_examples,
        allow_from_prompt=table.allow_from_prompt,
        max_findings=table.max_findings,
        language=table.language,
        name=name,
    )
