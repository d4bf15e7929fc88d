"""Facts, measured on labels and without a model: is the evidence found, and what do checks by code make of it?

Reading order: `run`, `data` with `halves`; then the five parts: `retrieval` (are the passages found), `pairs` (one
claim, one passage), `planted` (errors put into supported claims), `claims` (one claim, all passages), `revisions`
(whole answers); `tables` shows the result.
"""
