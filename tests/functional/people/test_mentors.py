"""A mentor reads about their own learner where platform and school allow, and nothing about anybody else."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from lti_tools.grades import outbox
from lti_tools.lti import claims as names
from lti_tools.registry import load_tools
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.grades import GradeWish
from lti_tools.store.tables.people import Membership, Person
from lti_tools.store.tables.schools import Tenant
from tests.support.app import running_app, suite_of
from tests.support.platform import INSTRUCTOR, LEARNER, MEMBERSHIP, OBSERVER, ForgedPlatform
from tests.support.votes import set_up_vote, vote_for


@pytest.fixture
def app(db_url, keys_folder):
    with running_app(db_url, keys_folder, load_tools()) as app:
        yield app


@pytest.fixture
def platform(database):
    return ForgedPlatform(database)


def launch(app, platform, sub, roles, mentored=None, *, client=None, **more):
    if mentored is not None:
        more[names.ROLE_SCOPE_MENTOR] = mentored
    target = platform.target("topic-vote")
    return platform.launch(client or app.test_client(), sub=sub, roles=roles, target=target, **more)


@pytest.fixture
def course(app, platform):
    """A vote in which Ana has voted and Ben has not; the school lets mentors read."""
    launch(app, platform, "teacher", [INSTRUCTOR])
    with suite_of(app).database.write() as db:
        activity_id = db.scalars(select(Activity.id)).one()
        set_up_vote(db, activity_id)
    for sub in ("ana", "ben"):
        launch(app, platform, sub, [LEARNER])
    with suite_of(app).database.write() as db:
        db.execute(update(Tenant).values(mentors_read=True))
        people = {person.sub: person.id for person in db.scalars(select(Person))}
        vote_for(db, activity_id, people["ana"], "Bees")
    return activity_id, people


def test_a_mentor_lands_on_the_page_about_their_own_learner(app, platform, course):
    page = launch(app, platform, "mum", [OBSERVER], ["ana"]).page
    assert page.heading == "Your student"
    assert "Name of ana" in page.words
    assert "Took part in the vote Yes" in page.words
    for hidden in ("ben", "Bees"):
        assert hidden not in page.text


def test_a_mentor_of_two_reads_about_both_and_about_nobody_else(app, platform, course):
    launch(app, platform, "cy", [LEARNER])
    page = launch(app, platform, "dad", [OBSERVER], ["ana", "ben", "of-another-course"]).page
    assert page.heading == "Your students"
    assert "Took part in the vote Yes" in page.words
    assert "Took part in the vote Not yet" in page.words
    assert "cy" not in page.words


def test_points_show_once_the_gradebook_has_taken_them(app, platform, course):
    activity_id, people = course
    mother = launch(app, platform, "mum", [OBSERVER], ["ana"])
    with suite_of(app).database.write() as db:
        for sub, score in (("ana", 7), ("ben", 3)):
            outbox.wish(
                db,
                activity_id=activity_id,
                person_id=people[sub],
                score=Decimal(score),
                maximum=Decimal(10),
                now=datetime.now(UTC),
            )
    assert "Points" not in launch(app, platform, "mum", [OBSERVER], ["ana"]).page.words
    with suite_of(app).database.write() as db:
        db.execute(
            update(GradeWish).values(
                state="confirmed", confirmed_score=GradeWish.score_given, confirmed_maximum=Decimal(10)
            )
        )
    words = launch(app, platform, "mum", [OBSERVER], ["ana"]).page.words
    assert "7 of 10" in words
    assert "3 of 10" not in words
    assert mother.opened


def test_a_school_that_did_not_allow_it_shows_nothing(app, platform, course):
    with suite_of(app).database.write() as db:
        db.execute(update(Tenant).values(mentors_read=False))
    entered = launch(app, platform, "mum", [OBSERVER], ["ana"])
    assert entered.opened
    assert "Name of ana" not in entered.page.text
    assert entered.page.heading != "Your student"


def test_a_school_that_takes_it_back_closes_open_visits_too(app, platform, course):
    client = app.test_client()
    entered = launch(app, platform, "mum", [OBSERVER], ["ana"], client=client)
    with suite_of(app).database.write() as db:
        db.execute(update(Tenant).values(mentors_read=False))
    answer = client.get(f"{entered.path}/-/mentors/")
    assert "Name of ana" not in answer.text
    assert "Your school does not let mentors read here" in answer.text


@pytest.mark.parametrize("roles", [[LEARNER], [LEARNER, OBSERVER], [f"{MEMBERSHIP}#ContentDeveloper"], []])
def test_who_is_no_mentor_names_no_learners(app, platform, course, roles):
    client = app.test_client()
    entered = launch(app, platform, "curious", roles, ["ana"], client=client)
    assert "Name of ana" not in entered.page.text
    assert client.get(f"{entered.path}/-/mentors/").status_code in (403, 404)


@pytest.mark.parametrize("named", ["ana", [7, None, {}], {"ana": 1}, ["x" * 5000], ["mum"], [], None])
def test_nonsense_in_the_claim_names_nobody(app, platform, course, named):
    entered = launch(app, platform, "mum", [OBSERVER], named)
    assert entered.opened
    assert "Name of" not in entered.page.words.replace("Name of mum", "")


def test_learners_of_another_course_and_people_who_left_or_teach_are_not_shown(app, platform, course):
    platform.launch(app.test_client(), sub="far", context="course-2", link="link-9")
    _activity_id, people = course
    with suite_of(app).database.write() as db:
        db.execute(update(Membership).where(Membership.person_id == people["ben"]).values(active=False))
    page = launch(app, platform, "mum", [OBSERVER], ["far", "ben", "teacher"]).page
    assert page.heading != "Your student"
    assert "Name of" not in page.words.replace("Name of mum", "")


def test_an_erased_learner_is_gone_from_the_page(app, platform, course):
    client = app.test_client()
    entered = launch(app, platform, "mum", [OBSERVER], ["ana"], client=client)
    with suite_of(app).database.write() as db:
        db.execute(update(Person).where(Person.sub == "ana").values(erased_at=datetime.now(UTC), name=""))
    assert "Took part" not in client.get(f"{entered.path}/-/mentors/").text


def test_no_address_of_the_page_names_anybody(app, platform, course):
    client = app.test_client()
    entered = launch(app, platform, "mum", [OBSERVER], ["ana"], client=client)
    _activity_id, people = course
    for person_id in people.values():
        for path in (f"-/mentors/{person_id}", f"topic-vote/ballots/{person_id}"):
            assert client.get(f"{entered.path}/{path}").status_code in (403, 404)
