import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.pure.moderation import (
    MOST_A_DAY,
    MOST_WAITING,
    OPEN,
    TRUST_LOST,
    Deed,
    Limit,
    Reporter,
    State,
    after,
    hides_at_once,
    is_hidden,
    limit_reached,
    outcome,
)

DEEDS = st.lists(st.sampled_from(list(Deed)), max_size=12)


def play(deeds: list[Deed]) -> list[State | None]:
    """The states through which a case goes; a deed that is not possible changes nothing."""
    states: list[State | None] = [None]
    for deed in deeds:
        states.append(after(states[-1], deed) or states[-1])
    return states


def test_a_report_waits_and_is_decided_either_way():
    assert after(None, Deed.REPORT) is State.WAITING
    assert after(State.WAITING, Deed.KEEP) is State.KEPT
    assert after(State.WAITING, Deed.REMOVE) is State.REMOVED


def test_an_appeal_is_decided_for_good():
    assert play([Deed.REPORT, Deed.REMOVE, Deed.APPEAL, Deed.KEEP])[-1] is State.RESTORED
    assert play([Deed.REPORT, Deed.REMOVE, Deed.APPEAL, Deed.REMOVE])[-1] is State.UPHELD
    for final in (State.UPHELD, State.RESTORED):
        assert all(after(final, deed) in (None, final) for deed in Deed)


@given(DEEDS)
def test_nobody_appeals_the_same_final_decision_twice(deeds: list[Deed]):
    states = play(deeds)
    if State.UPHELD in states:
        assert set(states[states.index(State.UPHELD) :]) == {State.UPHELD}


@given(st.integers(1, 50))
def test_no_number_of_reports_hides_what_staff_decided_to_keep(reports: int):
    states = play([Deed.REPORT, Deed.KEEP, *[Deed.REPORT] * reports])
    assert states[-1] is State.KEPT
    assert not is_hidden(states[-1], at_once=True)


def test_a_report_of_what_was_changed_since_the_decision_waits_again():
    assert after(State.KEPT, Deed.REPORT, changed_since=True) is State.WAITING
    assert after(State.REMOVED, Deed.REPORT, changed_since=True) is None


@pytest.mark.parametrize(
    ("state", "hidden"),
    [
        (None, False),
        (State.WAITING, True),
        (State.KEPT, False),
        (State.REMOVED, True),
        (State.APPEALED, True),
        (State.UPHELD, True),
        (State.RESTORED, False),
    ],
)
def test_what_is_hidden_in_which_state(state: State | None, hidden: bool):
    assert is_hidden(state, at_once=True) is hidden
    assert is_hidden(state, at_once=False) is (hidden and state is not State.WAITING)


def test_one_person_cannot_flood_the_queue():
    assert limit_reached(Reporter()) is None
    assert limit_reached(Reporter(waiting=MOST_WAITING)) is Limit.WAITING
    assert limit_reached(Reporter(last_day=MOST_A_DAY)) is Limit.DAY


def test_somebody_whose_reports_were_all_turned_down_hides_nothing_any_more():
    assert hides_at_once(Reporter(turned_down=TRUST_LOST - 1), author_is_staff=False)
    assert not hides_at_once(Reporter(turned_down=TRUST_LOST), author_is_staff=False)
    assert hides_at_once(Reporter(turned_down=TRUST_LOST, followed=1), author_is_staff=False)


def test_what_staff_wrote_stays_in_sight():
    assert not hides_at_once(Reporter(), author_is_staff=True)


def test_outcomes_count_what_was_turned_down_and_what_was_followed():
    assert outcome([State.KEPT, State.RESTORED, State.REMOVED, *OPEN]) == (2, 1)
