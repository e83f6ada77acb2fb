"""An LMS that misbehaves in every way, workers killed at random, wishes that change: each seed is another storm."""

import os
import signal
import time
from random import Random

import pytest

from tests.faults.child import settled

LOST_OR_LATE = ("500", "503", "timeout", "reset", "garbage")
"""Faults after which the score may have taken effect."""
DENIED = ("401", "403", "404", "409", "429", "rate-limit")


def misbehave(site, rng):
    mode = rng.choice((*LOST_OR_LATE, *DENIED))
    more = {"count": rng.choice((1, 1, 2)), "after": mode in LOST_OR_LATE and rng.random() < 0.5}
    if mode in ("503", "429") and rng.random() < 0.5:
        more["retry_after"] = 0
    site.fault(mode, delay=2 if mode == "timeout" else 0, **more)
    elsewhere = rng.choice(("token", "results", "lineitems"))
    if rng.random() < 0.3:
        site.fault(rng.choice(LOST_OR_LATE), endpoint=elsewhere, delay=0.7)


def storm(site, seed, moves, students):
    """Let it rage for some moves; returns the newest wish of each student."""
    rng, wished = Random(seed), {}
    workers = [site.worker(seconds=120) for _ in range(2)]
    for move in range(moves):
        student = rng.choice(students)
        wished[student] = rng.randint(0, 10)
        site.wish_here(student, wished[student], f"comment {move}")
        misbehave(site, rng)
        time.sleep(rng.uniform(0, 0.25))
        if rng.random() < 0.3 or not all(worker.is_alive() for worker in workers):
            workers.sort(key=lambda worker: worker.is_alive())
            os.kill(workers[0].pid, signal.SIGKILL) if workers[0].is_alive() else None
            workers[0].join(10)
            workers[0] = site.worker(seconds=120)
    for worker in workers:
        os.kill(worker.pid, signal.SIGKILL) if worker.is_alive() else None
        worker.join(10)
    return wished


def check(site, seed, moves, students=tuple(range(11, 17))):
    wished = storm(site, seed, moves, students)
    site.work(seconds=50)
    site.lms.faults.clear()
    assert settled(site.database)
    refused = site.check_settled(wished)
    site.check_nothing_doubled()
    if refused:
        site.send_again()
        site.work()
    assert site.check_settled(wished) == []
    site.check_nothing_doubled()


def test_a_short_storm_loses_and_doubles_nothing(site):
    check(site, seed=1, moves=8)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(2, 12))
def test_a_long_storm_loses_and_doubles_nothing(site, seed):
    check(site, seed, moves=60, students=tuple(range(11, 23)))
