"""Every construction against the oracle: sizes, temperatures, precision, steps, near ties, and one weight changed.

Constructions and statements share no code; this is where they meet.

Reading order: `entries` (what is known of a construction beforehand), `draws` (problems to try it on), `catalogue` (the
constructions by name), `cells` (one construction at one size), `ties` (rewards that are nearly equal, and equal),
`breaking` (one weight changed), `written` (Lemma E.7 as it is printed), `suite` (all of it), `tables` and `pictures`
(what a report shows of it), `walking` (one construction block by block).
"""
