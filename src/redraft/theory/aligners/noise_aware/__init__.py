"""The noise-aware aligner: trained with critics of every reliability, told the redraw rate or not.

Reading order: `recipe` (how it is trained), `judging` (beside simple rules, cell by cell), `experiment` (all of it in
one call, and what it comes to in words).
"""
