"""Three libraries count the same elections: pref_voting, starvote and abcvoting, in an environment of their own.

`make deep` and `make oracles` make that environment and say where it is: VOTE_ORACLES is the Python in it, VOTE_CASES
the source packages with the elections that the libraries publish. Where a lot decides, ours is one of the outcomes that
a lot can have. A few of the published elections stand as data in `test_known_elections.py`.
"""

import json
import os
import random
import subprocess
from pathlib import Path

import pytest

from tools.co_curriculum.domain.counting.condorcet import minimax, ranked_pairs
from tools.co_curriculum.domain.counting.irv import instant_runoff
from tools.co_curriculum.domain.counting.pairs import condorcet_winner, pair_table
from tools.co_curriculum.domain.counting.profile import Grades, approvals, grades, rankings
from tools.co_curriculum.domain.counting.schulze import schulze
from tools.co_curriculum.domain.counting.shares import equal_shares, phragmen
from tools.co_curriculum.domain.counting.star import star
from tools.co_curriculum.domain.counting.stv import UNIT, scottish_stv
from tools.co_curriculum.domain.counting.sums import borda, by_sum
from tools.co_curriculum.domain.counting.ties import LOT
from tools.co_curriculum.domain.counting.wigm import exact_stv

SCRIPT = Path(__file__).parents[3] / "oracles" / "count.py"
PYTHON, CASES = os.environ.get("VOTE_ORACLES", ""), os.environ.get("VOTE_CASES", "")
ELECTIONS = 3000

pytestmark = pytest.mark.deep


def asked(*arguments, said: str = "") -> list[str]:
    if not PYTHON:
        pytest.fail("VOTE_ORACLES is not set: run `make oracles`")
    done = subprocess.run(
        [PYTHON, "-I", SCRIPT, *arguments], input=said, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def election(seed: int) -> dict:
    """A small class whose votes are often level."""
    rng = random.Random(seed)
    options = range(rng.randint(2, 5))
    voters = range(rng.choice([1, 2, 3, 5, 8, 13, 21]))
    return {
        "options": len(options),
        "seats": rng.randint(1, 3),
        "lot": rng.sample(options, len(options)),
        "rankings": [rng.sample(options, rng.randint(0, len(options))) for _ in voters],
        "stars": [[rng.choice([0, 0, 2, 4, 5]) for _ in options] for _ in voters],
        "ticks": [[one for one in options if rng.random() < 0.4] for _ in voters],
        "dots": [[rng.randint(0, 3) for _ in options] for _ in voters],
    }


@pytest.fixture(scope="module")
def counted():
    """Random elections, each with what the libraries say of it."""
    elections = [election(seed) for seed in range(ELECTIONS)]
    answers = asked("elections", said="".join(json.dumps(one) + "\n" for one in elections))
    return list(zip(elections, map(json.loads, answers), strict=True))


@pytest.fixture(scope="module")
def cases():
    """The elections that the libraries publish."""
    return json.loads(asked("cases", CASES)[0])


def level_at_top(numbers) -> list[int]:
    return [one for one, number in enumerate(numbers) if number == max(numbers)]


def test_the_sums_have_the_same_winners(counted):
    for one, told in counted:
        options, lot = one["options"], one["lot"]
        firsts = grades([[int(row[:1] == [option]) for option in range(options)] for row in one["rankings"]], options)
        for kind, ballots in (
            ("single", firsts),
            ("approval", approvals(one["ticks"], options)),
            ("dots", grades(one["dots"], options)),
            ("score", grades(one["stars"], options)),
        ):
            ours = by_sum(ballots, lot)
            assert level_at_top(ours.totals) == told[kind], (kind, one)
            assert ours.order[0] in told[kind]


def test_borda_gives_the_same_points(counted):
    """Theirs are options below minus options above; ours a point for each below and half a one for each level."""
    for one, told in counted:
        ours = borda(rankings(one["rankings"], one["options"]).as_grades(), one["lot"])
        shift = (one["options"] - 1) * len(one["rankings"])
        assert [total - shift for total in ours.totals] == told["borda"], one


def test_the_run_off_has_a_winner_of_some_order_of_level_ones(counted):
    for one, told in counted:
        ours = instant_runoff(rankings(one["rankings"], one["options"]), one["lot"])
        assert ours.winner in told["irv"], one


def unbeaten(paths) -> list[int]:
    options = range(len(paths))
    return [one for one in options if all(paths[one][other] >= paths[other][one] for other in options)]


def test_the_matches_have_the_same_winners_on_rankings_and_on_stars(counted):
    pairs_compared = 0
    for one, told in counted:
        ranked = rankings(one["rankings"], one["options"]).as_grades()
        for kind, ballots in (("rankings", ranked), ("stars", grades(one["stars"], one["options"]))):
            outcome, theirs = schulze(ballots, one["lot"]), told[kind]
            assert unbeaten(outcome.paths) == theirs["schulze"], (kind, one)
            assert outcome.winner in theirs["schulze"]
            defeats = minimax(ballots, one["lot"])
            assert level_at_top([-votes for votes in defeats.worst]) == theirs["minimax"], (kind, one)
            if theirs["ranked-pairs"] is not None:
                pairs_compared += 1
                assert ranked_pairs(ballots, one["lot"]).winner in theirs["ranked-pairs"], (kind, one)
    assert pairs_compared > ELECTIONS


def test_star_has_a_winner_of_some_lot(counted):
    """Of three level ones starvote takes who has most votes in their matches, we who wins most of the matches."""
    compared = 0
    for one, told in counted:
        ours = star(grades(one["stars"], one["options"]), one["lot"])
        assert ours.winner in told["star-parallel"], one
        if all(len(tie.options) == 2 for tie in ours.ties):
            compared += 1
            assert ours.winner in told["star"], one
            if all(tie.rule != LOT for tie in ours.ties):
                assert told["star"] == [ours.winner], one
    assert compared > ELECTIONS * 3 / 4


@pytest.mark.parametrize(("name", "count"), [("scottish", scottish_stv), ("exact", exact_stv)])
def test_every_stage_table_is_one_that_some_lot_gives(counted, name, count):
    compared, stages = 0, 0
    for one, told in counted:
        ours = count(rankings(one["rankings"], one["options"]), one["seats"], one["lot"])
        if told[name] is None:
            continue
        unit = UNIT if name == "scottish" else 1
        table = [[float(votes) / unit for votes in stage.votes] for stage in ours.stages]
        ways = [way for way in told[name] if way["elected"] == sorted(ours.elected)]
        kept = [set().union(*(earlier.elected for earlier in ours.stages[:at])) for at in range(len(ours.stages))]
        assert any(same(table, kept, way["stages"]) for way in ways), (one, table, told[name])
        compared, stages = compared + 1, stages + len(table)
    assert compared > ELECTIONS * 3 / 4
    assert stages > 2 * compared


def same(ours: list[list[float]], kept: list[set[int]], theirs: list[list[float]]) -> bool:
    """Theirs may go on after the last seat is filled, and leaves what decimals cut off with whoever is elected."""
    return len(theirs) >= len(ours) and all(
        abs(a - b) < (1e-3 if option in elected else 1e-7)
        for one, elected, other in zip(ours, kept, theirs, strict=False)
        for option, (a, b) in enumerate(zip(one, other, strict=True))
    )


def test_seats_by_approval_are_filled_as_some_lot_fills_them(counted):
    for one, told in counted:
        seated_like(told, approvals(one["ticks"], one["options"]), one["seats"], one["lot"], one)


def seated_like(told: dict, ballots: Grades, seats: int, lot: list[int], case: object) -> None:
    """Ours leaves a seat empty where nobody ticks what is left; the library fills it with any of those."""
    costs = [1] * ballots.options
    liked = {option for option, total in enumerate(by_sum(ballots, lot).totals) if total}
    for name, ours in (
        ("phragmen", phragmen(ballots, costs, seats, lot).winners),
        ("shares", equal_shares(ballots, costs, seats, lot).winners),
        ("most", by_sum(ballots, lot).winners(seats)),
    ):
        found = set(ours) & liked
        assert any(set(one) & liked == found for one in told[name]), (name, case)


def test_published_committees_come_out(cases):
    found = [case for case in cases if "committees" in case]
    assert len(found) == 480
    for case in found:
        ballots = approvals(case["ticks"], case["options"])
        for lot in (range(case["options"]), range(case["options"] - 1, -1, -1)):
            seated_like(case["committees"], ballots, case["seats"], list(lot), case["name"])


def test_published_star_elections_come_out(cases):
    found = [case for case in cases if "stars" in case]
    assert len(found) == 19
    for case in found:
        ours = star(grades(case["stars"], case["options"]), range(case["options"]))
        if all(tie.rule != LOT for tie in ours.ties):
            assert ours.winner == case["winner"], case["name"]
    assert sum(len(case["stars"]) for case in found) > 9_000


def test_counts_miss_the_winner_of_all_matches_where_it_is_published_that_they_do(cases):
    """The smallest elections in which a method misses the option that wins all its matches."""
    met = []
    for case in cases:
        method = {"Borda": "borda", "Plurality": "single", "Instant_Runoff_PUT": "irv"}.get(case.get("misses", ""))
        if method is None:
            continue
        ballots = rankings(case["rankings"], case["options"])
        best = condorcet_winner(pair_table(ballots.as_grades()))
        lots = [list(range(case["options"])), list(range(case["options"]))[::-1]]
        firsts = [[int(row[0] == one) for one in range(case["options"])] for row in case["rankings"]]
        winners = {
            "borda": {borda(ballots.as_grades(), lot).order[0] for lot in lots},
            "single": {by_sum(grades(firsts, case["options"]), lot).order[0] for lot in lots},
            "irv": {instant_runoff(ballots, lot).winner for lot in lots},
        }[method]
        assert best is not None
        assert winners != {best}, case["name"]
        assert schulze(ballots.as_grades(), lots[0]).winner == best
        met.append(method)
    assert sorted(set(met)) == ["borda", "irv", "single"]
