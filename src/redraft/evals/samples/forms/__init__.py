"""One file for each form of data that samples are read from; `FORMS` names them, the generic one last.

Reading order: `base`, `plain` (one's own samples), then the sets: `math_solutions`, `code_solutions`, `folio`,
`logic_programs`, `reasoning_mistakes`, `critique_solutions`, `bbq`, `claim_labels`, `translation`; `refused` (those
without a reference for new answers).
"""

FORMS = (
    "math_solutions",
    "code_solutions",
    "folio",
    "logic_programs",
    "reasoning_mistakes",
    "critique_solutions",
    "bbq",
    "claim_labels",
    "translation",
    "plain",
)
