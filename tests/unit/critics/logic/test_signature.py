from redraft.critics.logic.fol_parser import parse
from redraft.critics.logic.formulas import Formula, written
from redraft.critics.logic.sections import Statement
from redraft.critics.logic.signature import notes_on, signature_of, with_one_spelling


def formula(text: str) -> Formula:
    return parse(Statement(text=text, note="", start=0)).formula


def test_symbols_are_counted_with_their_arguments() -> None:
    found = signature_of([formula("∀x (Likes(x, ann) → Tall(mother(x)))"), formula("Rain ∧ ann = bob")])
    assert dict(found.predicates) == {"Likes": 2, "Tall": 1, "Rain": 0}
    assert dict(found.functions) == {"mother": 1}
    assert found.constants == ("ann", "bob")
    assert found.clashes == ()


def test_a_symbol_with_different_numbers_of_arguments_clashes_where_it_is_used_otherwise() -> None:
    (clash,) = signature_of([formula("Likes(ann, bob)"), formula("Tall(ann) ∧ Likes(ann)")]).clashes
    assert (clash.key, clash.values, clash.start) == ("arity", {"name": "Likes", "n": "1", "before": "2"}, 12)


def test_a_name_may_be_a_predicate_a_function_and_a_thing() -> None:
    assert signature_of([formula("Paris(paris) ∧ Sees(ann, paris(ann))")]).clashes == ()


def test_what_looks_like_a_slip_is_noted() -> None:
    premises, conclusion = [formula("Meeting(ann)"), formula("Tall(ann)")], formula("Meetings(ann) ∧ Blue(ann)")
    notes = notes_on(premises, conclusion, {"Meeting": 1, "Tall": 2})
    assert [(note.key, note.values.get("name", "")) for note in notes] == [
        ("declared_otherwise", "Tall"),
        ("undeclared_near", "Meetings"),
        ("undeclared", "Blue"),
        ("unstated_near", "Meetings"),
        ("unstated", "Blue"),
        ("twins", ""),
    ]
    assert {note.severity for note in notes} == {"minor"}


def test_without_declarations_nothing_is_undeclared() -> None:
    assert notes_on([formula("Tall(ann)")], formula("Tall(ann)"), {}) == ()


def test_spellings_of_one_thing_become_one_and_are_reported() -> None:
    formulas, repairs = with_one_spelling([formula("Tall(james)"), formula("∀x (Sees(x, James) → x = new_York)")])
    assert [written(one) for one in formulas] == ["Tall(james)", "∀x (Sees(x, james) → x = new_York)"]
    assert [repair.values for repair in repairs] == [{"seen": "James", "name": "james"}]
