"""From the rules to everybody's topic: lists, plans side by side, the reasons, changes by hand, exchanges."""

from datetime import UTC, datetime

import pytest

from lti_tools.background import create_workers
from lti_tools.kit.groups import store as group_store
from lti_tools.kit.groups.tables import PersonFact
from lti_tools.store.heartbeats import JOBS
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Membership
from tests.support.pages import Page, faults
from tests.support.school import add_activity
from tests.support.sessions import suite_of
from tests.support.votes import set_up_vote
from tools.co_curriculum import store_placing
from tools.co_curriculum.models_placing import Exchange, PlacingTopic
from tools.co_curriculum.service.content import content

PLACES = "topic-vote/places"
ROBOTS, RIVERS, BEES = "Robots", "Rivers", "Bees"


@pytest.fixture
def teacher(course):
    return course.join("Tom", "instructor")


def good(answer) -> Page:
    page = Page(answer)
    assert page.status == 200, page.words
    assert faults(page) == []
    return page


def rules(course, teacher, topics=None, **changes):
    """Send the form of rules as it stands, changed; `topics`: title -> changes of its own fields."""
    form = good(teacher.get(f"{PLACES}/rules")).form("/places/rules")
    data = {**form.data, "length": "2", "most": "1", **changes}
    for title, own in (topics or {}).items():
        (option,) = course.ids(title)
        data |= {f"topic-{option}-{name}": value for name, value in own.items()}
        data = {name: value for name, value in data.items() if value is not None}
    return teacher.post(f"{PLACES}/rules", data)


def ready(course, teacher, **changes):
    """Rules are saved and students are asked."""
    assert rules(course, teacher, **changes).status_code == 303
    assert teacher.post(f"{PLACES}/open").status_code == 303


def topic(course, title):
    with course.database.read() as db:
        topics = {one.title: one.id for one in store_placing.topics_of(db, course.school.activity_id)}
    return topics[title]


def give(course, visitor, *titles, cannot=()):
    data = {f"choice_{number}": topic(course, title) for number, title in enumerate(titles, 1)}
    return visitor.post(f"{PLACES}/list", {**data, "cannot": [topic(course, title) for title in cannot]})


def listed(course, **lists):
    """People by name with what they list."""
    visitors = {name: course.join(name) for name in lists}
    for name, titles in lists.items():
        answer = give(course, visitors[name], *titles)
        assert answer.status_code == 303, Page(answer).words
    return visitors


def run(course):
    (worker,) = (one for one in create_workers(suite_of(course.app)) if one.name == JOBS)
    while worker.run_once(datetime.now(UTC)):
        pass


def planned(course, teacher):
    """The lists are closed, plans worked out, the first one picked, its reasons worked out."""
    assert teacher.post(f"{PLACES}/close", {"confirmed": "1"}).status_code == 303
    assert teacher.post(f"{PLACES}/plans").status_code == 303
    run(course)
    pick(course, teacher)


def pick(course, teacher, number=0):
    page = good(teacher.get(PLACES))
    form = [one for one in page.forms if one.action.endswith("/pick")][number]
    assert teacher.post(form.action).status_code == 303
    run(course)


def where(course):
    """Name -> title of the topic, in the plan that holds."""
    with course.database.read() as db:
        titles = {one.id: one.title for one in store_placing.topics_of(db, course.school.activity_id)}
        plan = store_placing.picked_plan(db, course.school.activity_id)
        seats = store_placing.seats_of(db, plan.id)
    names = {person: name for name, person in course.people.items()}
    return {names[person]: titles.get(seat.topic_id or 0) for person, seat in seats.items()}


def test_from_the_rules_to_everybodys_topic(course, teacher):
    assert "Choose topics and rules" in good(teacher.get(PLACES)).words
    ready(course, teacher)
    people = listed(course, Ana=(ROBOTS, RIVERS), Bo=(ROBOTS, BEES), Cy=(RIVERS, ROBOTS))
    page = good(teacher.get(PLACES))
    assert "3 of 3" in page.words
    assert "First choice of" not in page.words, "hidden until lists are closed"
    assert "Robots" in good(people["Ana"].get(PLACES)).words
    asked = good(teacher.post(f"{PLACES}/close"))
    assert "Take no more lists?" in asked.words
    teacher.post(f"{PLACES}/close", {"confirmed": "1"})
    assert give(course, people["Ana"], RIVERS, ROBOTS).status_code == 409
    teacher.post(f"{PLACES}/plans")
    assert "Waiting for its turn" in good(teacher.get(PLACES)).words
    run(course)
    page = good(teacher.get(PLACES))
    for title in ("Fewest low choices", "Most first choices", "Best on average"):
        assert title in page.words
    assert page.words.count("Proved: no plan is better by this aim.") == 3
    pick(course, teacher)
    assert where(course) == {"Ana": ROBOTS, "Bo": BEES, "Cy": RIVERS}
    assert "Robots" not in Page(people["Bo"].get(PLACES)).tree.findtext(".//h2"), "not shown yet"
    assert "Why not my first choice?" not in Page(people["Bo"].get(PLACES)).words
    teacher.post(f"{PLACES}/publish")
    page = good(people["Bo"].get(PLACES))
    assert "Bees" in page.words
    assert "Choice 2" in page.words
    assert "With you in “Robots”, 1 person more would be at" in page.words
    assert "Why not" not in good(people["Ana"].get(PLACES)).words
    assert "Bo" in good(teacher.get(f"{PLACES}/people")).words


def test_a_list_has_its_length_and_no_topic_twice_and_comes_back_as_it_was(course, teacher):
    ready(course, teacher)
    ana = course.join("Ana")
    for titles, cannot, complaint in (
        ((ROBOTS,), (), "Choose a topic in each menu"),
        ((ROBOTS, ROBOTS), (), "One topic came twice"),
        ((ROBOTS, RIVERS), (RIVERS,), "Keep one of the two"),
    ):
        answer = give(course, ana, *titles, cannot=cannot)
        assert answer.status_code == 422
        assert complaint in Page(answer).words
    foreign = ana.post(f"{PLACES}/list", {"choice_1": "99999", "choice_2": topic(course, BEES)})
    assert (foreign.status_code, "no longer, part of this" in Page(foreign).words) == (422, True)
    assert give(course, ana, RIVERS, BEES, cannot=[ROBOTS]).status_code == 303
    form = good(ana.get(PLACES)).form("/places/list")
    assert form.data["choice_1"] == str(topic(course, RIVERS))
    assert form.data["cannot"] == str(topic(course, ROBOTS))


def test_rules_that_do_not_go_together_are_said_beside_the_field(course, teacher):
    course.join("Ana")
    for changes, complaint in (
        ({"least": "4"}, "This is more than there are seats."),
        ({"supervisors": "Kim"}, "has no number behind a colon"),
        ({"needs": "writes: 1"}, "does not look like"),
        ({"together": "Nobody, Ana"}, "“Nobody” is no student of this course"),
        ({"apart": "Ana"}, "at least two students"),
        ({"topics": {ROBOTS: {"supervisor": "Lee"}}}, "Give this name a line above"),
        ({"topics": {ROBOTS: {"needs": "chess"}}}, "role=writes: 1"),
        ({"topics": {ROBOTS: {"least": "3"}}}, "This is more than there are seats."),
    ):
        answer = rules(course, teacher, **changes)
        assert answer.status_code == 422, changes
        assert complaint in Page(answer).words, changes
    with course.database.read() as db:
        assert store_placing.placing_of(db, course.school.activity_id) is None


def test_company_supervisors_and_seats_of_their_own_are_kept(course, teacher):
    for name in ("Ana", "Bo", "Cy"):
        course.join(name)
    own = {ROBOTS: {"most": "2", "supervisor": "Kim"}, BEES: {"supervisor": "Kim"}}
    ready(course, teacher, topics=own, supervisors="Kim: 2", together="Ana, Bo")
    form = good(teacher.get(f"{PLACES}/rules")).form("/places/rules").data
    assert (form["together"], form["supervisors"]) == ("Ana, Bo", "Kim: 2")
    listed(course, Ana=(RIVERS, ROBOTS), Bo=(BEES, ROBOTS), Cy=(ROBOTS, BEES))
    planned(course, teacher)
    found = where(course)
    assert (found["Ana"], found["Bo"], found["Cy"]) == (ROBOTS, ROBOTS, RIVERS)


def test_demands_that_cannot_be_met_are_named(course, teacher):
    ready(course, teacher, needs="role=writes: 1", closes_unfilled=None, topics={ROBOTS: {}})
    listed(course, Ana=(ROBOTS, RIVERS))
    teacher.post(f"{PLACES}/close", {"confirmed": "1"})
    assert "“Robots” needs 1 people with “role=writes”; it can have 0." in good(teacher.get(PLACES)).words
    teacher.post(f"{PLACES}/plans")
    run(course)
    page = good(teacher.get(PLACES))
    assert "No plan meets all the rules." in page.words


def test_a_change_by_hand_shows_its_cost_and_is_taken_back(course, teacher):
    ready(course, teacher)
    listed(course, Ana=(ROBOTS, RIVERS), Bo=(ROBOTS, BEES))
    planned(course, teacher)
    before = where(course)
    one = next(name for name, title in before.items() if title == ROBOTS)
    path = f"{PLACES}/people/{course.people[one]}"
    form = good(teacher.get(path)).form(f"/places/people/{course.people[one]}")
    taken = next(title for name, title in before.items() if name != one)
    asked = good(teacher.post(path, {**form.data, "topic": topic(course, taken)}))
    assert f"“{taken}” takes 1 people at most and would have 2." in asked.words
    assert "each further choice:" in asked.words
    confirmed = asked.form(f"/places/people/{course.people[one]}")
    done = teacher.follow(teacher.post(path, confirmed.data))
    assert where(course)[one] == taken
    page = good(done)
    assert "takes 1 people at most and would have 2." in good(teacher.get(PLACES)).words
    assert teacher.post(path, confirmed.data).status_code == 409, "the form is from before"
    undo = next(form for form in page.forms if "undo" in form.action)
    assert teacher.post(undo.action, undo.data).status_code == 303
    assert where(course) == before


def test_who_left_frees_a_seat_and_who_came_gets_one_with_as_few_changes_as_can_be(course, teacher):
    ready(course, teacher)
    listed(course, Ana=(ROBOTS, RIVERS), Bo=(RIVERS, BEES), Cy=(BEES, RIVERS))
    planned(course, teacher)
    teacher.post(f"{PLACES}/publish")
    with course.database.write() as db:
        db.query(Membership).filter_by(person_id=course.people["Cy"]).update({"active": False})
    late = course.join("Dee")
    assert "you can still do so" in good(late.get(PLACES)).words
    assert give(course, late, ROBOTS, RIVERS).status_code == 303
    assert give(course, late, RIVERS, ROBOTS).status_code == 409, "once"
    page = good(teacher.get(PLACES))
    assert "have changed since this plan was picked" in page.words
    teacher.post(f"{PLACES}/plans", {"mends": "1"})
    run(course)
    page = good(teacher.get(PLACES))
    assert "Dee, new: “Bees”" in page.words
    assert "Cy has left" in page.words
    pick(course, teacher)
    assert where(course) == {"Ana": ROBOTS, "Bo": RIVERS, "Dee": BEES}
    assert "lose the place they have" in good(late.get(PLACES)).words


def rate(course, visitor, **stars):
    """Send ratings by title; 0 says that somebody cannot do it."""
    return visitor.post(f"{PLACES}/list", {f"rate_{topic(course, title)}": number for title, number in stars.items()})


def test_students_rate_topics_instead_of_listing_some(course, teacher):
    ready(course, teacher, asks="ratings")
    ana, bo, cy = (course.join(name) for name in ("Ana", "Bo", "Cy"))
    assert "Rate each topic" in Page(rate(course, ana, Robots=5, Rivers=5)).words
    assert rate(course, ana, Robots=5, Rivers=9, Bees=1).status_code == 422
    assert rate(course, ana, Robots=5, Rivers=0, Bees=0).status_code == 422, "somebody who can do one alone"
    for visitor, stars in ((ana, (5, 5, 1)), (bo, (5, 2, 1)), (cy, (4, 0, 4))):
        answer = rate(course, visitor, **dict(zip((ROBOTS, RIVERS, BEES), stars, strict=True)))
        assert answer.status_code == 303, Page(answer).words
    shown = {name: value for name, value in good(ana.get(PLACES)).form("/list").data.items() if "rate_" in name}
    assert sorted(shown.values()) == ["1", "5", "5"]
    assert rules(course, teacher, asks="ranks").status_code == 422, "students were asked already"
    planned(course, teacher)
    assert where(course) == {"Ana": RIVERS, "Bo": ROBOTS, "Cy": BEES}
    page = good(teacher.get(PLACES))
    assert "Rated 5 of 5" in page.words
    assert "Rated best by" in page.words
    assert "Robots 5 · Rivers 5 · Bees 1" in good(teacher.get(f"{PLACES}/people")).words
    teacher.post(f"{PLACES}/publish")
    assert "Rated 4 of 5" in good(cy.get(PLACES)).words
    table = teacher.get("-/exports/file", query_string={"table": "topic-lists", "kind": "csv"})
    assert "Robots,Rivers,Bees" in table.text.splitlines()[0]


def test_no_more_of_one_section_than_may_meet_in_a_topic(course, teacher):
    people = {name: course.join(name) for name in ("Ana", "Bo", "Cy")}
    with course.database.write() as db:
        for name in ("Ana", "Bo"):
            here = {"context_id": course.school.context_id, "person_id": course.people[name]}
            db.add(PersonFact(**here, name="section", value="A"))
    ready(course, teacher, most="2", alike="section: 1")
    for name, choice in {"Ana": (ROBOTS, RIVERS), "Bo": (ROBOTS, RIVERS), "Cy": (ROBOTS, RIVERS)}.items():
        assert give(course, people[name], *choice).status_code == 303
    planned(course, teacher)
    found = where(course)
    assert sorted((found["Ana"], found["Bo"])) == [RIVERS, ROBOTS]
    assert found["Cy"] == ROBOTS


def test_a_plan_from_before_new_rules_cannot_be_picked(course, teacher):
    ready(course, teacher)
    listed(course, Ana=(ROBOTS, RIVERS))
    teacher.post(f"{PLACES}/close", {"confirmed": "1"})
    teacher.post(f"{PLACES}/plans")
    run(course)
    form = next(one for one in good(teacher.get(PLACES)).forms if one.action.endswith("/pick"))
    assert rules(course, teacher, most="2").status_code == 303
    assert "Out of date" in good(teacher.get(PLACES)).words
    assert teacher.post(form.action).status_code == 409


@pytest.mark.parametrize("way", ["free", "asked"])
def test_two_students_exchange_their_topics_without_naming_anybody(course, teacher, way):
    ready(course, teacher, exchanges=way)
    people = listed(course, Ana=(ROBOTS, RIVERS), Bo=(RIVERS, ROBOTS))
    planned(course, teacher)
    ana, bo = people["Ana"], people["Bo"]
    assert ana.post(f"{PLACES}/exchanges", {"wants": topic(course, RIVERS)}).status_code == 409, "not published"
    teacher.post(f"{PLACES}/publish")
    assert ana.post(f"{PLACES}/exchanges", {"wants": topic(course, RIVERS)}).status_code == 303
    assert ana.post(f"{PLACES}/exchanges", {"wants": topic(course, RIVERS)}).status_code == 409, "asked already"
    page = good(bo.get(PLACES))
    assert "Somebody with “Robots” would like to have yours." in page.words
    assert "Ana" not in page.words
    take = next(one for one in page.forms if one.action.endswith("/take"))
    good(bo.post(take.action))
    assert bo.post(take.action, {"confirmed": "1"}).status_code == 303
    if way == "asked":
        assert where(course) == {"Ana": ROBOTS, "Bo": RIVERS}
        page = good(teacher.get(PLACES))
        assert "they would like to exchange" in page.words
        decide = next(one for one in page.forms if one.action.endswith("/decide"))
        assert teacher.post(decide.action, {"answer": "yes"}).status_code == 303
    assert where(course) == {"Ana": RIVERS, "Bo": ROBOTS}
    assert bo.post(take.action, {"confirmed": "1"}).status_code == 409, "somebody was faster"
    with course.database.read() as db:
        assert [one.state for one in db.query(Exchange)] == ["done"]


def test_first_come_first_served_is_the_sign_up_of_groups_with_a_waiting_list(course, teacher):
    ready(course, teacher, way="first-come")
    ana, bo = course.join("Ana"), course.join("Bo")
    assert "Take a seat" in good(ana.get(PLACES)).words
    with course.database.read() as db:
        (found,) = group_store.sets_of(db, course.school.context_id)
        groups = {one.name: one for one in group_store.groups_in(db, found.id)}
    assert {name: one.capacity for name, one in groups.items()} == {ROBOTS: 1, RIVERS: 1, BEES: 1}
    for visitor in (ana, bo):
        visitor.post(f"-/groups/{found.id}/join", {"group": groups[ROBOTS].id})
    page = good(teacher.get(PLACES))
    assert "1 waits" in page.words
    assert rules(course, teacher, way="first-come", topics={ROBOTS: {"most": "2"}}).status_code == 303
    assert "Ana, Bo" in good(teacher.get(PLACES)).words, "who waited has moved up"
    teacher.post(f"{PLACES}/close", {"confirmed": "1"})
    assert ana.post(f"-/groups/{found.id}/leave", {"confirmed": "1"}).status_code == 409


def test_groups_are_made_of_the_places(course, teacher):
    ready(course, teacher)
    listed(course, Ana=(ROBOTS, RIVERS), Bo=(RIVERS, ROBOTS))
    planned(course, teacher)
    answer = teacher.post(f"{PLACES}/groups")
    page = good(teacher.follow(answer))
    assert "Robots" in page.words
    with course.database.read() as db:
        (found,) = group_store.sets_of(db, course.school.context_id)
        places = group_store.places_in(db, found.id)
        names = {one.id: one.name for one in group_store.groups_in(db, found.id)}
    assert {names[places[course.people[name]]] for name in ("Ana", "Bo")} == {ROBOTS, RIVERS}


def test_a_topic_with_people_in_it_cannot_be_left_out(course, teacher):
    ready(course, teacher)
    listed(course, Ana=(ROBOTS, RIVERS))
    planned(course, teacher)
    answer = rules(course, teacher, topics={ROBOTS: {"use": None}})
    assert answer.status_code == 422
    assert "Somebody has a place in a topic that you left out." in Page(answer).words


def test_ids_of_another_activity_are_not_found(course, teacher):
    ready(course, teacher)
    ana = listed(course, Ana=(ROBOTS, RIVERS))["Ana"]
    planned(course, teacher)
    assert teacher.post(f"{PLACES}/plans/999/pick").status_code == 404
    assert teacher.get(f"{PLACES}/people/99999").status_code == 404
    assert ana.post(f"{PLACES}/exchanges/999/take", {"confirmed": "1"}).status_code in (404, 409)
    with course.database.read() as db:
        assert db.query(PlacingTopic).count() == 3


def test_a_copied_vote_has_the_rules_of_places_without_people_dates_and_lists(course, teacher):
    own = {ROBOTS: {"most": "2", "needs": "role=writes: 1"}, BEES: {"use": None}}
    changes = {"supervisors": "Kim: 2", "closes_at": "2031-05-06T07:08", "exchanges": "free", "needs": "role=draws: 1"}
    ready(course, teacher, topics=own, **changes)
    listed(course, Ana=(ROBOTS, RIVERS))
    with course.database.write() as db:
        values = content.dump(db, course.school.activity_id)
        copy = add_activity(db, course.school.context_id, tool="topic-vote", resource_link_id="copy")
        db.get(Activity, copy).registration_id = course.school.registration_id
        set_up_vote(db, copy)
        content.settings(values)
        content.load(db, copy, values)
        assert content.dump(db, copy)["places"] == values["places"]
        topics = store_placing.topics_of(db, copy)
        assert [(one.title, one.most, one.supervisor) for one in topics] == [(ROBOTS, 2, ""), (RIVERS, None, "")]
        row = store_placing.placing_of(db, copy)
        assert (row.opened_at, row.closes_at, store_placing.count_lists(db, copy)) == (None, None, 0)
    assert "Kim" not in str(values)
