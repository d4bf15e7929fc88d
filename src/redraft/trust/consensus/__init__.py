"""Several critics' verdicts on one draft, taken together.

Reading order: `reliability` (what a critic's verdict is worth), `odds` (verdicts into the probability that a draft is
acceptable), `correlation` (critics that err together share a vote), `dawid_skene` (reliabilities and truths from votes
alone), `learning` (the same from stored records). The first two need the standard library alone.
"""
