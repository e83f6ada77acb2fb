"""Works that are preferred more often stand higher, whatever the order of the comparisons."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from tools.peer_review.domain.comparison.comparison import percents, place


def test_the_order_of_comparisons_does_not_matter():
    won = [(0, 1), (1, 2), (0, 2), (2, 0), (3, 1), (0, 3)]
    plain = [one.strength for one in place(4, won)]
    assert [one.strength for one in place(4, won[::-1])] == pytest.approx(plain)


def test_a_work_that_won_everything_has_a_place_and_one_never_compared_is_middling():
    found = place(4, [(0, 1), (0, 2), (1, 2)])
    assert found[0].strength > found[1].strength > found[2].strength
    assert np.isfinite(found[0].strength)
    assert found[3].strength == pytest.approx(0)
    assert found[3].error > found[0].error


def test_two_works_alone_stand_by_their_odds():
    """With half a win and half a loss against a middling work the likeliest odds can be worked out by hand."""
    found = place(2, [(0, 1)] * 3 + [(1, 0)])
    assert found[0].strength == pytest.approx(-found[1].strength)
    one = np.exp(found[0].strength)
    assert one == pytest.approx(3.5 / (4 / (one + 1 / one) + 1 / (one + 1)))


def test_true_order_is_found_again_from_noisy_comparisons():
    rng = np.random.default_rng(2)
    true = rng.normal(0, 1, 30)
    pairs = [rng.choice(30, 2, replace=False) for _ in range(300)]
    won = [(int(a), int(b)) if true[a] + rng.normal() > true[b] + rng.normal() else (int(b), int(a)) for a, b in pairs]
    found = place(30, won)
    assert spearmanr([one.strength for one in found], true)[0] > 0.85
    marks = percents(found)
    assert min(marks) >= 0
    assert max(marks) <= 100
    assert np.mean(marks) == pytest.approx(65, abs=1)


def test_without_comparisons_all_are_the_same():
    assert percents(place(3, [])) == [65, 65, 65]
    assert percents(place(0, [])) == []


def test_a_work_is_not_compared_with_itself():
    with pytest.raises(ValueError, match="another"):
        place(2, [(1, 1)])
