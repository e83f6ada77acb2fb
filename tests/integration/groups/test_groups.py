"""Groups in the database: moved, undone, signed up for, followed; on both databases."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.groups import following, groups, personal_data, signup, store
from lti_tools.kit.groups.changes import add_group, begin, remove_groups, seat, settle, undo_last
from lti_tools.kit.groups.roles import first_roles
from lti_tools.kit.groups.tables import GroupMember, GroupMove, GroupSet, GroupWait
from lti_tools.kit.groups.terms import Source, What
from lti_tools.store.groups import ToldGroup, keep_groups
from lti_tools.store.tables.people import Membership
from tests.support.school import NOW, add_person, make_school

LATER = NOW + timedelta(hours=1)
ZONE = ZoneInfo("Asia/Tashkent")


@pytest.fixture
def school(database):
    with database.write() as db:
        return make_school(db)


def people(database, school, number):
    with database.write() as db:
        return [add_person(db, school, f"s{place}") for place in range(number)]


def make_set(database, school, *capacities, source=Source.SIGN_UP, used=True, **values):
    """A set with groups of these numbers of places; (set id, group ids)."""
    with database.write() as db:
        found = GroupSet(
            context_id=school.context_id, name="Teams", source=source, signup_open=True, made_at=NOW, **values
        )
        db.add(found)
        db.flush()
        made = [add_group(db, found, capacity=capacity).id for capacity in capacities]
        if used:
            groups.use(db, school.context_id, school.activity_id, found.id)
        return found.id, made


def join(database, school, set_id, group_id, person_id, now=NOW):
    with database.write() as db:
        return signup.join(db, school.context_id, set_id, group_id, person_id, now)


def move(database, school, set_id, wanted, actor=None, what=What.MOVED):
    with database.write() as db:
        held = store.hold(db, school.context_id, set_id)
        seat(db, held, begin(db, held, what, actor, NOW), wanted, NOW)
        settle(db, held, NOW)


def undo(database, school, set_id, actor):
    with database.write() as db:
        return undo_last(db, store.hold(db, school.context_id, set_id), actor, LATER)


def places(database, set_id):
    with database.read() as db:
        return store.places_in(db, set_id)


def waiting(database, school, set_id):
    with database.read() as db:
        return store.waiting_in(db, school.context_id, set_id)


# -- the door


def test_tools_learn_groups_members_mates_and_history(database, school):
    ann, bob, eve = people(database, school, 3)
    set_id, (red, blue) = make_set(database, school, None, None)
    move(database, school, set_id, {bob: red, ann: red, eve: blue}, actor=eve)
    with database.read() as db:
        found = groups.groups_of(db, school.activity_id)
        assert [(one.name, one.member_ids) for one in found] == [("Group 1", (bob, ann)), ("Group 2", (eve,))]
        assert groups.group_of(db, school.activity_id, ann) == found[0]
        assert groups.groups_with(db, school.activity_id, [ann]) == found[:1]
        assert groups.groups_with(db, school.activity_id, [eve, bob]) == found
        assert groups.mates(db, school.activity_id, ann) == {bob}
        assert groups.members(db, school.activity_id, blue) == (eve,)
        assert groups.set_of(db, school.activity_id) == groups.GroupSetInfo(set_id, "Teams", published=False)
        (first, *_rest) = groups.history(db, school.activity_id)
    assert (first.person_id, first.before, first.after, first.what, first.actor_id) == (bob, None, red, "moved", eve)


def test_an_activity_without_groups_has_none(database, school):
    (ann,) = people(database, school, 1)
    set_id, (red,) = make_set(database, school, None, used=False)
    with database.write() as db:
        assert groups.groups_of(db, school.activity_id) == []
        assert groups.set_of(db, school.activity_id) is None
        assert groups.group_of(db, school.activity_id, ann) is None
        assert groups.mates(db, school.activity_id, ann) == frozenset()
        assert groups.groups_with(db, school.activity_id, [ann]) == []
        assert groups.members(db, school.activity_id, red) == ()
        assert groups.roles_of(db, school.activity_id, ZONE, NOW) == {}
        assert groups.history(db, school.activity_id) == []
        groups.use(db, school.context_id, school.activity_id, set_id)
        assert len(groups.groups_of(db, school.activity_id)) == 1
        groups.use(db, school.context_id, school.activity_id, None)
        assert groups.groups_of(db, school.activity_id) == []


def test_a_set_of_another_course_is_no_set_of_this_one(database, school):
    with database.write() as db:
        other = make_school(db, name="South", base="https://south.example")
    set_id, (red,) = make_set(database, school, None)
    with database.write() as db:
        for deed in (
            lambda: store.hold(db, other.context_id, set_id),
            lambda: store.set_of(db, other.context_id, set_id),
            lambda: groups.use(db, other.context_id, other.activity_id, set_id),
            lambda: signup.join(db, other.context_id, set_id, red, 1, NOW),
        ):
            with pytest.raises(NotFound):
                deed()


def test_roles_go_round_every_monday_in_the_courses_own_zone(database, school):
    ann, bob = people(database, school, 2)
    sunday_evening = NOW + timedelta(days=6, hours=9, minutes=30)  # 18:30 UTC, 23:30 in Tashkent
    set_id, (red,) = make_set(database, school, None, roles=first_roles()[:2], weekly=True, turns_from=NOW)
    move(database, school, set_id, {ann: red})
    move(database, school, set_id, {bob: red})
    with database.read() as db:

        def at(now):
            held = groups.roles_of(db, school.activity_id, ZONE, now)
            return [[role.name for role in held[person]] for person in (ann, bob)]

        assert at(NOW) == at(sunday_evening) == [["Facilitator"], ["Checker"]]
        assert at(sunday_evening + timedelta(hours=1)) == [["Checker"], ["Facilitator"]]
        assert at(NOW + timedelta(days=14)) == at(NOW)


# -- moves and undoing


def test_undoing_brings_people_back_and_lets_later_moves_stand(database, school):
    ann, bob, eve = people(database, school, 3)
    set_id, (red, blue) = make_set(database, school, None, None)
    move(database, school, set_id, {ann: red, bob: red}, actor=eve)
    move(database, school, set_id, {ann: blue, bob: blue}, actor=eve)
    join(database, school, set_id, red, bob)
    assert undo(database, school, set_id, eve) == 1
    assert places(database, set_id) == {ann: red, bob: red}
    assert undo(database, school, set_id, eve) == 2
    assert places(database, set_id) == {}
    with pytest.raises(Refusal):
        undo(database, school, set_id, eve)


def test_undoing_the_group_maker_brings_the_old_groups_back(database, school):
    ann, bob = people(database, school, 2)
    set_id, (red, blue) = make_set(database, school, None, None)
    move(database, school, set_id, {ann: red, bob: blue})
    with database.write() as db:
        held = store.hold(db, school.context_id, set_id)
        deed = begin(db, held, What.MADE, None, NOW)
        remove_groups(db, held, deed, store.groups_in(db, set_id), NOW)
        new = add_group(db, held, deed)
        seat(db, held, deed, {ann: new.id, bob: new.id}, NOW)
        assert [one.id for one in store.groups_in(db, set_id)] == [new.id]
    assert undo(database, school, set_id, bob) == 2
    assert places(database, set_id) == {ann: red, bob: blue}
    with database.read() as db:
        assert [one.id for one in store.groups_in(db, set_id)] == [red, blue]


# -- sign-up


def test_places_go_to_who_comes_first_and_the_list_moves_up(database, school):
    ann, bob, eve = people(database, school, 3)
    set_id, (red, blue) = make_set(database, school, 1, 1)
    assert join(database, school, set_id, red, ann) is signup.Outcome.SEATED
    assert join(database, school, set_id, red, bob) is signup.Outcome.WAITING
    assert join(database, school, set_id, blue, eve) is signup.Outcome.SEATED
    assert waiting(database, school, set_id) == [(bob, red)]
    with database.write() as db:
        signup.leave(db, school.context_id, set_id, ann, LATER)
    assert places(database, set_id) == {bob: red, eve: blue}
    assert waiting(database, school, set_id) == []


def test_who_waits_elsewhere_keeps_their_place_until_the_other_is_had(database, school):
    ann, bob, eve = people(database, school, 3)
    set_id, (red, blue) = make_set(database, school, 1, 1)
    join(database, school, set_id, red, ann)
    join(database, school, set_id, blue, bob)
    join(database, school, set_id, red, bob)
    join(database, school, set_id, blue, eve)
    assert places(database, set_id) == {ann: red, bob: blue}
    with database.write() as db:
        signup.leave(db, school.context_id, set_id, ann, LATER)
    assert places(database, set_id) == {bob: red, eve: blue}


def test_a_name_can_be_taken_off_the_list(database, school):
    ann, bob = people(database, school, 2)
    set_id, (red,) = make_set(database, school, 1)
    join(database, school, set_id, red, ann)
    join(database, school, set_id, red, bob)
    with database.write() as db:
        signup.stop_waiting(db, school.context_id, set_id, bob, LATER)
    assert waiting(database, school, set_id) == []


def test_closed_sign_up_takes_nobody_at_the_closing_second(database, school):
    (ann,) = people(database, school, 1)
    set_id, (red,) = make_set(database, school, 1, signup_until=LATER)
    with pytest.raises(Refusal):
        join(database, school, set_id, red, ann, LATER)
    assert join(database, school, set_id, red, ann, LATER - timedelta(microseconds=1)) is signup.Outcome.SEATED


def test_250_at_once_are_never_oversold(database, school):
    crowd = people(database, school, 250)
    set_id, made = make_set(database, school, 20, 20, 20)
    wishes = [(person, made[place % 3]) for place, person in enumerate(crowd)]
    with ThreadPoolExecutor(250) as pool:
        outcomes = list(pool.map(lambda wish: join(database, school, set_id, wish[1], wish[0]), wishes))
    assert Counter(outcomes) == {"seated": 60, "waiting": 190}
    assert Counter(places(database, set_id).values()) == dict.fromkeys(made, 20)
    assert len(waiting(database, school, set_id)) == 190


def test_leaving_and_joining_at_once_keeps_every_place_taken(database, school):
    crowd = people(database, school, 30)
    set_id, (red,) = make_set(database, school, 5)
    for person in crowd:
        join(database, school, set_id, red, person)

    def change(person):
        with database.write() as db:
            signup.leave(db, school.context_id, set_id, person, LATER)

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(change, crowd[:20]))
    assert set(places(database, set_id)) == set(crowd[20:25])
    assert [person for person, _ in waiting(database, school, set_id)] == crowd[25:]


# -- what follows by itself


def test_a_set_follows_the_lms(database, school):
    ann, bob, eve = people(database, school, 3)
    set_id, _none = make_set(database, school, source=Source.LMS, lms_set="Labs")

    def tell(*told):
        with database.write() as db:
            keep_groups(db, school.context_id, told)
            return following.follow(db, school.context_id, set_id, NOW)

    red = ToldGroup("1", "Red", "Labs", frozenset({"s0", "s1"}))
    assert tell(red, ToldGroup("2", "Blue", "Labs", frozenset({"s2"})), ToldGroup("3", "x", "", frozenset({"s0"}))) == 3
    with database.read() as db:
        found = groups.groups_of(db, school.activity_id)
    assert {one.name: set(one.member_ids) for one in found} == {"Blue": {eve}, "Red": {ann, bob}}
    assert tell(red, ToldGroup("2", "Blue", "Labs", frozenset({"s2"}))) == 0
    assert tell(ToldGroup("1", "Crimson", "Labs", frozenset({"s0"}))) == 2
    with database.read() as db:
        found = groups.groups_of(db, school.activity_id)
    assert [(one.name, one.member_ids) for one in found] == [("Crimson", (ann,))]


def test_the_worker_looks_at_sets_that_may_be_out_of_step(database, school):
    set_id, _none = make_set(database, school, source=Source.LMS)
    with database.write() as db:
        assert store.to_follow(db, NOW, 9) == [(school.context_id, set_id)]
        following.tick(db, NOW)
        assert store.to_follow(db, NOW + timedelta(minutes=9), 9) == []
        assert store.to_follow(db, NOW + timedelta(minutes=11), 9) == [(school.context_id, set_id)]


def test_an_erased_persons_place_goes_to_who_waits(database, school):
    ann, bob, eve = people(database, school, 3)
    set_id, (red,) = make_set(database, school, 1)
    for person in (ann, bob, eve):
        join(database, school, set_id, red, person)
    with database.write() as db:
        personal_data.erase(db, bob, None)
        personal_data.erase(db, ann, school.context_id)
    with database.write() as db:
        following.tick(db, LATER)
    assert places(database, set_id) == {eve: red}
    with database.read() as db:
        assert set(db.scalars(select(GroupMove.person_id))) == {eve}
        assert db.scalars(select(GroupWait.person_id)).all() == []


def test_who_left_the_course_does_not_move_up(database, school):
    ann, bob = people(database, school, 2)
    set_id, (red,) = make_set(database, school, 1)
    join(database, school, set_id, red, ann)
    join(database, school, set_id, red, bob)
    with database.write() as db:
        db.execute(update(Membership).where(Membership.person_id == bob).values(active=False))
        signup.leave(db, school.context_id, set_id, ann, LATER)
        following.tick(db, LATER)
    assert places(database, set_id) == {}


def test_people_are_told_of_their_own_groups_alone(database, school):
    ann, bob = people(database, school, 2)
    set_id, (red,) = make_set(database, school, 1)
    join(database, school, set_id, red, ann)
    join(database, school, set_id, red, bob)
    with database.read() as db:
        own, others = (personal_data.export(db, person, school.context_id) for person in (ann, bob))
        assert db.scalar(select(GroupMember.person_id)) == ann
    assert [one["group"] for one in own["groups"]] == [1]
    assert (own["waiting"], [one["set"] for one in others["waiting"]], others["groups"]) == ([], ["Teams"], [])
