"""Taking one's data along, and being forgotten: tried on both databases, then looked for in every table and file."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from lti_tools.errors import NotFound
from lti_tools.grades.outbox import wish
from lti_tools.kit.uploads.left import remove_left
from lti_tools.lti.claims import DATA_PRIVACY_REQUEST
from lti_tools.privacy.erasing import erase_course, erase_person
from lti_tools.privacy.exporting import export_course, export_person
from lti_tools.store import drafts
from lti_tools.store.base import Base
from lti_tools.store.erased import erased_hash, erased_hashes
from lti_tools.store.tables.people import Person
from lti_tools.web.files import FileStore
from tests.support.school import make_school
from tests.support.sessions import Visitor, add_named, as_person, make_app, suite_of
from tests.support.votes import TOPICS, set_up_vote, vote_for

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
NAME, SUB, WORDS = "Zebulon Quillfeather", "sub-quillfeather", "My secret draft about rivers"


@pytest.fixture
def class_(db_url, tmp_path, keys_folder):
    app = make_app(db_url, tmp_path)
    suite = suite_of(app)
    with suite.database.write() as db:
        school = make_school(db)
        set_up_vote(db, school.activity_id)
    person = add_named(app, school, SUB, "learner", NAME)
    other = add_named(app, school, "sub-other", "learner", "Ada Byrne")
    with suite.database.write() as db:
        for one in (person, other):
            vote_for(db, school.activity_id, one, TOPICS[0])
            wish(db, activity_id=school.activity_id, person_id=one, score=1, maximum=2, comment=f"For {one}", now=NOW)
        drafts.keep(db, school.activity_id, person, "essay", WORDS, NOW)
    FileStore(suite.settings.files).put(WORDS.encode(), f"activity-{school.activity_id}/person-{person}")
    as_person(app, school, person)
    yield app, suite, school, person, other
    suite.database.close()


def everything(suite) -> str:
    """Every value of every table, and on SQLite the bytes of the database's files; then all uploaded files."""
    with suite.database.read() as db:
        texts = [str(tuple(row)) for table in Base.metadata.sorted_tables for row in db.execute(select(table))]
    if suite.database.engine.dialect.name == "sqlite":
        path = Path(suite.database.engine.url.database)
        texts += [found.read_bytes().decode("latin-1") for found in path.parent.glob(path.name + "*")]
    texts += [found.read_text() for found in Path(suite.settings.data).rglob("files/**/*") if found.is_file()]
    return "\n".join(texts)


def test_an_export_holds_the_persons_own_data_and_nobody_elses(class_):
    _app, suite, school, person, _other = class_
    data = json.loads(json.dumps(export_person(suite, person)))
    assert data["person"]["name"] == NAME
    assert data["drafts"][0]["text"] == WORDS
    assert data["grades"][0]["score"].startswith("1")
    assert data["tools"]["topic-vote"]["ballots"][0]["approved"] == [TOPICS[0]]
    assert "Ada" not in json.dumps(data)
    assert len(export_course(suite, school.context_id)["people"]) == 2


def test_after_an_erasure_nothing_of_the_person_is_left_anywhere(class_):
    _app, suite, school, person, other = class_
    assert all(text in everything(suite) for text in (NAME, SUB, WORDS))
    erase_person(suite, person, NOW, actor="test")
    erase_person(suite, person, NOW, actor="test")
    left = everything(suite)
    assert not [text for text in (NAME, SUB, WORDS, "Quillfeather", f"For {person}'") if text in left]
    assert export_person(suite, other)["tools"]["topic-vote"]["ballots"]
    with pytest.raises(NotFound):
        export_person(suite, person)
    with suite.database.read() as db:
        gone = erased_hashes(db, school.platform_id)
    assert erased_hash(suite.keys.keyed_hash, school.platform_id, SUB) in gone


def test_an_erased_course_takes_the_people_along_who_were_in_no_other(class_):
    _app, suite, school, _person, _other = class_
    assert erase_course(suite, school.context_id, NOW, actor="test") == 2
    assert not [text for text in (NAME, SUB, WORDS, "Ada Byrne") if text in everything(suite)]
    with pytest.raises(NotFound):
        export_course(suite, school.context_id)


def test_files_go_after_an_interruption_too(class_, monkeypatch):
    """What is to be removed is written down before anything is deleted, for the worker to go on with."""
    _app, suite, school, person, _other = class_

    def away(*_args):
        raise OSError("the file store is away")

    for erase, one in ((erase_person, person), (erase_course, school.context_id)):
        with monkeypatch.context() as broken:
            broken.setattr(FileStore, "remove_space", away)
            with pytest.raises(OSError, match="away"):
                erase(suite, one, NOW, actor="test")
    assert WORDS in everything(suite)
    assert remove_left(suite, NOW) == 2
    assert WORDS not in everything(suite)


def test_the_number_of_an_erased_activity_is_never_given_again(class_):
    """Else the next one would find itself among the files of the old one."""
    _app, suite, school, _person, _other = class_
    erase_course(suite, school.context_id, NOW, actor="test")
    with suite.database.write() as db:
        assert make_school(db, name="South", base="https://south.example").activity_id > school.activity_id


def privacy_visit(app, school, person: int, about: str) -> Visitor:
    return as_person(
        app, school, person, message_type=DATA_PRIVACY_REQUEST, message={"for_user": about}, activity_id=None
    )


def test_a_privacy_launch_shows_hands_out_and_erases_after_asking(class_):
    app, suite, school, person, _other = class_
    visitor = privacy_visit(app, school, person, SUB)
    assert NAME in visitor.get("-/privacy").text
    answer = visitor.get("-/privacy/data.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert json.loads(answer.data)["person"]["sub"] == SUB
    assert "Erase everything for good?" in visitor.post("-/privacy/erase").text
    assert NAME in everything(suite)
    assert visitor.post("-/privacy/erase", {"confirmed": "1"}).status_code == 200
    assert NAME not in everything(suite)
    assert visitor.get("-/privacy").status_code == 403


def test_an_ordinary_visit_opens_no_privacy_page(class_):
    app, _suite, school, person, _other = class_
    visitor = as_person(app, school, person)
    assert [visitor.get(path).status_code for path in ("-/privacy", "-/privacy/data.json")] == [400, 400]
    assert visitor.post("-/privacy/erase", {"confirmed": "1"}).status_code == 400


def test_nobody_is_found_under_the_id_of_another_platform(class_):
    app, suite, _school, person, _other = class_
    with suite.database.write() as db:
        north = make_school(db, name="South", base="https://south.example")
    stranger = add_named(app, north, "somebody", "learner", "Some Body")
    page = privacy_visit(app, north, stranger, SUB).get("-/privacy")
    assert "Nothing is held" in page.text
    with suite.database.read() as db:
        assert db.get(Person, person).name == NAME
