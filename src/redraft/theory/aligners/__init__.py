"""Trained aligners: small transformers that learn to align in context; torch.

Reading order: `tasks` (what they are trained on), `config` (shape and recipe), `tokens`, `frames` (a task in
coordinates of its own), `network`, `losses`, `optimizers`, `checkpoints`, `training`.

What they are judged on and beside: `heldout` (the tasks), `metrics`, `descent` and `pl_optimum` (the published baseline
and the least ranking loss), `baselines` (all rules by name), `published` (the paper's own figures).

One that reckons with wrong rewards: `noise_aware`.
"""
