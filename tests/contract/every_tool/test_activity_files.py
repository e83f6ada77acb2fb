"""An activity goes through a file whole and takes nobody along."""

from datetime import UTC, datetime

from sqlalchemy import select

from lti_tools.kit.activity_file import files
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Person
from lti_tools.suite import working
from tests.support.app import suite_of
from tests.support.worlds import World, person_id


def used_activity(world: World) -> int:
    with world.database.read() as db:
        found = db.scalar(select(Activity.id).where(Activity.tool == world.tool.slug).order_by(Activity.id))
    assert found is not None
    return found


def test_an_activity_survives_the_way_through_a_file(world: World):
    if world.tool.content is None:
        return
    now = datetime.now(UTC)
    with working(suite_of(world.app)), world.database.write() as db:
        used = db.get_one(Activity, used_activity(world))
        file = files.dump(db, world.tool, used)
        fresh = Activity(context_id=used.context_id, resource_link_id="fresh", created_at=now, updated_at=now)
        db.add(fresh)
        db.flush()
        person = person_id(world.home["instructor"])
        files.load(db, world.tool, fresh, files.parse(world.tool, files.write(world.tool, file)), now, by=person)
        assert files.dump(db, world.tool, fresh).values == file.values
        db.rollback()


def test_nobody_of_the_course_is_in_an_activitys_file(world: World):
    if world.tool.content is None:
        return
    with working(suite_of(world.app)), world.database.read() as db:
        activity = db.get_one(Activity, used_activity(world))
        raw = files.write(world.tool, files.dump(db, world.tool, activity)).decode().casefold()
        for person in db.scalars(select(Person)):
            told = (person.sub, person.name, person.email, person.given_name, person.family_name)
            assert [word for word in told if word and word.casefold() in raw] == []
