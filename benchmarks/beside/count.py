"""The same ballots counted by pref_voting and pyrankvote, in a virtual environment that has them and nothing of ours.

python count.py FILE  reads rankings, a matrix of (ballots, options); writes seconds of the processor by count
"""

import importlib.abc
import importlib.machinery
import json
import sys
import time

import numpy as np

NOT_CALLED = {"gurobipy", "matplotlib", "nashpy", "ortools", "pandas", "pulp"}
"""What pref_voting imports for other counts than these."""
SEATS = 5


class Stand(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Stands for modules that are not there; whoever calls something of them finds nothing."""

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in NOT_CALLED:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def exec_module(self, module):
        module.__getattr__ = lambda _name: None


sys.meta_path.append(Stand())

import pyrankvote  # noqa: E402
from pref_voting import iterative_methods, margin_based_methods, scoring_methods  # noqa: E402
from pref_voting.profiles import Profile  # noqa: E402


def seconds(work):
    started = time.process_time()
    found = work()
    return time.process_time() - started, found


def pref_voting_counts(rankings):
    built, profile = seconds(lambda: Profile(rankings))
    yield "pref_voting: reading the ballots", built
    yield "pref_voting: Borda", seconds(lambda: scoring_methods.borda(profile))[0]
    yield "pref_voting: instant run-off", seconds(lambda: iterative_methods.instant_runoff(profile))[0]
    yield "pref_voting: Schulze", seconds(lambda: margin_based_methods.beat_path(profile))[0]
    yield "pref_voting: Ranked Pairs", seconds(lambda: margin_based_methods.ranked_pairs(profile))[0]
    yield "pref_voting: Minimax", seconds(lambda: margin_based_methods.minimax(profile))[0]


def pyrankvote_counts(rankings):
    options = [pyrankvote.Candidate(str(number)) for number in range(rankings.shape[1])]
    built, ballots = seconds(lambda: [pyrankvote.Ballot([options[at] for at in row]) for row in rankings.tolist()])
    yield "pyrankvote: reading the ballots", built
    yield "pyrankvote: instant run-off", seconds(lambda: pyrankvote.instant_runoff_voting(options, ballots))[0]
    stv = pyrankvote.single_transferable_vote
    yield f"pyrankvote: STV, {SEATS} seats", seconds(lambda: stv(options, ballots, SEATS))[0]


def main():
    rankings = np.load(sys.argv[1])
    for _ in pref_voting_counts(rankings[:50]):
        pass  # numba compiles at the first call
    print(json.dumps(dict([*pref_voting_counts(rankings), *pyrankvote_counts(rankings)])))


main()
