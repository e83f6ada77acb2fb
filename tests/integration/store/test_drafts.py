from datetime import timedelta

from lti_tools.store.database import Database
from lti_tools.store.drafts import MOST, drafts, keep
from tests.support.school import NOW, add_person, make_school


def test_a_person_fills_an_activity_with_so_many_drafts_and_no_more(database: Database):
    with database.write() as db:
        school = make_school(db)
        person, other = add_person(db, school, "a"), add_person(db, school, "b")
        keep(db, school.activity_id, other, "field-0", "theirs", NOW)
        for number in range(MOST + 2):
            keep(db, school.activity_id, person, f"field-{number}", "text", NOW + timedelta(seconds=number))
    with database.read() as db:
        kept = drafts(db, school.activity_id, person)
        assert len(kept) == MOST
        assert {"field-0", "field-1"} & kept.keys() == set()
        assert drafts(db, school.activity_id, other) == {"field-0": "theirs"}
