"""Transformers with exact weights that carry out gradient steps of ranking losses in context.

Reading order: `channels` (what the numbers of a token mean), `blocks` (attention and feed-forward, in numpy),
`construction` (a network, its tokens, its answer).
"""
