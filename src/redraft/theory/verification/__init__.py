"""Every construction against the oracle: sizes, temperatures, precision, steps, and one weight changed.

Constructions and statements share no code; this is where they meet.

Reading order: `entries` (what is known of a construction beforehand), `catalogue` (the constructions by name), `cells`
(one construction at one size), `breaking` (one weight changed), `walking` (one construction block by block).
"""
