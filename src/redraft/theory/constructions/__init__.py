"""Transformers with exact weights that carry out gradient steps of ranking losses in context.

Reading order: `channels` (what the numbers of a token mean), `blocks` (attention and feed-forward, in numpy),
`construction` (a network, its tokens, its answer), `units` (exact products and sums out of hidden units), `parts` (what
the constructions share), `checks` (what they ask of sizes and problems), `needs` (the same as data, and how large
logits become over several steps); then the networks, one file each:
`bradley_terry` (one layer), `masked` (N - 1 blocks), `picked` (N blocks, and no error from the temperature),
`sorted_context` (two blocks under a causal mask), `graded` (two blocks, for grades and ties), `general` (a query for
each response), `online` (under a causal mask, in any order, for every prefix),
`paper` (the paper's own three heads, on the responses).
"""
