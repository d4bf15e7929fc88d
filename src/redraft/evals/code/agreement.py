"""The verdict of running the tests in the sandbox, beside the verdict that was stored."""

from dataclasses import dataclass

from redraft.core import Prompt
from redraft.errors import Misuse
from redraft.evals.code.hidden import HiddenScore, HiddenTests
from redraft.evals.labelled.output import LabelledOutput
from redraft.sandbox import Limits, Runner


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSample:
    """A stored solution with its tests taken away from its prompt.

    Attributes:
        output: as it was read, its tests in the metadata.
        prompt: what a model would have been asked; no tests.
        tests: their source.
        function: the function that is asked for.
    """

    output: LabelledOutput
    prompt: Prompt
    tests: str
    function: str

    async def scored(self, *, runner: Runner | None = None, limits: Limits) -> HiddenScore:
        """What the tests say of the solution."""
        scorer = HiddenTests(self.tests, function=self.function, runner=runner, limits=limits)
        return await scorer.scored(asked=self.prompt, answer=self.output.draft)


def sample_of(output: LabelledOutput) -> CodeSample:
    """The sample that a labelled output is.

    Raises:
        Misuse: when it has no tests.
    """
    metadata = dict(output.prompt.metadata)
    tests = metadata.pop("tests", None)
    if tests is None:
        raise Misuse(f"{output.id}: no tests in its metadata; give rows of the form code_solutions")
    prompt = Prompt.from_messages(output.prompt.messages, options=output.prompt.options, metadata=metadata)
    return CodeSample(output=output, prompt=prompt, tests=tests, function=metadata.get("entry_point", ""))


def agrees(sample: CodeSample, score: HiddenScore) -> bool:
    """Whether the sandbox's verdict is the stored one; no verdict agrees with nothing."""
    return score.solved is sample.output.acceptable
