import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.core import NOTHING, Attempt, Context, Critique, Draft, Message, Prompt
from redraft.critics.logic import LogicCritic
from redraft.errors import Misuse, ModelTimeout
from redraft.models import ScriptedModel

QUESTION = """All cats are mammals. Tom is a cat.
Based on the above, is the following statement true, false, or uncertain? Tom is a mammal.
A) True
B) False
C) Uncertain"""
PROGRAM = """Predicates:
Cat(x) ::: x is a cat.
Mammal(x) ::: x is a mammal.
Premises:
∀x (Cat(x) → Mammal(x)) ::: All cats are mammals.
Cat(tom) ::: Tom is a cat.
Conclusion:
Mammal(tom) ::: Tom is a mammal.
"""


def examine(critic: LogicCritic, answer: str, question: str = QUESTION, **metadata: str) -> Critique:
    prompt = Prompt.from_messages((Message.of("user", question),), metadata=metadata)
    return asyncio.run(critic.examine(prompt, Draft.of(answer), Context(prompt=prompt)))


def fenced(program: str, answer: str) -> str:
    return f"Here is my formalisation.\n```logic\n{program}```\n{answer}"


@pytest.mark.parametrize(
    ("answer", "score"),
    [
        ("Answer: A", 1.0),
        ("Answer: true", 1.0),
        ("So the answer is **True**.", 1.0),
        ("The answer is (A).", 1.0),
        ("答案：真", 1.0),
        ("Answer: B", 0.0),
        ("Answer: Uncertain", 0.0),
        ("答案是不確定。", 0.0),
    ],
)
def test_the_solver_agrees_with_the_stated_answer_or_not(answer: str, score: float) -> None:
    critique = examine(LogicCritic(), fenced(PROGRAM, answer))
    # The program is the draft's own: that it passes is its writer's opinion, that it fails is proven.
    assert (critique.score, critique.kind) == (score, "intrinsic" if score else "verified")
    assert (critique.details["solver"], critique.details["program"]) == ("z3", "the answer's own")


PUZZLE = """Variables:
owl [IN] [1, 2]
crow [IN] [1, 2]
Constraints:
owl < crow ::: The owl is left of the crow.
Query:
"""
BIRDS = "Which is true?\nA) The owl is leftmost.\nB) The crow is leftmost."
OWL, CROW = "The owl is leftmost.", "The crow is leftmost."


@pytest.mark.parametrize(
    "program",
    [
        "Premises:\nMammal(tom)\nConclusion:\nMammal(tom)\n",
        "Predicates:\nP(x)\nPremises:\nP(a)\nConclusion:\nP(a)\n",
        "Premises:\n\nConclusion:\nMammal(tom) ∨ ¬Mammal(tom)\n",
    ],
)
def test_a_pass_by_the_drafts_own_program_is_an_opinion_and_by_a_given_one_is_proven(program: str) -> None:
    own = examine(LogicCritic(), fenced(program, "Answer: A"))
    assert (own.score, own.kind, own.details["program"]) == (1.0, "intrinsic", "the answer's own")
    for given_ in (examine(LogicCritic(program=program), "Answer: A"), examine(LogicCritic(), "A", program=program)):
        assert (given_.score, given_.kind, given_.details["program"]) == (1.0, "verified", "given")


def test_failures_by_the_drafts_own_program_are_proven() -> None:
    for program, answer in ((PROGRAM, "B"), (PROGRAM.replace("→", "→ →"), "A"), (PROGRAM.replace("tom)", "tom"), "B")):
        critique = examine(LogicCritic(), fenced(program, f"Answer: {answer}"))
        assert (critique.score, critique.kind) == (0.0, "verified")


def test_a_program_with_other_options_than_the_prompt_formalises_something_else() -> None:
    one = examine(LogicCritic(), fenced(f"{PUZZLE}A) owl == 1\n", "Answer: A"), BIRDS)
    assert (one.score, [finding.kind for finding in one.findings]) == (0.0, ["options_differ"])
    assert one.findings[0].message == ("The program has the options A, the question has A, B; formalise exactly those.")
    swapped = f"{PUZZLE}A) crow == 1 ::: {CROW}\nB) owl == 1 ::: {OWL}\n"
    critique = examine(LogicCritic(), fenced(swapped, "Answer: B"), BIRDS)
    assert (critique.score, {finding.kind for finding in critique.findings}) == (0.0, {"option_swapped"})
    given_ = examine(LogicCritic(program=swapped), "Answer: B", BIRDS)
    assert given_.score is None
    assert given_.reason is not None
    assert "which is option B of the question" in given_.reason


def test_options_with_their_own_words_or_others_are_those_of_the_prompt() -> None:
    for first, second in ((OWL, CROW), (f"A) {OWL}", f"B) {CROW}"), ("", ""), ("owl first", "crow first")):
        program = f"{PUZZLE}A) owl == 1 ::: {first}\nB) crow == 1 ::: {second}\n"
        assert examine(LogicCritic(), fenced(program, "Answer: A"), BIRDS).score == 1.0


def test_formalisations_with_other_options_do_not_vote() -> None:
    model = ScriptedModel(*[f"```logic\n{PUZZLE}A) owl == 1\n```"] * 2)
    critique = examine(LogicCritic(formaliser=model), "Answer: A", BIRDS)
    assert critique.reason == "none of 1 formalisations could be decided (options_differ)"


@pytest.mark.parametrize(
    "said",
    [
        "Answer: True or False",
        "Answer: True / False / Uncertain",
        "Answer: True is wrong, it is False",
        "Answer: (A) (B)",
        "Answer: A\nActually no, I choose C.",
        "Answer: A\nFinal: C",
        "Answer: B\nAnswer: A",
        "Answer: True\nSo the statement is false.",
        "Answer: C\nNo wait, A.",
    ],
)
def test_an_answer_that_is_hedged_taken_back_or_given_twice_is_unscored(said: str) -> None:
    for critique in (examine(LogicCritic(), fenced(PROGRAM, said)), examine(LogicCritic(program=PROGRAM), said)):
        assert (critique.score, critique.unrefuted) == (None, False)
        assert critique.reason is not None
        assert critique.reason.startswith("the draft does not settle on one answer: ")


def test_a_letter_with_the_words_of_another_option_is_unscored() -> None:
    program = f"{PUZZLE}A) owl == 1\nB) crow == 1\n"
    critique = examine(LogicCritic(), fenced(program, "Answer: A) The crow is leftmost."), BIRDS)
    assert critique.reason == 'the draft does not settle on one answer: "A", but also "The crow is leftmost."'
    assert examine(LogicCritic(), fenced(program, "Answer: A) The owl is leftmost."), BIRDS).score == 1.0


def test_a_comment_is_no_part_of_the_answer() -> None:
    hidden = examine(LogicCritic(), f"<!--\n{fenced(PROGRAM, '')}\n-->\nAnswer: A")
    assert hidden.reason is not None
    assert hidden.reason.startswith("there is no program")
    assert examine(LogicCritic(program=PROGRAM), "<!-- Answer: B -->\nAnswer: A").score == 1.0


def test_premises_that_may_contradict_themselves_make_nothing_right() -> None:
    endless = """Premises:
    ∀x ∃y (Above(x, y))
    ∀x ∀y ∀z (Above(x, y) ∧ Above(y, z) → Above(x, z))
    ∀x (¬Above(x, x))
    Blue(rex)
    Conclusion:
    Blue(rex)
    """
    for critique in (
        examine(LogicCritic(timeout_s=0.3), fenced(endless, "Answer: A")),
        examine(LogicCritic(timeout_s=0.3, program=endless), "Answer: A"),
    ):
        assert (critique.score, critique.unrefuted) == (None, False)
        assert critique.reason == "the solver did not decide within 0.3 s whether the premises contradict themselves"


def test_a_wrong_answer_is_told_what_follows_and_from_what() -> None:
    draft = fenced(PROGRAM, "Answer: B")
    critique = examine(LogicCritic(), draft)
    finding = critique.findings[0]
    assert finding.kind == "contradicted"
    assert finding.message == (
        "The answer is given as false, but what the program says makes it true. "
        "It follows from: (1) All cats are mammals; (2) Tom is a cat."
    )
    assert finding.location is not None
    assert draft[int(finding.location.start) : int(finding.location.end)] == "B"
    assert finding.evidence[1] == "2: Cat(tom) ::: Tom is a cat."


def test_findings_follow_the_language_of_the_prompt() -> None:
    question = "所有的貓都是哺乳動物。湯姆是貓。下面的陳述是真、是假還是不確定？湯姆是哺乳動物。"
    critique = examine(LogicCritic(), fenced(PROGRAM, "答案：假"), question)
    assert critique.score == 0.0
    assert critique.text.startswith("答案推不出來")


def test_a_program_that_cannot_be_read_is_a_finding_at_its_place() -> None:
    broken = PROGRAM.replace("→", "→ →")
    draft = fenced(broken, "Answer: A")
    critique = examine(LogicCritic(), draft)
    (finding,) = critique.findings
    assert critique.score == 0.0
    assert finding.message == 'Line 5, column 14: Found "→" where a predicate, ¬, ∀, ∃ or ( was expected.'
    assert finding.location is not None
    assert draft[int(finding.location.start) : int(finding.location.end)] == "→"


def test_every_line_that_cannot_be_read_is_reported_at_once() -> None:
    broken = PROGRAM.replace("→", "→ →").replace("Cat(tom)", "Cat(tom")
    critique = examine(LogicCritic(), fenced(broken.replace("Mammal(tom)", "Mammal tom ¬"), "Answer: A"))
    assert [finding.kind for finding in critique.findings] == ["unexpected", "unexpected", "repair_unclosed"]


def test_contradictory_premises_are_never_right_and_are_named() -> None:
    broken = PROGRAM.replace("Conclusion:", "¬Mammal(tom) ::: Tom is a fish.\nConclusion:")
    for answer in ("A", "B", "C"):
        critique = examine(LogicCritic(), fenced(broken, f"Answer: {answer}"))
        assert critique.score == 0.0
        assert critique.findings[0].kind == "contradiction"
        assert "(1) All cats are mammals; (2) Tom is a cat; (3) Tom is a fish" in critique.findings[0].message


def test_clashing_numbers_of_arguments_are_a_finding() -> None:
    critique = examine(LogicCritic(), fenced(PROGRAM.replace("Cat(tom)", "Cat(tom, rex)"), "Answer: A"))
    assert (critique.score, critique.findings[0].kind) == (0.0, "arity")


def test_an_undeclared_or_unstated_predicate_is_a_note_and_does_not_decide() -> None:
    program = PROGRAM.replace("Mammal(tom)", "Mammals(tom)")
    critique = examine(LogicCritic(), fenced(program, "Answer: C"))
    assert critique.score == 1.0
    kinds = [finding.kind for finding in critique.findings]
    assert kinds == ["undeclared_near", "unstated_near", "twins"]
    assert {finding.severity for finding in critique.findings} == {"minor"}


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        ("I think it is a mammal.", "there is no program"),
        ("", "there is no program"),
        (fenced(PROGRAM, ""), "states no answer"),
        (fenced(PROGRAM, "Tom purrs, so who knows what he is in the end of all things?"), "states no answer"),
    ],
)
def test_what_cannot_be_judged_is_unscored_with_the_reason(draft: str, reason: str) -> None:
    critique = examine(LogicCritic(), draft)
    assert critique.score is None
    assert critique.reason is not None
    assert reason in critique.reason


def test_a_program_that_takes_too_long_is_unscored() -> None:
    endless = """Premises:
    ∀x ∃y (Above(y, x))
    ∀x ∀y ∀z (Above(x, y) ∧ Above(y, z) → Above(x, z))
    ∀x (¬Above(x, x))
    Conclusion:
    ∃x ∀y (Above(x, y) ∧ f(g(x)) = g(f(y)))
    """
    critique = examine(LogicCritic(timeout_s=0.2), fenced(endless, "Answer: A"))
    assert critique.reason == "the solver did not decide within 0.2 s"


def test_a_given_program_judges_a_bare_answer() -> None:
    assert examine(LogicCritic(program=PROGRAM), "A").score == 1.0
    assert examine(LogicCritic(), "False.", program=PROGRAM).score == 0.0


def test_a_given_program_wins_over_the_drafts_own() -> None:
    flattering = PROGRAM.replace("Cat(tom) :", "¬Mammal(tom) :")
    critique = examine(LogicCritic(program=PROGRAM), fenced(flattering, "Answer: B"))
    assert critique.score == 0.0


def test_a_given_program_that_is_faulty_is_not_the_drafts_fault() -> None:
    critique = examine(LogicCritic(), "A", program=PROGRAM.replace("→", "→ →"))
    assert critique.score is None
    assert critique.reason is not None
    assert critique.reason.startswith("the program that was given cannot be used: Line 5")


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        (PROGRAM.replace("→", "→ →"), 'Line 5, column 14: Found "→" where a predicate'),
        (PROGRAM.replace("(tom) :", " tom ¬ :"), "Line 6, column 9: .* Line 8, column 12: "),
        (PROGRAM.replace("Cat(tom)", "Cat(tom, rex)"), "Cat is used with 2 argument"),
        ("Everything is fine.", "No section was found"),
        ("", "No section was found"),
        ("Premises:\nP(a)\n", "There is no conclusion"),
        ("Facts:\nCat(tom, True)\nRules:\n-->\nQuery:\nCat(tom, True)\n", "Line 4, column 1: "),
        ('{"variables": ', "This is not valid JSON"),
        (f"{PROGRAM}Instances:\nmaybe Cat(rex)\n", "Line 10, column 1: An instance is written as"),
        ("Premises:\n" + "P →\n" * 9 + "Conclusion:\nP\n", "and 6 more"),
    ],
)
def test_a_given_program_that_cannot_be_read_is_refused_before_anybody_is_asked(program: str, problem: str) -> None:
    with pytest.raises(Misuse, match=f"`program` cannot be read: .*{problem}.*mend it, or leave it out"):
        LogicCritic(program=program)


@pytest.mark.parametrize(
    "program",
    [
        PROGRAM.replace("Conclusion:", "¬Mammal(tom)\nConclusion:"),
        f"{PROGRAM}Instances:\nimpossible: Mammal(rex) ∧ ¬Cat(rex)\n",
        f"{PUZZLE.replace('owl < crow', 'owl != owl')}A) owl == 1\nB) crow == 1\n",
    ],
)
def test_a_given_program_that_can_be_read_and_contradicts_itself_is_a_critique(program: str) -> None:
    critique = examine(LogicCritic(program=program), "Answer: A", BIRDS if "owl" in program else QUESTION)
    assert critique.score is None
    assert critique.reason is not None
    assert critique.reason.startswith("the program that was given cannot be used: ")


def test_instances_test_a_formalisation() -> None:
    right = "possible: Mammal(rex) ∧ ¬Cat(rex) ::: a mammal that is no cat"
    wrong = "impossible: Mammal(rex) ∧ ¬Cat(rex)"
    assert examine(LogicCritic(), fenced(PROGRAM, "Answer: A"), instances=right).score == 1.0
    critique = examine(LogicCritic(), fenced(PROGRAM, "Answer: A"), instances=wrong)
    assert (critique.score, critique.findings[0].kind) == (0.0, "instance_impossible")


def test_options_are_told_apart_by_letter_or_by_their_words() -> None:
    puzzle = (
        "Variables:\nowl [IN] [1, 2]\ncrow [IN] [1, 2]\nConstraints:\nowl < crow ::: The owl is left of the crow.\n"
    )
    puzzle += "Query:\nA) owl == 1 ::: The owl is leftmost.\nB) crow == 1 ::: The crow is leftmost.\n"
    question = "Which is true?\nA) The owl is leftmost.\nB) The crow is leftmost."
    assert examine(LogicCritic(), fenced(puzzle, "Answer: A"), question).score == 1.0
    assert examine(LogicCritic(), fenced(puzzle, "Answer: The owl is leftmost."), question).score == 1.0
    critique = examine(LogicCritic(), fenced(puzzle, "Answer: B"), question)
    assert "option A is the right one" in critique.text
    assert "(1) The owl is left of the crow" in critique.text


def test_of_several_right_options_one_is_unrefuted_and_any_other_is_refuted() -> None:
    puzzle = "Variables:\nowl [IN] [1, 2]\nConstraints:\nowl < 2 ::: Not on the right.\n"
    puzzle += "Query:\nA) owl == 1\nB) owl != 2\nC) owl == 2\n"
    unrefuted = examine(LogicCritic(), fenced(puzzle, "Answer: A"), "Where?")
    assert (unrefuted.score, unrefuted.unrefuted, unrefuted.details["right"]) == (None, True, "A, B")
    refuted = examine(LogicCritic(), fenced(puzzle, "Answer: C"), "Where?")
    assert (refuted.score, refuted.unrefuted) == (0.0, False)
    assert "makes only A, B right" in refuted.text


def test_a_letter_without_options_says_nothing_about_a_conclusion() -> None:
    critique = examine(LogicCritic(), fenced(PROGRAM, "Answer: B"), "Is Tom a mammal?")
    assert critique.reason == "the stated answer B is none of the answers that the program can give"


def test_where_only_true_and_false_are_offered_what_is_not_derived_is_false() -> None:
    program = "Facts:\nCat(tom, True)\nRules:\nCat($x, True) >>> Kind($x, True)\nQuery:\nCold(tom, True)\n"
    asked = "True or false? Tom is cold.\nA) True\nB) False"
    assert examine(LogicCritic(), fenced(program, "Answer: B"), asked).score == 1.0
    assert examine(LogicCritic(), fenced(program, "Answer: B"), f"{asked}\nC) Unknown").score == 0.0


def test_a_query_that_negates_a_statement_that_does_not_is_turned_round() -> None:
    program = "Facts:\nHappy(stella, False)\nRules:\nQuery:\nHappy(stella, False)\n"
    asked = "Is the following statement true or false? Stella is happy.\nA) True\nB) False"
    critique = examine(LogicCritic(), fenced(program, "Answer: B"), asked)
    assert (critique.score, [finding.kind for finding in critique.findings]) == (1.0, ["repair_polarity"])


def test_a_formaliser_sees_the_prompt_alone_and_its_programs_vote() -> None:
    other = PROGRAM.replace("Cat(tom) :", "Dog(tom) :")
    model = ScriptedModel(*(f"```logic\n{program}```" for program in (PROGRAM, other, PROGRAM)))
    critique = examine(LogicCritic(formaliser=model, n_programs=3), "Secret words. Answer: B")
    assert (critique.score, critique.kind) == (0.0, "external")
    assert critique.details["votes"] == "true 2, unknown 1"
    assert "2 of 3 formalisations make it true" in critique.text
    assert critique.usage.completion_tokens > 0
    (request,) = model.asked
    assert "Secret" not in request.messages[0].text
    assert "> Based on the above" in request.messages[0].text


def examine_in_turn(critics: list[LogicCritic], answers: list[str], **metadata: str) -> list[Critique]:
    """The critiques of drafts that come one after another, each seeing the attempts before it."""
    prompt = Prompt.from_messages((Message.of("user", QUESTION),), metadata=metadata)
    context, found = Context(prompt=prompt), []
    for critic, answer in zip(critics, answers, strict=True):
        draft = Draft.of(answer)
        found.append(asyncio.run(critic.examine(prompt, draft, context)))
        context = context.with_attempt(Attempt(draft=draft, critiques=(found[-1],)))
    return found


def test_later_drafts_are_held_against_the_formalisations_of_the_first() -> None:
    other = PROGRAM.replace("Cat(tom) :", "Dog(tom) :")
    model = ScriptedModel(*(f"```logic\n{program}```" for program in (PROGRAM, other, PROGRAM)))
    critic = LogicCritic(formaliser=model, n_programs=3)
    first, second, third = examine_in_turn([critic] * 3, ["Answer: B", "Answer: A", "Answer: C"])
    assert (len(model.asked), [first.score, second.score, third.score]) == (1, [0.0, 1.0, 0.0])
    assert (second.usage, third.usage) == (NOTHING, NOTHING)
    assert {one.details["votes"] for one in (first, second, third)} == {"true 2, unknown 1"}
    assert (second.kind, second.details) == ("external", first.details)


def test_formalisations_that_cannot_be_used_are_not_asked_for_again_either() -> None:
    model = ScriptedModel("I cannot.", "```logic\nPremises:\nA →\n```", "Still not.", "Nor I.")
    critic = LogicCritic(formaliser=model, n_programs=2)
    first, second = examine_in_turn([critic] * 2, ["Answer: B", "Answer: A"])
    assert (len(model.asked), first.score, second.score, second.reason) == (3, None, None, first.reason)


def test_what_is_kept_of_a_redrafted_formalisation_is_its_redraft_and_instances_still_test_it() -> None:
    model = ScriptedModel(f"```logic\n{PROGRAM.replace('→', '→ →')}```", f"```logic\n{PROGRAM}```")
    critic = LogicCritic(formaliser=model)
    right = "possible: Mammal(rex) ∧ ¬Cat(rex)"
    first, second = examine_in_turn([critic] * 2, ["Answer: A", "Answer: B"], instances=right)
    assert (len(model.asked), first.score, second.score) == (2, 1.0, 0.0)
    assert "→ →" not in second.details["formalisations"]


def test_a_formaliser_that_failed_is_asked_again_and_so_is_another_one() -> None:
    model = ScriptedModel(ModelTimeout("no answer"), f"```logic\n{PROGRAM}```")
    failed, scored = examine_in_turn([LogicCritic(formaliser=model)] * 2, ["Answer: A", "Answer: A"])
    assert (failed.score, scored.score) == (None, 1.0)
    models = [ScriptedModel(f"```logic\n{PROGRAM}```", name=name) for name in ("one", "other")]
    critics = [LogicCritic(formaliser=model) for model in models]
    assert [one.score for one in examine_in_turn(critics, ["A", "A"])] == [1.0, 1.0]
    assert [len(model.asked) for model in models] == [1, 1]


@pytest.mark.parametrize("kept", ["", "{", "{}", "[]", "[1]", '"Premises:"', "[" * 100_000])
def test_a_record_whose_formalisations_cannot_be_read_is_as_one_without(kept: str) -> None:
    model = ScriptedModel(f"```logic\n{PROGRAM}```")
    critic = LogicCritic(formaliser=model)
    prompt = Prompt.from_messages((Message.of("user", QUESTION),))
    before = Critique(
        critic="logic", version=critic.version, kind="external", score=0.0, details={"formalisations": kept}
    )
    context = Context(prompt=prompt).with_attempt(Attempt(draft=Draft.of("B"), critiques=(before,)))
    critique = asyncio.run(critic.examine(prompt, Draft.of("A"), context))
    assert (critique.score, len(model.asked)) == (1.0, 1)


def test_calls_are_counted_for_whoever_forecasts_them() -> None:
    three = LogicCritic(formaliser=ScriptedModel(), n_programs=3)
    assert (three.n_calls_at_least, three.n_calls) == (3, 6)
    for none in (LogicCritic(), LogicCritic(program=PROGRAM, formaliser=ScriptedModel())):
        assert (none.n_calls_at_least, none.n_calls) == (0, 0)


def test_a_prompt_in_chinese_is_formalised_in_chinese() -> None:
    question = "所有的貓都是哺乳動物。湯姆是貓。湯姆是不是哺乳動物？"
    model = ScriptedModel("```logic\nPremises:\nA →\n```", f"```logic\n{PROGRAM}```")
    assert examine(LogicCritic(formaliser=model), "答案：真", question).score == 1.0
    assert model.asked[0].messages[0].text.startswith("把一個問題寫成求解器可以判定的形式程式")
    assert "$$" not in model.asked[0].messages[0].text
    assert "沒有結論" in model.asked[1].messages[2].text


def test_a_formalisation_that_fails_is_redrafted_once_with_its_findings() -> None:
    model = ScriptedModel(f"```logic\n{PROGRAM.replace('→', '→ →')}```", f"```logic\n{PROGRAM}```")
    critique = examine(LogicCritic(formaliser=model), "Answer: A")
    assert critique.score == 1.0
    again = model.asked[1].messages
    assert [message.role for message in again] == ["user", "assistant", "user"]
    assert 'Found "→"' in again[2].text


def test_a_tie_and_a_vote_without_voters_are_unscored() -> None:
    other = PROGRAM.replace("Cat(tom) :", "Dog(tom) :")
    tie = ScriptedModel(*(f"```logic\n{program}```" for program in (PROGRAM, other)))
    critique = examine(LogicCritic(formaliser=tie, n_programs=2), "Answer: A")
    assert critique.reason == "the formalisations do not agree on one answer (true 1, uncertain 1)"
    useless = ScriptedModel("I cannot.", "Still not.")
    critique = examine(LogicCritic(formaliser=useless), "Answer: A")
    assert critique.reason is not None
    assert critique.reason.startswith("none of 1 formalisations could be decided")


def test_a_redraft_that_fails_leaves_the_other_formalisations_their_vote() -> None:
    broken = PROGRAM.replace("→", "→ →")
    model = ScriptedModel(f"```logic\n{broken}```", f"```logic\n{PROGRAM}```", ModelTimeout("no answer"))
    critique = examine(LogicCritic(formaliser=model, n_programs=2), "Answer: A")
    assert (critique.score, critique.details["voting"], critique.details["programs"]) == (1.0, "1", "2")


def test_a_formaliser_that_fails_leaves_the_draft_unscored() -> None:
    critique = examine(LogicCritic(formaliser=ScriptedModel(ModelTimeout("no answer within 5 s"))), "Answer: A")
    assert (critique.reason, critique.kind) == ("ModelTimeout: no answer within 5 s", "external")
    assert critique.failed


def test_settings_that_cannot_work_are_refused() -> None:
    for settings_ in ({"timeout_s": 0.0}, {"n_programs": 0}, {"max_findings": 0}):
        with pytest.raises(Misuse, match=f"{next(iter(settings_))}.* must be more than 0"):
            LogicCritic(**settings_)
    with pytest.raises(Misuse, match="has to chat"):
        LogicCritic(formaliser=ScriptedModel(dialect="trace"))


def test_the_version_changes_with_every_setting() -> None:
    critics = [
        LogicCritic(),
        LogicCritic(program=PROGRAM),
        LogicCritic(timeout_s=1.0),
        LogicCritic(formaliser=ScriptedModel()),
        LogicCritic(formaliser=ScriptedModel(), n_programs=3),
        LogicCritic(language="zh-Hant"),
    ]
    assert len({critic.version for critic in critics}) == len(critics)


def test_a_critique_is_bounded() -> None:
    broken = "Premises:\n" + "\n".join(f"P{n} → →" for n in range(300)) + "\nConclusion:\nP1\n"
    critique = examine(LogicCritic(), fenced(broken, "Answer: A"))
    assert len(critique.findings) == 20
    assert len(critique.text) <= 4_200
    assert "280 more findings" in critique.text


strange = st.sampled_from(
    [
        "",
        "```logic\n```",
        "Premises:",
        "\x00",
        "\udcff",
        "答案：",
        "{",
        '{"variables": {}}',
        "Answer:",
        "Facts:\n:::",
        "�",
    ]
)


@settings(max_examples=60)
@given(st.lists(st.text(max_size=30) | strange, max_size=8), st.text(max_size=60))
def test_any_draft_gets_a_critique(pieces: list[str], question: str) -> None:
    critique = examine(LogicCritic(timeout_s=2.0), "\n".join(pieces), question)
    assert (critique.score is None) == (critique.reason is not None)


@settings(max_examples=40)
@given(st.data())
def test_any_broken_program_gets_a_critique(data: st.DataObject) -> None:
    draft = list(fenced(PROGRAM, "Answer: A"))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(draft) - 1))
        draft[place] = data.draw(st.sampled_from(["(", ")", "", "∀", " ", "\n", ":", "→", "x", "\udc80"]))
    critique = examine(LogicCritic(timeout_s=2.0), "".join(draft))
    assert (critique.score is None) == (critique.reason is not None)
