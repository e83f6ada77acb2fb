from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tools.gamification.domain.favours import Caps, Favour, Uncounted, endorsed, endorsements, thanks

START = datetime(2026, 3, 2, tzinfo=UTC)


def favours(*rows: tuple[float, int, int]) -> list[Favour]:
    """(day, giver, receiver)."""
    return [Favour(str(number), START + timedelta(days=day), *who) for number, (day, *who) in enumerate(rows)]


def why(rows) -> list[Uncounted | None]:
    return list(rows.values())


def test_a_thank_counts_once_a_week_and_not_back():
    found = thanks(favours((0, 1, 2), (1, 1, 2), (2, 2, 1), (3, 1, 1), (7, 1, 2), (7.5, 3, 2), (14, 2, 1)))
    assert why(found) == [None, Uncounted.AGAIN, Uncounted.MUTUAL, Uncounted.SELF, None, None, None]


def test_thanks_are_capped_for_both():
    to_one = thanks(favours(*((0.1 * one, 10 + one, 1) for one in range(7))))
    assert why(to_one)[4:] == [None, Uncounted.RECEIVER_FULL, Uncounted.RECEIVER_FULL]
    of_one = thanks(favours(*((0.1 * one, 1, 10 + one) for one in range(7))), Caps(giver=2))
    assert why(of_one)[1:4] == [None, Uncounted.GIVER_FULL, Uncounted.GIVER_FULL]


def test_two_friends_gain_no_more_in_a_term_than_one_thank_a_week():
    rows = [(day / 4, *((1, 2) if day % 2 else (2, 1))) for day in range(4 * 7 * 10)]
    assert sum(one is None for one in why(thanks(favours(*rows)))) <= 10


def test_endorsements_need_different_peers_and_no_deal():
    found = endorsements(
        favours((0, 1, 2), (1, 2, 1), (2, 3, 2), (3, 3, 2), (4, 2, 2), (5, 1, 4), (6, 1, 5), (7, 1, 6))
    )
    assert why(found) == [
        None,
        Uncounted.MUTUAL,
        None,
        Uncounted.AGAIN,
        Uncounted.SELF,
        None,
        None,
        Uncounted.GIVER_FULL,
    ]


def test_three_friends_cannot_carry_each_other():
    ring = [(number, a, b) for number, (a, b) in enumerate((a, b) for a in (1, 2, 3) for b in (1, 2, 3) if a != b)]
    assert len(endorsed(favours(*ring), 2)) <= 1


def test_somebody_is_endorsed_with_the_last_one_needed():
    rows = favours((0, 1, 9), (1, 2, 9), (2, 3, 9))
    assert endorsed(rows, 2) == {9: START + timedelta(days=1)}
    assert endorsed(rows, 4) == {}


histories = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5), st.integers(1, 5)), max_size=25)


@given(histories, st.randoms(use_true_random=False))
def test_order_of_delivery_and_doubles_change_nothing(rows, rng):
    found = favours(*rows)
    again = [*found, *found]
    rng.shuffle(again)
    assert thanks(again) == thanks(found)
    assert endorsements(again) == endorsements(found)


@given(histories)
def test_what_counted_counts_whatever_comes_later(rows):
    found = sorted(favours(*rows), key=lambda one: (one.at, one.id))
    for rule in (thanks, endorsements):
        whole = rule(found)
        for cut in range(len(found)):
            assert rule(found[:cut]).items() <= whole.items()
