"""Yes or no, consent, cards and dates, by tables of cases."""

import pytest

from tools.co_curriculum.domain.counting.questions import (
    Card,
    Day,
    consent,
    date_poll,
    next_cards,
    shortlist,
    yes_or_no,
)


@pytest.mark.parametrize(
    ("yes", "no", "abstained", "verdict"),
    [(6, 5, 0, "yes"), (5, 6, 0, "no"), (5, 5, 1, "tie"), (6, 0, 3, "no-quorum"), (6, 0, 4, "yes"), (0, 0, 10, "tie")],
)
def test_a_majority_counts_where_half_of_twenty_took_part(yes, no, abstained, verdict):
    outcome = yes_or_no(yes, no, abstained, entitled=20, quorum_percent=50)
    assert (outcome.needed, outcome.verdict) == (10, verdict)


def test_a_quorum_is_rounded_up():
    assert yes_or_no(1, 0, 0, entitled=3, quorum_percent=50).verdict == "no-quorum"
    assert yes_or_no(0, 0, 0, entitled=3, quorum_percent=0).needed == 0


@pytest.mark.parametrize(
    ("agreeing", "objections", "verdict"), [(20, 0, "yes"), (19, 1, "no"), (9, 0, "no-quorum"), (9, 1, "no")]
)
def test_one_objection_is_enough(agreeing, objections, verdict):
    assert consent(agreeing, objections, 0, entitled=20, quorum_percent=50).verdict == verdict


def test_an_idea_liked_by_most_stands_above_one_that_a_single_person_liked():
    cards = [Card(1, 0, 0), Card(8, 1, 3), Card(0, 0, 5), Card(8, 1, 0)]
    assert [card.support_percent for card in cards] == [66, 81, 50, 81]
    placed, ties = shortlist(cards, (3, 2, 1, 0))
    assert placed == (3, 1, 0, 2)
    assert [(tie.options, tie.rule) for tie in ties] == [((1, 3), "lot")]


def test_cards_that_few_have_seen_come_first_and_none_comes_twice():
    assert next_cards([5, 0, 2, 0], done=[3], lot=(2, 3, 0, 1)) == (1, 2, 0)


def test_a_date_that_suits_most_wins_and_among_level_ones_the_better_liked():
    days = [Day(3, 4, 1), Day(5, 2, 1), Day(6, 0, 2)]
    assert date_poll(days, (0, 1, 2))[0] == (1, 0, 2)
