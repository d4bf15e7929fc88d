"""Python tests as a reference: the answer's program is run with them in the sandbox."""

from dataclasses import dataclass, field

from redraft.core import Draft, Prompt
from redraft.evals.code.hidden import HiddenTests
from redraft.evals.sample import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonTests:
    """Right when every test passes; unscored where no sandbox works, or the tests could not be run to their end.

    Attributes:
        tests: source of the tests; it goes into no prompt.
        function: the function that is asked for; empty when the tests name it themselves.
        asked: what was asked, for the header of a function that the answer completes.

    Raises:
        Misuse: when the tests are no tests.
    """

    tests: str = field(repr=False)
    function: str = ""
    asked: Prompt = field(repr=False)
    name: str = "python"
    version: str = "1"

    def __post_init__(self) -> None:
        """Refuse tests that cannot be read before anything is asked."""
        self._hidden()

    async def score(self, draft: Draft) -> Score:
        """See `redraft.evals.sample.Scorer`."""
        scored = await self._hidden().scored(asked=self.asked, answer=draft)
        if scored.solved is None:
            return Score(right=None, reason=scored.reason)
        return Score(right=scored.solved, text="The tests pass." if scored.solved else "The tests do not pass.")

    def _hidden(self) -> HiddenTests:
        return HiddenTests(self.tests, function=self.function)
