"""The critic of steps measured on chains that people or hidden answers judged.

Reading order: `run` (a file becomes a result), `examined` (one output with what the critic said), `halves` (what was
looked at while the critic was made, and what was not), `figures`, `references` (what others reached) and `baseline` (a
simpler critic on the same data), `tables`.
"""
