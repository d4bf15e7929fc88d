"""The command line: one file for each command; each parses, calls one library function and prints.

Data goes to stdout, talk and progress to stderr. Exit codes: 0 done, 1 failed, 2 misused, 130 stopped by Ctrl-C.

Reading order: `_main` (the commands, and what happens to errors), `_options`, `_output`, then any command; `views`
holds what needs more than a line of output.
"""

from redraft.cli._main import main

__all__ = ["main"]
