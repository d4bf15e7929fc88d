"""Tests as data: taken apart outside the sandbox, run inside it, compared outside again.

Reading order: `cases` (what is tried), `literals` and `values`, `assertions`, `splitting` (with `substitution`,
`unit_tests`, `woven` and `whole`), `doctests` and `prose` (what a prompt gives), `trying`, `replaying` (with
`packing`, `stand_ins`, `apart` and `answering`, which run in the sandbox), `rehearsing`, `findings`, `running`.
"""
