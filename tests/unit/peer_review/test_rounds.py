"""Which reviews of a revised work count."""

import pytest

from tools.peer_review.domain.rounds import Given, counts


def of(work: int, first: int, sent: int, open_: int = 0) -> list[Given]:
    """`first` reviews of the first round, all sent; of the second `sent` and `open_`."""
    again = [Given(work, True, True)] * sent + [Given(work, True, False)] * open_
    return [Given(work, False, True)] * first + again


@pytest.mark.parametrize(
    ("sent", "open_", "renewed"),
    [(0, 0, False), (2, 2, False), (3, 1, True), (2, 0, True), (1, 0, True), (0, 2, False)],
)
def test_the_second_round_counts_alone_once_enough_of_it_is_sent(sent, open_, renewed):
    found = counts(of(1, 4, sent, open_))
    assert found == [not renewed] * 4 + [renewed] * (sent + open_)


@pytest.mark.parametrize(("sent", "on_top", "renewed"), [(1, 0, False), (1, 1, True), (0, 1, False), (2, 1, True)])
def test_a_review_on_top_stands_in_for_one_that_does_not_come_and_is_not_waited_for(sent, on_top, renewed):
    given = [Given(1, True, place < sent) for place in range(2)]
    taken = [Given(1, True, True, on_top=True)] * on_top + [Given(1, True, False, on_top=True)]
    assert counts([Given(1, False, True), *given, *taken])[0] is not renewed


def test_each_work_is_looked_at_by_itself():
    assert counts([*of(1, 1, 3), *of(2, 2, 0)]) == [False, True, True, True, True, True]
