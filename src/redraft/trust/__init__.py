"""Statistics, pure and on numpy: no model, no record, no clock.

Reading order: `intervals`.
"""
