"""The clock that ends runs."""

import threading
import time

from redraft.sandbox.wasm.watch import Clock, Watch


def test_work_that_takes_too_much_processor_time_is_told_once_it_has() -> None:
    told = threading.Event()
    clocks: list[Clock] = []

    def cut_off(clock: Clock) -> None:
        clocks.append(clock)
        told.set()

    with Watch().over(cut_off, cpu_s=0.05, wall_s=60):
        while not told.is_set():
            sum(range(1000))
    assert clocks[0] == "cpu"


def test_waiting_takes_no_processor_time_but_time_all_the_same() -> None:
    told = threading.Event()
    clocks: list[Clock] = []

    def cut_off(clock: Clock) -> None:
        clocks.append(clock)
        told.set()

    with Watch().over(cut_off, cpu_s=0.05, wall_s=0.2):
        told.wait()
    assert clocks[0] == "wall"


def test_what_is_over_is_not_watched_any_more() -> None:
    watch, clocks = Watch(), list[Clock]()
    with watch.over(clocks.append, cpu_s=60, wall_s=0.1):
        pass
    with watch.over(lambda _: None, cpu_s=60, wall_s=60):
        time.sleep(0.3)
    assert clocks == []


def test_several_are_watched_side_by_side() -> None:
    watch, ended = Watch(), list[float]()

    def work(wall_s: float) -> None:
        told = threading.Event()
        with watch.over(lambda _: told.set(), cpu_s=60, wall_s=wall_s):
            told.wait()
        ended.append(wall_s)

    threads = [threading.Thread(target=work, args=(wall_s,)) for wall_s in (0.5, 0.1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended == [0.1, 0.5]
