"""Certificates: P(broken rate > epsilon) <= delta, from labelled cases, by fixed-sequence Learn-then-Test.

Reading order: `document` (the file that a certificate is kept in), `checking` (whether one that is read can be what a
calibration wrote; plain Python), `exact` (the binomial tail and what follows from it; the owner of scipy), `sequence`
(tests one after another), `graded` (losses that are a matter of degree), `outcomes` (what is counted at a threshold),
`grid` (the thresholds, fixed beforehand), `testing` (which of them are certified, and which one is chosen), `net` (the
half that asks for a net gain, too), `planning` (how many cases are needed, and how often that many are enough),
`overlap` (cases that stand on both sides), `worlds` (simulated calibrations whose true rates are known).
"""
