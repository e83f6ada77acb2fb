"""What members say of each other counts; what they say of themselves is shown beside it."""

import pytest

from tools.peer_review.domain.contribution.contribution import Sign, factor, shares, signs


def test_equal_words_are_equal_shares():
    said = {one: dict.fromkeys(range(4), 25.0) for one in range(4)}
    assert [one.share for one in shares(said)] == pytest.approx([100, 100, 100, 100])


def test_praising_oneself_changes_nothing():
    fair = {one: {0: 40.0, 1: 30.0, 2: 30.0} for one in range(3)}
    boast = {**fair, 0: {0: 90.0, 1: 5.0, 2: 5.0}}
    assert [one.share for one in shares(boast)] == pytest.approx([one.share for one in shares(fair)])
    assert shares(boast)[0].own == pytest.approx(270)


def test_generous_and_mean_words_count_alike():
    said = {0: {1: 80.0, 2: 40.0}, 1: {0: 10.0, 2: 10.0}, 2: {0: 5.0, 1: 5.0}}
    doubled = {**said, 0: {1: 160.0, 2: 80.0}}
    assert [one.share for one in shares(said)] == pytest.approx([one.share for one in shares(doubled)])


def test_who_nobody_spoke_of_has_no_share():
    found = {one.member: one.share for one in shares({0: {0: 50.0, 1: 50.0}})}
    assert found == {0: None, 1: 100}
    assert shares({0: {1: 0.0}, 1: {0: 0.0}})[0].share is None


def test_a_share_below_nothing_is_refused():
    with pytest.raises(ValueError, match="0 or more"):
        shares({0: {1: -1.0}})


def ratings(*rows: list[float]) -> dict[int, dict[int, float]]:
    return {who: dict(enumerate(row)) for who, row in enumerate(rows)}


def test_the_factor_stays_within_its_bounds():
    equal = ratings([4, 4, 4], [4, 4, 4], [4, 4, 4])
    idle = ratings([4, 4, 1], [4, 4, 1], [5, 5, 5])
    assert [factor(equal, one) for one in range(3)] == [1, 1, 1]
    assert factor(idle, 2) < 0.5
    assert factor(idle, 0) == 1.05
    assert factor({}, 0) == 1


@pytest.mark.parametrize(
    ("rows", "member", "sign"),
    [
        (([4, 4, 1], [4, 4, 2], [4, 4, 3]), 2, Sign.LITTLE),
        (([4, 4, 2], [4, 4, 2], [4, 4, 5]), 2, Sign.OVERCONFIDENT),
        (([4, 4, 5], [4, 4, 5], [4, 4, 2]), 2, Sign.UNDERCONFIDENT),
        (([4, 4, 3], [4, 4, 3], [1, 1, 5]), 2, Sign.MANIPULATOR),
        (([4, 4, 4, 1], [4, 4, 4, 5], [4, 4, 4, 4], [4, 4, 4, 4]), 3, Sign.CONFLICT),
        (([4, 4, 4, 5, 4], [4] * 5, [4] * 5, [4] * 5, [4] * 5), 3, None),
        (([5, 5, 1, 1], [5, 5, 1, 1], [1, 1, 5, 5], [1, 1, 5, 5]), 3, Sign.CLIQUE),
    ],
)
def test_what_stands_out_is_named(rows, member, sign):
    found = signs(ratings(*rows), member)
    assert sign in found if sign else not found
