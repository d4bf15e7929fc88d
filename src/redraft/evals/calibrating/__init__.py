"""A profile calibrated on labelled cases: what it does to them, what it may be certified for, what would do better.

Reading order: `rows` (a case as it was played, and what a certificate counts of it), `journal` (kept in a file),
`profile` (what the profile did, with the laws' prediction beside it), `options` (what stands beside it), `halves` and
`advice` (which of all to take), `checks` (data that no certificate can come from), `independent` (which cases count),
`certifying` (the certificate), `looks` (cases that were looked at before), `forecast` (how many cases are needed, and
what they will cost), `run` (a calibration), `collecting` (answers for people to label) and `labels` (what they said).
"""
