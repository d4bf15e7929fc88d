"""Tests as data: taken apart outside the sandbox, run inside it, compared outside again.

Reading order: `cases` (what is tried), `literals` and `values`, `assertions`, `splitting` (with `substitution`,
`unit_tests` and `whole`), `doctests` and `prose` (what a prompt gives), `trying`, `rehearsing`, `findings`,
`running`.
"""
