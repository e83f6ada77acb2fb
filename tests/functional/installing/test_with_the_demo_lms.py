from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lti_tools import roster
from lti_tools.lti.roles import Role
from lti_tools.store.platforms import deployment_ids, list_registrations
from lti_tools.store.tables.people import Context, Person
from lti_tools.store.tables.schools import Platform, Registration
from tests.functional.installing.conftest import launch
from tests.support.lms import ADMIN, ASSISTANT, COURSE, STUDENT, TEACHER

STUDENTS = 12


def rows(installation, table):
    with installation.suite.database.read() as db:
        return db.scalar(select(func.count()).select_from(table))


def the_course(installation):
    with installation.suite.database.read() as db:
        return db.scalars(select(Context).where(Context.kind == "course")).one().id


def members(installation):
    with installation.suite.database.read() as db:
        return roster.members(db, the_course(installation))


def group_sizes(installation):
    with installation.suite.database.read() as db:
        return sorted((group.name, len(group.member_ids)) for group in roster.groups(db, the_course(installation)))


def open_as(lms, installation, tool, *people):
    """An activity made by the teacher and opened by these people."""
    teacher = lms.browser(TEACHER)
    activity = teacher.add_by_hand(COURSE, tool["number"], "Together")["number"]
    for person in people:
        page = launch(lms.browser(person), COURSE, activity)
        assert page.status == 200, page.words
    return activity


def test_the_administrator_installs_the_suite_with_one_address(lms, installation):
    tool = lms.install(installation.invite())
    with installation.suite.database.read() as db:
        (row,) = list_registrations(db)
        known = deployment_ids(db, row.registration.id)
    assert row.registration.client_id == tool["client_id"]
    assert row.platform.product == lms.personality
    assert bool(known) == (lms.personality == "moodle")
    assert [call["verdict"] for call in lms.calls("registration")] == ["ok"]


def test_the_page_after_registering_says_what_to_press_in_this_lms(lms, installation):
    words = lms.browser(ADMIN).register(installation.invite()).words
    assert ("Press “Activate”" in words) == (lms.personality == "moodle")
    assert ("Enable the key" in words) == (lms.personality == "canvas")


def test_an_invite_installs_once(lms, installation):
    address = installation.invite()
    lms.install(address)
    page = lms.browser(ADMIN).register(address)
    assert page.status == 403
    assert "has been used" in page.words
    assert rows(installation, Registration) == 1


@pytest.mark.parametrize("lms", ["moodle"], indirect=True)
def test_moodles_update_keeps_client_and_registration(lms, installation):
    tool = lms.install(installation.invite())
    again = lms.install(installation.invite(), client_id=tool["client_id"])
    assert again["client_id"] == tool["client_id"]
    assert rows(installation, Registration) == 1


def test_one_student_of_two_entries_in_the_chooser_is_one_person(lms, installation):
    suite, vote = lms.install(installation.invite()), lms.install(installation.invite("topic-vote"))
    assert suite["client_id"] != vote["client_id"]
    open_as(lms, installation, suite, STUDENT)
    open_as(lms, installation, vote, STUDENT)
    assert (rows(installation, Platform), rows(installation, Person), rows(installation, Context)) == (1, 1, 1)


def test_one_issuer_in_two_schools_shares_nothing(lms, installation):
    first = lms.install(installation.invite(school="Riverside"))
    second = lms.install(installation.invite(school="Hillside"))
    open_as(lms, installation, first, STUDENT)
    open_as(lms, installation, second, STUDENT)
    assert (rows(installation, Platform), rows(installation, Person), rows(installation, Context)) == (2, 2, 2)


def test_the_first_launch_brings_the_whole_roster(lms, installation):
    open_as(lms, installation, lms.install(installation.invite()), TEACHER)
    installation.work()
    found = members(installation)
    assert sum(member.role is Role.LEARNER and member.active for member in found) >= STUDENTS
    assert [member.launched for member in found if member.role is Role.INSTRUCTOR] == [True]
    assert not any(member.launched for member in found if member.role is Role.LEARNER)
    assert {call["verdict"] for call in lms.calls("nrps")} == {"ok"}
    assert {call["verdict"] for call in lms.calls("token")} == {"ok"}


def test_a_launch_beats_the_rosters_word_on_an_assistant(lms, installation):
    open_as(lms, installation, lms.install(installation.invite()), ASSISTANT)
    installation.work()
    with installation.suite.database.read() as db:
        assert roster.roster_size(db, the_course(installation)) == STUDENTS


def test_the_teacher_refreshes_the_list_and_sees_who_is_in_the_course(lms, installation):
    tool = lms.install(installation.invite())
    activity = open_as(lms, installation, tool, TEACHER)
    installation.work()
    teacher = lms.browser(TEACHER)
    page = teacher.follow(launch(teacher, COURSE, activity), "People")
    assert f"{STUDENTS} students" in page.words or f"{STUDENTS + 1} students" in page.words
    before = len(lms.calls("nrps"))
    page = teacher.submit(page, button="Refresh people from the LMS")
    assert "being asked" in page.words
    installation.work(timedelta(seconds=5))
    assert len(lms.calls("nrps")) > before


def test_groups_of_the_lms_become_groups_here(lms, installation):
    open_as(lms, installation, lms.install(installation.invite()), TEACHER, STUDENT)
    installation.work()
    if lms.personality == "canvas":
        assert group_sizes(installation) == [("Ferns", 4), ("Lichens", 4), ("Mosses", 4)]
    else:
        assert group_sizes(installation) == [("", 1)]


def test_groups_come_with_their_names_where_the_lms_has_the_groups_service(lms, installation):
    lms.settings(groups_service=True)
    open_as(lms, installation, lms.install(installation.invite()), TEACHER)
    installation.work()
    assert group_sizes(installation) == [("Ferns", 4), ("Lichens", 4), ("Mosses", 4)]


@pytest.mark.parametrize("mode", ["500", "401", "404"])
def test_a_roster_service_in_trouble_breaks_no_page_and_is_tried_again(lms, installation, mode):
    lms.fault("nrps", mode, count=10)
    tool = lms.install(installation.invite())
    activity = open_as(lms, installation, tool, TEACHER)
    installation.work()
    teacher = lms.browser(TEACHER)
    page = teacher.follow(launch(teacher, COURSE, activity), "People")
    assert page.status == 200
    assert "service-refused" in page.words
    assert "not known yet" in page.words
    lms.post("faults/clear")
    installation.work(timedelta(minutes=2))
    with installation.suite.database.read() as db:
        assert roster.roster_size(db, the_course(installation))
