from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lti_tools.pure.roster_diff import Entry, Known, diff

ASKED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANA = Entry("ana", "learner", name="Ana")
BEN = Entry("ben", "learner", name="Ben")


def before(*known):
    return {one.entry.sub: one for one in known}


def test_the_first_roster_brings_everybody():
    assert diff({}, [ANA, BEN], ASKED).arrived == (ANA, BEN)


def test_the_same_list_again_changes_nothing():
    changes = diff(before(Known(ANA, seen_in_roster=True)), [ANA], ASKED)
    assert (changes.arrived, changes.changed, changes.left) == ((), (), ())


def test_whoever_is_missing_afterwards_has_left():
    known = before(Known(ANA, seen_in_roster=True), Known(BEN, seen_in_roster=True))
    assert diff(known, [ANA], ASKED).left == ("ben",)


def test_whoever_left_long_ago_does_not_leave_again():
    gone = Known(replace(BEN, active=False), seen_in_roster=True)
    assert diff(before(gone), [ANA], ASKED).left == ()


def test_whoever_comes_back_is_active_again():
    gone = Known(replace(ANA, active=False), seen_in_roster=True)
    assert diff(before(gone), [ANA], ASKED).changed == (ANA,)


def test_an_inactive_member_is_known_and_not_active():
    inactive = replace(ANA, active=False)
    assert diff({}, [inactive], ASKED).arrived == (inactive,)
    assert diff(before(Known(ANA)), [inactive], ASKED).changed == (inactive,)


def test_a_deleted_member_is_not_made_known_by_it():
    deleted = replace(ANA, active=False, deleted=True)
    assert diff({}, [deleted], ASKED).arrived == ()
    assert diff(before(Known(ANA)), [deleted], ASKED).changed == (replace(ANA, active=False),)


def test_a_role_or_name_that_changed_is_taken_over():
    promoted = replace(ANA, role="instructor", name="Ana Maria")
    assert diff(before(Known(ANA)), [promoted], ASKED).changed == (promoted,)


def test_a_list_without_names_makes_nobody_nameless():
    assert diff(before(Known(ANA)), [replace(ANA, name="")], ASKED).changed == ()


def test_somebody_who_launched_after_the_list_was_asked_for_has_not_left():
    late = Known(BEN, seen_in_roster=True, launched_at=ASKED + timedelta(seconds=1))
    assert diff(before(late), [], ASKED).left == ()


def test_a_learner_who_launched_before_and_is_not_listed_has_left():
    launched = Known(BEN, launched_at=ASKED - timedelta(days=1))
    assert diff(before(launched), [], ASKED).left == ("ben",)


def test_staff_whom_no_roster_ever_listed_stay():
    admin = Known(Entry("admin", ""), launched_at=ASKED - timedelta(days=1), is_staff=True)
    assert diff(before(admin), [ANA], ASKED).left == ()
    assert diff(before(replace(admin, seen_in_roster=True)), [ANA], ASKED).left == ("admin",)


ENTRIES = st.builds(
    Entry,
    st.sampled_from("abcdef"),
    st.sampled_from(["learner", "instructor", "observer"]),
    active=st.booleans(),
    name=st.sampled_from(["", "Ana", "Ben"]),
)


@given(st.lists(ENTRIES), st.lists(ENTRIES))
def test_applying_a_difference_leaves_nothing_to_do(first, second):
    known = before(*(Known(entry, seen_in_roster=True) for entry in first))
    changes = diff(known, second, ASKED)
    after = {sub: one.entry for sub, one in known.items()}
    after |= {entry.sub: entry for entry in (*changes.arrived, *changes.changed)}
    after |= {sub: replace(after[sub], active=False) for sub in changes.left}
    again = diff(before(*(Known(entry, seen_in_roster=True) for entry in after.values())), second, ASKED)
    assert (again.arrived, again.changed, again.left) == ((), (), ())
    assert {sub for sub, entry in after.items() if entry.active} == {
        entry.sub for entry in {entry.sub: entry for entry in second}.values() if entry.active
    }
