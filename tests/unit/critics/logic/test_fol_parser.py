from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.critics.logic.fol_parser import MAX_DEPTH, parse
from redraft.critics.logic.formulas import (
    Apply,
    Atom,
    Constant,
    Equal,
    Formula,
    Joined,
    Not,
    Quantified,
    Variable,
    written,
)
from redraft.critics.logic.issues import Faulty
from redraft.critics.logic.sections import Statement


def line(text: str, start: int = 0) -> Statement:
    return Statement(text=text, note="", start=start)


def formula(text: str) -> Formula:
    return parse(line(text)).formula


def refused(text: str, *, repairing: bool = True, start: int = 0) -> Faulty:
    with pytest.raises(Faulty) as failure:
        parse(line(text, start), repairing=repairing)
    return failure.value


a, b, c = Atom("A"), Atom("B"), Atom("C")
ann = Constant("ann")


@pytest.mark.parametrize(
    ("text", "joint"),
    [
        *((f"A {sign} B", "and") for sign in ("∧", "&", "&&", "/\\", "and", "\\land")),
        *((f"A {sign} B", "or") for sign in ("∨", "|", "||", "\\/", "or")),
        *((f"A {sign} B", "xor") for sign in ("⊕", "⊻", "xor")),
        *((f"A {sign} B", "implies") for sign in ("→", "->", "=>", "⇒", "implies", "\\rightarrow")),
        *((f"A {sign} B", "iff") for sign in ("↔", "<->", "<=>", "≡", "iff")),
    ],
)
def test_connectives_are_read_in_every_sign(text: str, joint: str) -> None:
    assert formula(text) == Joined(joint, (a, b))  # type: ignore[arg-type]  # one of the five


@pytest.mark.parametrize("sign", ["¬", "~", "!", "not ", "\\neg "])
def test_negation_is_read_in_every_sign(sign: str) -> None:
    assert formula(f"{sign}A") == Not(a)


@pytest.mark.parametrize("quantifier", ["∀x", "forall x", "ForAll x", "all x", "\\forall x", "∀ x", "∀x,", "∀x."])
def test_quantifiers_are_read_in_every_sign(quantifier: str) -> None:
    if quantifier.endswith(","):
        quantifier += " y"
        assert formula(f"{quantifier} (P(x, y))") == Quantified("all", ("x", "y"), formula_of_p("x", "y"))
        return
    assert formula(f"{quantifier} (P(x))") == Quantified("all", ("x",), formula_of_p("x"))


def formula_of_p(*names: str) -> Atom:
    return Atom("P", tuple(Variable(name) for name in names))


def test_the_tightest_connective_is_and_and_the_loosest_is_iff() -> None:
    assert formula("A ∧ B ∨ C") == Joined("or", (Joined("and", (a, b)), c))
    assert formula("A ∨ B ⊕ C") == Joined("xor", (Joined("or", (a, b)), c))
    assert formula("A ⊕ B → C") == Joined("implies", (Joined("xor", (a, b)), c))
    assert formula("A → B ↔ C") == Joined("iff", (Joined("implies", (a, b)), c))
    assert formula("¬A ∧ B") == Joined("and", (Not(a), b))


def test_and_beside_or_without_parentheses_is_noted() -> None:
    assert [issue.key for issue in parse(line("A ∧ B ∨ C")).repairs] == ["mixed"]
    assert [issue.key for issue in parse(line("A ⊕ B ∧ C")).repairs] == ["mixed"]
    assert parse(line("(A ∧ B) ∨ C")).repairs == parse(line("A ∧ B → C ∨ A")).repairs == ()


def test_implication_associates_to_the_right() -> None:
    assert formula("A → B → C") == Joined("implies", (a, Joined("implies", (b, c))))


def test_a_quantifier_reaches_over_the_next_unary_formula() -> None:
    p = Atom("P", (Variable("x"),))
    assert formula("∀x (P(x)) → A") == Joined("implies", (Quantified("all", ("x",), p), a))


def test_a_quantifier_reaches_further_where_its_variable_is_used_and_says_so() -> None:
    parsed = parse(line("∀x (P(x)) → Q(x)"))
    p, q = Atom("P", (Variable("x"),)), Atom("Q", (Variable("x"),))
    assert parsed.formula == Quantified("all", ("x",), Joined("implies", (p, q)))
    assert [issue.key for issue in parsed.repairs] == ["repair_scope"]
    assert refused("∀x (P(x)) → Q(x)", repairing=False).issue.key == "short_scope"


def test_a_second_quantifier_with_the_same_variable_keeps_the_first_short() -> None:
    p, q = Atom("P", (Variable("x"),)), Atom("Q", (Variable("x"),))
    both = Joined("and", (Quantified("some", ("x",), p), Quantified("some", ("x",), q)))
    assert formula("∃x P(x) ∧ ∃x Q(x)") == both


def test_names_that_no_quantifier_binds_are_constants_unless_they_look_like_variables() -> None:
    assert formula("P(ann)") == Atom("P", (ann,))
    parsed = parse(line("P(x) → Q(x)"))
    assert isinstance(parsed.formula, Quantified)
    assert parsed.formula.variables == ("x",)
    assert parsed.repairs[0].values == {"names": "x"}
    assert refused("P(x)", repairing=False).issue.key == "free_variable"


def test_a_word_can_be_a_predicate_where_no_name_follows() -> None:
    assert formula("Exists(ann)") == Atom("Exists", (ann,))


def test_equality_functions_and_comparisons_are_read() -> None:
    assert formula("mother(ann) = eve") == Equal(Apply("mother", (ann,)), Constant("eve"))
    assert formula("ann ≠ eve") == Not(Equal(ann, Constant("eve")))
    parsed = parse(line("age(ann) > 5"))
    assert parsed.formula == Atom("<", (Constant("5"), Apply("age", (ann,))))
    assert [issue.key for issue in parsed.repairs] == ["repair_comparison"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Tall(ann", "repair_unclosed"),
        ("Tall(ann))", "repair_unopened"),
        ("Tall(ann).", "repair_trailing"),
        ("Sees(bald eagle)", "repair_spaces"),
        ("Companies’Stocks(kO)", "repair_name"),
    ],
)
def test_slips_are_put_right_and_reported(text: str, key: str) -> None:
    assert [issue.key for issue in parse(line(text)).repairs] == [key]
    refused(text, repairing=False)


def test_a_missing_parenthesis_inside_is_not_guessed() -> None:
    assert formula("(A ∧ B) ∨ (A") == Joined("or", (Joined("and", (a, b)), a))
    assert refused(") ∧ (A").issue.key == "unexpected"


def test_an_error_says_where_what_was_seen_and_what_was_expected() -> None:
    issue = refused("A ∧ → B", start=100).issue
    assert (issue.start, issue.end) == (104, 105)
    assert issue.values == {"seen": "→", "expected": "§expected_formula"}
    assert refused("A ∧").issue.key == "unexpected_end"
    assert refused("A ? B").issue.values["seen"] == "?"


@pytest.mark.parametrize("text", ["¬" * 5_000 + "A", "(" * 3_000 + "A" + ")" * 3_000, "A → " * 900 + "A"])
def test_deep_nesting_is_a_finding_not_a_crash(text: str) -> None:
    assert refused(text).issue.key in ("too_deep", "too_long_statement")


def test_nesting_up_to_the_limit_is_read() -> None:
    assert parse(line("¬" * MAX_DEPTH + "A")).formula is not None


def test_long_conjunctions_are_not_deep() -> None:
    joined = formula(" ∧ ".join(["A"] * 1_500))
    assert isinstance(joined, Joined)
    assert len(joined.parts) == 1_500


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for repairing in (True, False):
        with suppress(Faulty):
            parse(line(text), repairing=repairing)


signs = st.text("AxyPQ(), ¬∧∨→↔⊕∀∃=&|<>-~.:[]", max_size=40)


@given(signs)
def test_any_jumble_of_signs_is_read_or_refused(text: str) -> None:
    with suppress(Faulty):
        parse(line(text))


names = st.sampled_from(["x", "y", "z"])
things = st.sampled_from(["ann", "bob", "5"])


def terms(bound: tuple[str, ...], depth: int = 2) -> st.SearchStrategy[Variable | Constant | Apply]:
    leaves: st.SearchStrategy[Variable | Constant | Apply] = st.builds(Constant, things)
    if bound:
        leaves = leaves | st.builds(Variable, st.sampled_from(bound))
    if depth == 0:
        return leaves
    inner = terms(bound, depth - 1)
    return leaves | st.builds(Apply, st.just("f"), st.tuples(inner))


@st.composite
def formulas(draw: st.DrawFn, bound: tuple[str, ...] = (), depth: int = 3) -> Formula:
    kind = draw(
        st.sampled_from(["atom", "equal"] if depth == 0 else ["atom", "not", "joined", "implies", "quantified"])
    )
    if kind == "atom":
        arguments = draw(st.lists(terms(bound), max_size=2))
        return Atom(draw(st.sampled_from(["P", "Q", "Likes"])), tuple(arguments))
    if kind == "equal":
        return Equal(draw(terms(bound)), draw(terms(bound)))
    if kind == "not":
        return Not(draw(formulas(bound, depth - 1)))
    if kind == "implies":
        return Joined("implies", (draw(formulas(bound, depth - 1)), draw(formulas(bound, depth - 1))))
    if kind == "joined":
        parts = draw(st.lists(formulas(bound, depth - 1), min_size=2, max_size=3))
        return Joined(draw(st.sampled_from(["and", "or", "xor", "iff"])), tuple(parts))
    variables = tuple(dict.fromkeys(draw(st.lists(names, min_size=1, max_size=2))))
    body = draw(formulas((*bound, *variables), depth - 1))
    return Quantified(draw(st.sampled_from(["all", "some"])), variables, body)


def flattened(formula: Formula) -> Formula:
    """The formula as it is read back: several quantifiers written one after the other are one inside the other."""
    match formula:
        case Quantified(quantity, variables, body):
            inner = flattened(body)
            for name in reversed(variables):
                inner = Quantified(quantity, (name,), inner)
            return inner
        case Not(inner):
            return Not(flattened(inner))
        case Joined(joint, parts):
            return Joined(joint, tuple(map(flattened, parts)))
    return formula


@settings(max_examples=60)
@given(formulas())
def test_a_formula_that_is_written_is_read_back_the_same(formula: Formula) -> None:
    parsed = parse(line(written(formula)), repairing=False)
    assert flattened(parsed.formula) == flattened(formula)
