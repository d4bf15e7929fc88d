"""Trained aligners: small transformers that learn to align in context; torch.

Reading order: `tasks` (what they are trained on), `config` (shape and recipe), `tokens`, `network`, `losses`.
"""
