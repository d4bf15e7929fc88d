"""What runs beside untrusted code, on the standard library alone; it is sent there, and imports nothing of Redraft's.

Reading order: `keeper.py` serves jobs, one after another; `child.py` turns a fork of it into a job, and `confine.py` is
what that gives up first. `watch.py` stays with it, `kept.py` reads files back, `emptying.py` removes what it left, and
`channel.py` carries messages to the host.
"""
