"""Works that are preferred more often stand higher, whatever the order of the comparisons; errors are honest."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from tools.peer_review.domain.comparison.asking import ring
from tools.peer_review.domain.comparison.comparison import place


def test_the_order_of_comparisons_does_not_matter():
    won = [(0, 1), (1, 2), (0, 2), (2, 0), (3, 1), (0, 3)]
    plain = place(4, won)
    again = place(4, won[::-1])
    assert [one.strength for one in again] == pytest.approx([one.strength for one in plain])
    assert [one.error for one in again] == pytest.approx([one.error for one in plain])


@pytest.mark.parametrize("times", [1, 50, 2000])
def test_a_work_that_won_everything_stays_finite(times):
    best, worst = place(2, [(0, 1)] * times)
    assert 0 < best.strength < 10
    assert best.strength == pytest.approx(-worst.strength)
    assert np.isfinite(best.error)


def test_two_works_alone_stand_by_their_odds():
    """With a win and a loss against a middling work the likeliest odds can be worked out by hand."""
    found = place(2, [(0, 1)] * 3 + [(1, 0)])
    one = np.exp(found[0].strength)
    assert one == pytest.approx(4 / (4 / (one + 1 / one) + 2 / (one + 1)))


def test_works_that_nobody_compared_with_each_other_are_islands():
    found = place(5, [(0, 1), (2, 3)])
    islands = [one.island for one in found]
    assert islands[0] == islands[1] != islands[2] == islands[3] != islands[4]
    assert [one.comparisons for one in found] == [1, 1, 1, 1, 0]
    assert place(0, []) == []


def test_a_work_is_not_compared_with_itself():
    with pytest.raises(ValueError, match="another"):
        place(2, [(1, 1)])


def test_a_ring_meets_each_work_twice_once_on_either_side():
    assert ring([], "a") == ring([7], "a") == []
    assert len(ring([7, 9], "a")) == 1
    for number in (3, 4, 7):
        pairs = ring(range(number), "a")
        assert sorted(first for first, _ in pairs) == sorted(second for _, second in pairs) == list(range(number))
        assert pairs == ring(list(reversed(range(number))), "a")
    assert ring(range(7), "a") != ring(range(7), "b")


def compared(kind: str, shape: str, seed: int) -> tuple[float, float, float]:
    """Share of 90 % intervals that hold the truth, error, and order: 40 works, four reviews each."""
    rng = np.random.default_rng(seed)
    true, order = rng.normal(0, 1.2, 40), rng.permutation(40)
    won = []
    for reviewer in range(40):
        own = [int(order[(reviewer + step) % 40]) for step in rng.choice(np.arange(1, 40), 4, replace=False)]
        pairs = ring(own, str(reviewer)) if shape == "ring" else [(a, b) for a in own for b in own if a < b]
        view = {work: true[work] + 0.7 * rng.logistic() for work in own}
        for one, two in pairs:
            if kind == "own view":
                first = view[one] > view[two]
            elif kind == "normal noise":
                first = true[one] + 1.15 * rng.normal() > true[two] + 1.15 * rng.normal()
            else:
                first = rng.random() < 1 / (1 + np.exp(true[two] - true[one]))
            won.append((one, two) if first else (two, one))
    found, truth = place(40, won), true - true.mean()
    off = np.array([one.strength for one in found]) - truth
    held = np.abs(off) < 1.645 * np.array([one.error for one in found])
    return held.mean(), float(np.sqrt((off**2).mean())), spearmanr(off + truth, truth)[0]


@pytest.mark.parametrize("kind", ["coins by strength", "normal noise", "own view"])
def test_nine_of_ten_intervals_hold_the_truth(kind):
    """Also where reviewers have one view of each work, so that their four comparisons hang together."""
    held, _error, order = np.mean([compared(kind, "ring", seed) for seed in range(25)], axis=0)
    assert 0.85 <= held <= 0.95
    assert order > 0.65


def test_all_six_pairs_of_four_works_tell_hardly_more_than_a_ring_of_four():
    rounds = np.array([compared("own view", "ring", seed) for seed in range(25)])
    pairs = np.array([compared("own view", "all", seed) for seed in range(25)])
    assert rounds[:, 1].mean() <= 1.08 * pairs[:, 1].mean()
    assert pairs[:, 0].mean() < rounds[:, 0].mean(), "and their intervals promise more than they know"
