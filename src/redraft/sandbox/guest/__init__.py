"""What runs inside a sandbox, next to the untrusted program: `harness.py`, which imports nothing of Redraft."""
