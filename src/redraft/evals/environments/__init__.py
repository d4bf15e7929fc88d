"""Three small worlds with prompt generators and exact verifiers: `pref`, `count` and `safe`.

Reading order: `verdict`, `splits`, `pref`, `count`, `safe`.
"""
