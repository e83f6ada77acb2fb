"""What a certificate says: a tick is a promise kept, a cross one that is broken and why, the rest is to be known."""

from collections.abc import Sequence

import pytest

from tools.peer_review.domain.allocation.certificate import certify
from tools.peer_review.domain.allocation.problem import Pair, Wanted
from tools.peer_review.views.certificate import Line, lines_of

NAMES = {one: f"P{one}" for one in range(10)}
ROUND = [(one, (one + step) % 5) for one in range(5) for step in (1, 2)]
"""Five people, two reviews each, in a circle."""


def wanted(people: int = 5, k: int = 2, **changes) -> Wanted:
    authors = {work: frozenset({work}) for work in range(people)}
    return Wanted(reviewers=tuple(range(people)), authors=authors, k=k, **changes)


def said(asked: Wanted, pairs: Sequence[Pair], **how) -> dict[bool | None, list[Line]]:
    lines = lines_of(certify(asked, pairs), how.pop("impossible", ()), NAMES, **how)
    return {kept: [one for one in lines if one.kept is kept] for kept in (True, False, None)}


def test_a_round_that_keeps_everything_has_ticks_alone():
    found = said(wanted(), ROUND)
    assert [one.text for one in found[True]] == [
        "Everybody writes 2 reviews.",
        "Every work gets 2 reviews.",
        "Nobody reviews their own work.",
        "No pair is against a rule about pairs.",
        "No two people review each other.",
        "All hang together, so that strict reviewers can be told from weak works.",
    ]
    assert found[False] == found[None] == []


def test_uneven_numbers_are_a_promise_kept_where_no_more_is_possible_and_who_has_fewer_is_named_without_a_tick():
    barred = {0: frozenset({2, 3, 4})}
    pairs = [pair for pair in ROUND if pair != (0, 2)]
    found = said(wanted(barred=barred), pairs)
    assert [one.text for one in found[True]][:2] == [
        "Everybody writes 2 reviews, or as many as there are works for them: 1 person writes 1 and 4 people write 2.",
        "No work gets more than one review more than another: 1 work gets 1 and 4 works get 2.",
    ]
    assert found[False] == []
    assert [one.text for one in found[None]] == ["There are too few works for 2 reviews of each of these people: P0."]


def test_in_a_class_that_is_too_small_five_are_named_and_the_others_counted():
    pairs = [(one, (one + step) % 7) for one in range(7) for step in range(1, 7)]
    (line,) = said(wanted(7, 8), pairs)[None]
    assert line.text.endswith("P0, P1, P2, P3, P4 and 2 more people.")


@pytest.mark.parametrize(
    ("pairs", "text"),
    [
        (ROUND[1:], "Not everybody writes 2 reviews: 1 person writes 1 and 4 people write 2."),
        (
            [(1, 0), (1, 2), (2, 0), (2, 3), (3, 0), (3, 4), (4, 0), (4, 1), (0, 1), (0, 2)],
            "Some works get far more reviews than others: 2 works get 1, 2 works get 2 and 1 work gets 4.",
        ),
        ([*ROUND, (0, 0)], "1 person reviews their own work."),
        ([*ROUND, (1, 0)], "1 couple of people reviews each other."),
        ([(0, 1), (1, 0), (2, 3), (3, 4), (4, 2)], "The class falls into 2 circles that never meet each other."),
    ],
)
def test_a_broken_promise_has_a_cross_and_its_reason(pairs, text):
    lines = {one.text: one.why for one in said(wanted(), pairs)[False]}
    assert "not found within the limit" in lines[text]


def test_the_reason_is_the_proof_or_the_table_that_somebody_brings():
    asked = wanted(must=frozenset({(0, 3)}), barred={1: frozenset({2})})
    found = said(asked, ROUND, impossible=["must"])[False]
    assert {one.text: one.why[:12] for one in found} == {
        "1 pair that you want is not there.": "It is proved",
        "1 pair is against a rule about pairs.": "This was not",
    }
    assert {one.why for one in said(asked, ROUND, from_file=True)[False]} == {"The pairs of the table make it so."}
    kept = said(wanted(must=frozenset({(0, 1)})), ROUND)[True]
    assert kept[-1].text == "Every pair that you want is there."
