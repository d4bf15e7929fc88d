"""All attacks."""

from attacks import (
    on_files,
    on_interpreter,
    on_kernel,
    on_network,
    on_next_run,
    on_processes,
    on_resources,
    on_time,
)
from attacks.attack import Attack

ATTACKS: tuple[Attack, ...] = tuple(
    attack
    for part in (on_files, on_processes, on_network, on_resources, on_time, on_kernel, on_interpreter, on_next_run)
    for attack in part.ATTACKS
)
