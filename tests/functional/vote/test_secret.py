"""A secret vote: told before voting, hidden from everybody while open, sealed at the close, and checked by receipts."""

import hmac
import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import select, text

from lti_tools.errors import SettingsRefused
from lti_tools.store.tables.events import Event
from lti_tools.store.tables.grades import GradeWish
from lti_tools.store.tables.people import ContextService
from tests.support.engines import on_sqlite
from tests.support.pages import Page, faults
from tests.support.school import NOW
from tools.co_curriculum import store
from tools.co_curriculum.domain import recount
from tools.co_curriculum.models import SecretBallot, VoteKey, VoteRoll
from tools.co_curriculum.service import closing, sealing

HOME, BALLOT, RECORD = "topic-vote/", "topic-vote/ballot", "topic-vote/record"
NAMES = ("Ana", "Boris", "Carla", "Dina", "Emil", "Fay")


def sent(course, *stars):
    ids = course.ids("Robots", "Rivers", "Bees")
    return {f"mark_{option}": str(number) for option, number in zip(ids, stars, strict=True)}


def vote(course, name, *stars):
    """Vote as a person does: look once more, take the receipt, confirm. The receipt's code."""
    visitor = course.join(name)
    page = Page(visitor.post(BALLOT, sent(course, *stars)))
    assert page.status == 200
    assert faults(page) == []
    form = page.form(BALLOT)
    answer = visitor.post(BALLOT, {**form.data, "confirmed": "1"})
    assert answer.status_code == 303
    return form.data["receipt"]


def everybody(course):
    """Six people vote, each another way; name -> (stars, receipt)."""
    course.set_up(asks="one", secrecy="secret", whole=True)
    found = {}
    for number, name in enumerate(NAMES):
        stars = (number, 5 - number, number % 3)
        found[name] = (stars, vote(course, name, *stars))
    return found


def close(course):
    with course.app.app_context(), course.database.write() as db:
        closing.close(db, course.school.activity_id, datetime.now(UTC))


def raw_files(course):
    """Every byte that the database keeps in files, its write-ahead log of PostgreSQL left out."""
    engine = course.database.engine
    if engine.dialect.name == "sqlite":
        place = Path(engine.url.database)
        return b"".join(file.read_bytes() for file in place.parent.glob(place.name + "*"))
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        folder = Path(connection.scalar(text("SHOW data_directory")))
        number = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    return b"".join(file.read_bytes() for file in (folder / "base" / str(number)).iterdir() if file.is_file())


def test_a_secret_ballot_goes_the_whole_way_and_no_dump_tells_whose_it_was(course):
    told = everybody(course)
    with course.database.read() as db:
        rows = db.query(SecretBallot).all()
        salt = db.query(VoteKey).one().salt
    assert len(rows) == len(NAMES)
    assert len({len(row.box) for row in rows}) == 1
    while_open = raw_files(course)
    assert salt.encode() in while_open
    for receipt in (sealing.receipt_hash(code) for _stars, code in told.values()):
        assert receipt.encode() not in while_open
    guesses = {
        hmac.new(bytes.fromhex(salt), f"tag:{one}".encode(), "sha256").hexdigest() for one in course.people.values()
    }
    assert not guesses & {row.tag for row in rows}

    close(course)
    sealing.scrub(course.database, NOW)
    with course.database.read() as db:
        assert db.query(SecretBallot).count() == db.query(VoteKey).count() == 0
        record = store.record_of(db, course.school.activity_id)
        roll = [row.person_id for row in db.query(VoteRoll).order_by(VoteRoll.person_id)]
        wishes = set(db.scalars(select(GradeWish.submitted_at)))
        events = {one.occurred_at for one in db.query(Event).filter_by(action="topic-vote.voted")}
    assert roll == sorted(course.people[name] for name in NAMES)
    assert len(wishes) == len(events) == 1
    assert sorted(record["ballots"], key=str) == record["ballots"]
    assert sorted(map(tuple, record["ballots"])) == sorted(stars for stars, _code in told.values())
    afterwards = raw_files(course)
    for secret in (salt.encode(), *(row.tag.encode() for row in rows), *(row.box for row in rows)):
        assert secret not in afterwards
    if course.database.engine.dialect.name == "postgresql":
        with course.database.engine.connect() as connection:
            written = "SELECT DISTINCT xmin::text FROM vote_roll UNION ALL SELECT xmin::text FROM vote_record"
            assert len(set(connection.scalars(text(written)))) == 1


def test_while_it_is_open_nobody_is_told_who_has_voted_or_how_it_stands(course):
    course.set_up(asks="one", secrecy="secret", results="live")
    with course.database.write() as db:
        db.query(ContextService).update({"roster_synced_at": NOW})
    before = Page(course.join("Ana").get(HOME))
    assert "This vote is secret" in before.words
    teacher = course.join("Tom", "instructor")
    vote(course, "Ana", 5, 0, 0)
    vote(course, "Boris", 5, 0, 0)
    assert "Fewer than three have voted so far." in Page(teacher.get(HOME)).words
    vote(course, "Carla", 0, 5, 0)
    page = Page(teacher.get(HOME))
    assert "3 of 3 have voted" in page.words
    assert not page.has_data("story")
    assert not Page(course.join("Ana").get(HOME)).has_data("story")
    assert "Ana" not in Page(teacher.get("topic-vote/ballots")).tree.xpath("string(//main)")
    assert "Ana" not in Page(teacher.post("topic-vote/close", {})).tree.xpath("string(//main)")
    assert teacher.get(RECORD).status_code == 409
    assert faults(page) == []


@on_sqlite
def test_a_secret_vote_is_changed_until_the_close_and_its_voter_finds_it_again(course):
    course.set_up(asks="one", secrecy="secret")
    first = vote(course, "Ana", 5, 0, 1)
    ana = course.join("Ana")
    form = Page(ana.get(HOME)).form(BALLOT)
    assert [value for name, value in form.fields if name.startswith("mark_")] == ["5", "0", "1"]
    second = vote(course, "Ana", 0, 5, 0)
    ana.post(BALLOT, {**sent(course, 5, 0, 1), "confirmed": "1", "receipt": first})  # comes late over a bad line
    for name in NAMES[1:]:
        vote(course, name, 0, 4, 0) if name != "Fay" else vote(course, name, 1, 0, 0)
    close(course)
    page = Page(course.join("Ana").get(HOME))
    assert "“Rivers” has won" in page.data("story")
    assert "what you chose is stored nowhere with your name" in page.words
    told = Page(ana.post("topic-vote/record/receipt", {"receipt": second.lower().upper()}))
    assert "This receipt is in the published list" in told.words
    assert "This receipt is not in the list" in Page(ana.post("topic-vote/record/receipt", {"receipt": first})).words
    assert faults(told) == []


@on_sqlite
def test_anybody_takes_the_file_along_and_counts_it_again(course):
    everybody(course)
    close(course)
    ana = course.join("Ana")
    assert faults(Page(ana.get(RECORD))) == []
    with ZipFile(BytesIO(ana.get("topic-vote/record/file").data)) as archive:
        document = json.loads(archive.read("vote.json"))
        assert b"def main" in archive.read("recount.py")
    assert all(good for good, _said in recount.check(document))
    page = Page(ana.post("topic-vote/record/recount"))
    assert "The ballots, counted again, give the same winners." in page.words
    document["ballots"][0] = [5, 5, 5]
    brought = {"file": (BytesIO(json.dumps(document).encode()), "vote.json")}
    changed = Page(ana.post("topic-vote/record/recount", brought))
    assert "Wrong" in changed.words
    assert "Right" in changed.words
    broken = ana.post("topic-vote/record/recount", {"file": (BytesIO(b"no"), "vote.json")})
    assert broken.status_code == 422


@on_sqlite
@pytest.mark.parametrize("voters", [NAMES[:4], NAMES])
def test_of_four_voters_or_all_alike_only_the_winner_is_told(course, voters):
    course.set_up(asks="one", secrecy="secret")
    for name in voters:
        vote(course, name, 5, 0, 0)
    close(course)
    page = Page(course.join("Ana").get(HOME))
    assert "Chosen: “Robots”." in page.data("story")
    assert "any number would tell who chose what" in page.words
    assert "<table" not in page.text


@on_sqlite
def test_a_sealed_vote_is_not_opened_again_and_its_rules_bind_from_the_opening(course):
    course.set_up(asks="one", secrecy="secret")
    teacher = course.join("Tom", "instructor")
    with pytest.raises(SettingsRefused):
        course.set_up(asks="quick", secrecy="secret")
    everybody_else = Page(teacher.get(HOME))
    assert "from three on" in everybody_else.words
    vote(course, "Ana", 5, 0, 0)
    close(course)
    answer = teacher.post("topic-vote/closing", {"closes_at": ""})
    assert answer.status_code == 409
    assert "sealed" in Page(answer).words
    listed = Page(teacher.get("topic-vote/ballots"))
    assert "Took part" in listed.words
    assert faults(listed) == []
    assert faults(Page(teacher.get(f"topic-vote/ballots/{course.people['Ana']}"))) == []
