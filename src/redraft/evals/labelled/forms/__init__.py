"""Forms of labelled data, one file for each; a file defines `FORM`, and its name stands in `FORMS`.

Reading order: `fields`, then `plain` for rows of one's own; `reasoning_mistakes` and `math_solutions` for steps,
`code_solutions` for programs; `logic_programs` and `folio` for formal ones; `refusals` for answers that may refuse, and
`complied` for the same rows by another question; `claim_labels`, `claim_evidence` and `fact_revisions` for facts;
`translation_errors` for marked translations.
"""

FORMS: tuple[str, ...] = (
    "reasoning_mistakes",
    "math_solutions",
    "code_solutions",
    "logic_programs",
    "folio",
    "refusals",
    "complied",
    "claim_labels",
    "claim_evidence",
    "fact_revisions",
    "translation_errors",
    "plain",  # the generic form comes last: a data set's own form knows more of its rows
)
"""Modules of this package that define a form, in the order in which they are asked whether they recognise a row."""
