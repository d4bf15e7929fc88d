from dataclasses import replace

from redraft.core import Draft, Prompt
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.replay.problems import from_outputs


def output(id: str, problem: str, model: str = "m", *, tests: str = "", acceptable: bool = True) -> LabelledOutput:
    prompt = Prompt.from_messages(Prompt.of(f"Solve {problem}").messages, metadata={"tests": tests} if tests else {})
    groups = {"model": model, "task": "t"}
    return LabelledOutput(
        id=id, prompt=prompt, draft=Draft.of(id), acceptable=acceptable, problem=problem, groups=groups
    )


def test_outputs_of_one_problem_are_its_answers_in_the_order_of_the_file() -> None:
    first, second = from_outputs([output("1", "p"), output("2", "q", acceptable=False), output("3", "p")])
    assert (first.id, [answer.id for answer in first.answers]) == ("p", ["1", "3"])
    assert (second.id, [answer.acceptable for answer in second.answers]) == ("q", [False])
    assert first.is_labelled and first.cluster == "p" and first.prompt.text == "Solve p"


def test_what_all_answers_share_is_the_problems_group() -> None:
    (mixed,) = from_outputs([output("1", "p", "a"), output("2", "p", "b")])
    (alike,) = from_outputs([output("1", "p", "a"), output("2", "p", "a")])
    assert mixed.groups == {"task": "t"} and alike.groups == {"task": "t", "model": "a"}


def test_answers_kept_apart_by_a_group_stay_in_one_cluster() -> None:
    outputs = [output("1", "p", "a"), output("2", "p", "b"), output("3", "p", "a")]
    problems = from_outputs(outputs, by="model")
    assert [[answer.id for answer in problem.answers] for problem in problems] == [["1", "3"], ["2"]]
    assert [problem.id for problem in problems] == ["p", "p (2)"]
    assert {problem.cluster for problem in problems} == {"p"}


def test_answers_to_different_visible_tests_are_no_drafts_of_each_other() -> None:
    problems = from_outputs([output("1", "p", tests="assert f(1)"), output("2", "p", tests="assert f(2)")])
    assert [len(problem.answers) for problem in problems] == [1, 1]


def test_one_answer_without_a_label_makes_a_problem_without_labels() -> None:
    (problem,) = from_outputs([output("1", "p"), output("2", "p")])
    first, second = problem.answers
    assert not replace(problem, answers=(first, replace(second, acceptable=None))).is_labelled
