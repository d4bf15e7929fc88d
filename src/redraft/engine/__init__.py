"""The loop that corrects, and everything pure around it.

Reading order: `loop`, `plan`, `write`, `renderers`, `examine`, `decide`, `stops`, `gates`, `outlook`, `posterior_gate`,
`fewer_refuted`, `strategies`, `edits`, `limiting`, `citing`, `record`.
"""
