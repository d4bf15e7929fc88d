import asyncio
from dataclasses import fields, replace

import pytest

from redraft.core import Context, Critique, Draft, Prompt
from redraft.critics import as_critic
from redraft.critics.code import CodeCritic
from redraft.errors import Misuse
from redraft.evals.code.agreement import CodeSample, sample_of
from redraft.evals.code.hidden import HiddenScore, HiddenTests
from redraft.evals.labelled.forms.code_solutions import FORM
from redraft.evals.labelled.output import LabelledOutput

SECRET = "def check(candidate):\n    assert candidate(20) == 40\n    assert candidate(21) == 42\n"
ROW = {
    "name": "double", "prompt": "def double(n):\n    '''Twice n.'''\n", "entry_point": "double", "test": SECRET,
    "solution": "    return 2 * n\n", "is_solved": True,
}  # fmt: skip


def output() -> LabelledOutput:
    (made,) = FORM.outputs(ROW, 0)
    return made


def scored(answer: str) -> HiddenScore:
    hidden = HiddenTests(SECRET, function="double")
    return asyncio.run(hidden.scored(asked=Prompt.of(ROW["prompt"]), answer=Draft.of(answer)))


def test_it_says_whether_an_answer_solves_the_problem() -> None:
    assert scored("    return 2 * n").solved is True
    failed = scored("    return n")
    assert (failed.solved, failed.evidence[0]) == (False, "double(20) gives 20; expected: 40 (given test).")
    unknown = scored("```rust\nfn main() {}\n```")
    assert unknown.solved is None
    assert "'rust'" in str(unknown.reason)


def test_no_critic_can_be_made_of_it_or_of_its_method() -> None:
    hidden = HiddenTests(SECRET, function="double")
    assert not hasattr(hidden, "examine")
    assert not callable(hidden)
    with pytest.raises(Misuse, match="a critic has an `examine` method or can be called") as refused:
        as_critic(hidden)  # type: ignore[arg-type]  # what the type checker refuses, too
    assert "40" not in str(refused.value)
    with pytest.raises(Misuse, match="a critic function takes"):
        as_critic(hidden.scored)  # type: ignore[arg-type]  # its score is no judgement either


def test_what_it_says_is_no_critique_and_its_tests_show_nowhere() -> None:
    assert not issubclass(HiddenScore, Critique)
    assert "assert" not in repr(HiddenTests(SECRET, function="double"))


def texts_of(value: object) -> str:
    return repr(value) if not isinstance(value, Prompt) else repr([getattr(value, f.name) for f in fields(value)])


def test_a_sample_keeps_its_tests_out_of_the_prompt_that_is_judged() -> None:
    sample = sample_of(output())
    assert isinstance(sample, CodeSample)
    assert "candidate" not in texts_of(sample.prompt)
    assert sample.prompt.text == ROW["prompt"]
    assert dict(sample.prompt.metadata) == {"entry_point": "double"}


def test_a_critic_that_is_given_the_prompt_of_a_sample_sees_no_hidden_test() -> None:
    sample = sample_of(output())
    wrong = Draft.of("    return 3 * n\n")
    critique = asyncio.run(CodeCritic().examine(sample.prompt, wrong, Context(prompt=sample.prompt)))
    assert critique.reason == "no tests: nothing says what the code should give"
    assert "40" not in repr(replace(critique, version=""))


def test_data_without_tests_is_refused() -> None:
    bare = LabelledOutput(id="1", prompt=Prompt.of("x"), draft=Draft.of("y"), acceptable=True, problem="p")
    with pytest.raises(Misuse, match="no tests in its metadata"):
        sample_of(bare)


def test_tests_that_are_none_are_refused_at_once() -> None:
    with pytest.raises(Misuse, match="the tests hold no assertion"):
        HiddenTests("x = 1")
