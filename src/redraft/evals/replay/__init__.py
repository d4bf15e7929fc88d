"""The engine's own loop on answers that were written before: no model is asked for a draft.

Reading order: `problems` (what is replayed) with `reading` (from a file or a store), `stored` (the model that hands
answers out), `run` (every problem replayed), `result` (what was accepted, rejected and kept, and what that was worth).
"""
