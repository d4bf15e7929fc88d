"""The critic of translations, measured on translations whose errors people marked.

Reading order: `run`; `judged` (translations with their marks, from a file), `held` (what the checks say beside the
marks), `figures` (coverage, precision, lift, recall, overlap), `agreement` (raters of the same words), `planting`
(faults put into good translations), `tables`.
"""
