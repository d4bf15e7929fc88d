"""Programs that try to get out, and the ground on which they try: `attack.py` says what one is, `corpus.py` has all of
them, from `on_files.py`, `on_processes.py`, `on_network.py`, `on_resources.py`, `on_time.py`, `on_kernel.py`,
`on_interpreter.py` and `on_next_run.py`; `storm.py` lets them loose on one level, `test_attacks.py` on all of them.
"""
