"""The level `wasm`: CPython as a WebAssembly component, run by wasmtime.

Read `runner.py` first (one job, from the call to the `Run`), then `machine.py` (one request in a fresh instance),
`world.py` (all that a program can reach), `watch.py` (the clock that ends it), `compiled.py` (where the interpreter
comes from) and `app.py` (what is compiled into it, beside `redraft/sandbox/guest/harness.py`).
"""
