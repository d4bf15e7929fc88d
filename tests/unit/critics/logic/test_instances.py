import pytest

from redraft.critics.logic.deciding import decide
from redraft.critics.logic.settings import Settings

CATS = "Premises:\n∀x (Cat(x) → Mammal(x))\nConclusion:\nMammal(tom)\n"
RULES = "Facts:\nCat(tom, True)\nRules:\nCat($x, True) >>> Mammal($x, True)\nQuery:\nMammal(tom, True)\n"
PUZZLE = "Variables:\nowl [IN] [1, 2]\ncrow [IN] [1, 2]\nConstraints:\nowl < crow\nQuery:\nA) owl == 1\nB) crow == 1\n"


@pytest.mark.parametrize(
    ("program", "instance", "issue"),
    [
        (CATS, "possible: Mammal(rex) ∧ ¬Cat(rex)", None),
        (CATS, "possible: Cat(rex) ∧ ¬Mammal(rex)", "instance_possible"),
        (CATS, "impossible: Cat(rex) ∧ ¬Mammal(rex)", None),
        (CATS, "impossible: Cat(rex)", "instance_impossible"),
        (CATS, "given: Cat(rex) then: Mammal(rex)", None),
        (CATS, "given Mammal(rex) then Cat(rex)", "instance_given"),
        (CATS, "Cat(rex)", "instance_form"),
        (CATS, "possible: Cat(rex", None),
        (CATS, "possible: Cat(rex, tom)", "arity"),
        (RULES, "given: Cat(rex, True) then: Mammal(rex, True)", None),
        (RULES, "given: Dog(rex, True) then: Mammal(rex, True)", "instance_given"),
        (RULES, "possible: Dog(rex, True)", None),
        (RULES, "impossible: Cat(tom, False)", None),
        (RULES, "impossible: Dog(rex, True)", "instance_impossible"),
        (PUZZLE, "possible: owl == 1 and crow == 2", None),
        (PUZZLE, "possible: owl == 2", "instance_possible"),
        (PUZZLE, "given: crow == 2 then: owl == 1", None),
    ],
)
def test_a_situation_that_comes_out_otherwise_is_a_fault_of_the_program(
    program: str, instance: str, issue: str | None
) -> None:
    outcome = decide(f"{program}Instances:\n{instance} ::: as everybody knows\n", Settings())
    major = [one.key for one in outcome.issues if one.severity == "major"]
    assert major == ([] if issue is None else [issue])
    assert outcome.status == ("decided" if issue is None else "faulty")
