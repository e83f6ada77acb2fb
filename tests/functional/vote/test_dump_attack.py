"""Whoever holds the database after a secret vote cannot tell whose ballot is whose any better than by guessing.

The vote is held twice with the same people in the same order, who choose the other way round. If both databases are the
same but for what is drawn by chance or read off the clock, nothing in them says who chose what: not a column, not an
order of rows, not a transaction number.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select, text

from lti_tools.lti.key_files import ensure_secret
from tests.functional.vote.conftest import Course
from tests.functional.vote.test_secret import raw_files, sent
from tests.support.pages import Page
from tests.support.school import NOW, make_school
from tests.support.sessions import make_app, suite_of
from tests.support.votes import set_up_vote
from tools.co_curriculum import store
from tools.co_curriculum.models import Poll, SecretBallot, VoteKey
from tools.co_curriculum.service import closing, sealing

BALLOT = "topic-vote/ballot"
CHANCE = {
    ("lti_session", "path_hash"),
    ("lti_session", "secret_hash"),
    ("vote_record", "document"),  # its receipts; the rest is compared below
    ("vote_rule_card", "card"),  # the seed of the lot
    ("vote_rule_card", "digest"),
    ("lti_event", "id"),
    ("lti_event", "actor_id"),  # all at once in an order of chance; who they are is compared below
}
"""(table, column) that differ between any two votes, whatever people choose."""
CLOCK = ("worked_out",)
WHILE_OPEN = {("vote_secret_ballot", "tag"), ("vote_secret_ballot", "box"), ("vote_key", "salt")}


@contextmanager
def held(url, folder, choices) -> Iterator[tuple[Course, list[str]]]:
    """A secret vote in which people cast `choices`, name -> stars, in that order; with their receipts."""
    folder.mkdir()
    app = make_app(url, folder)
    (folder / "keys").mkdir(exist_ok=True)
    ensure_secret(folder / "keys")
    with suite_of(app).database.write() as db:
        school = make_school(db)
        set_up_vote(db, school.activity_id, asks="one", secrecy="secret", whole=True)
    course, receipts = Course(app, school), []
    try:
        for name, stars in choices.items():
            visitor = course.join(name)
            form = Page(visitor.post(BALLOT, sent(course, *stars))).form(BALLOT)
            assert visitor.post(BALLOT, {**form.data, "confirmed": "1"}).status_code == 303
            receipts.append(form.data["receipt"])
        yield course, receipts
    finally:
        suite_of(app).database.close()


def seal(course):
    with course.app.app_context(), course.database.write() as db:
        closing.close(db, course.school.activity_id, datetime.now(UTC))
    assert sealing.scrub(course.database, NOW) == 1


def dump(course):
    """Table -> its rows as they lie in the file, each with the transaction that wrote it counted from the first."""
    engine, found, seen = course.database.engine, {}, {}
    tables = MetaData()
    tables.reflect(engine)
    hidden = {"postgresql": ("ctid", "xmin::text"), "sqlite": ("rowid", "0")}[engine.dialect.name]
    with engine.connect() as connection:
        rowless = text("SELECT name FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%'")
        without = connection.scalars(rowless).all() if engine.dialect.name == "sqlite" else ()
        for name in sorted(tables.tables):
            place = "1" if name in without else hidden[0]
            rows = connection.execute(text(f"SELECT {hidden[1]} AS written_by, * FROM {name} ORDER BY {place}"))
            found[name] = [dict(row._mapping) for row in rows]
            for row in found[name]:
                row["written_by"] = seen.setdefault(row["written_by"], len(seen))
    return found


def differences(one, other):
    """(table, column) where two dumps differ; moments differ always and are left to the caller's clock."""
    assert {name: len(rows) for name, rows in one.items()} == {name: len(rows) for name, rows in other.items()}
    return {
        (name, column)
        for name in one
        for left, right in zip(one[name], other[name], strict=True)
        for column in left
        if left[column] != right[column] and not is_moment(column, left[column])
    }


def is_moment(column, value):
    """Read off the clock, which is another one the second time."""
    return isinstance(value, datetime) or re.match(r"20\d\d-\d\d-\d\d[ T]\d\d:", str(value)) or column in CLOCK


def people(number):
    return [f"Voter {at:02}" for at in range(number)]


def ballots(number):
    return [(at % 6, (at * 5 + 1) % 6, 5 - at % 4) for at in range(number)]


def attack(empty_database, tmp_path, number, caplog):
    """Hold the vote twice and compare; `empty_database()` gives the address of another empty database."""
    caplog.set_level("DEBUG")
    names, chosen = people(number), ballots(number)
    open_dumps, closed_dumps, records = [], [], []
    for turn, choices in enumerate((chosen, chosen[::-1])):
        with held(empty_database(), tmp_path / str(turn), dict(zip(names, choices, strict=True))) as (course, receipts):
            with course.database.read() as db:
                locked = db.query(SecretBallot).all()
                salt = db.query(VoteKey).one().salt
            assert len({len(row.box) for row in locked}) == 1
            open_dumps.append(dump(course))
            seal(course)
            closed_dumps.append(dump(course))
            with course.database.read() as db:
                records.append(store.record_of(db, course.school.activity_id))
            left = raw_files(course)
            gone = [salt.encode(), *(row.tag.encode() for row in locked), *(row.box for row in locked)]
            assert not [one for one in gone if one in left]
            said = " ".join(str(vars(record)) for record in caplog.records)
            for secret in (salt, *(row.tag for row in locked), *receipts, *map(sealing.receipt_hash, receipts)):
                assert secret not in said
            assert "mark_" not in said
    assert differences(*open_dumps) <= CHANCE | WHILE_OPEN
    assert differences(*closed_dumps) <= CHANCE
    first, second = (sorted(row["actor_id"] for row in dumped["lti_event"]) for dumped in closed_dumps)
    assert first == second
    for record in records:
        assert record.pop("hash")
        assert len(record.pop("receipts")) == number
        for drawn in ("card", "card_hash", "result", "others"):
            record.pop(drawn)  # the seed is of chance, and with it what a lot decides
    assert records[0] == records[1]


@pytest.fixture
def empty_database(db_url, tmp_path, request):
    """Gives the address of a database with every table and no row, as often as it is asked."""
    numbers = count()

    def another():
        if not db_url.startswith("sqlite"):
            request.getfixturevalue("postgres").clean()
            return db_url
        folder = tmp_path / f"database-{next(numbers)}"
        folder.mkdir()
        return request.getfixturevalue("sqlite_files").fresh(folder)

    return another


def test_two_votes_turned_round_leave_the_same_database(empty_database, tmp_path, caplog):
    attack(empty_database, tmp_path, 7, caplog)


@pytest.mark.deep
def test_forty_voters_turned_round_leave_the_same_database(empty_database, tmp_path, caplog):
    attack(empty_database, tmp_path, 40, caplog)


CRASH = """
import os, signal, sys
from datetime import UTC, datetime
from lti_tools.app import create_app
from lti_tools.settings import Settings
from tools.co_curriculum.service import closing
app = create_app(Settings.from_env(dict(os.environ)))
with app.app_context(), app.extensions["suite"].database.write() as db:
    closing.close(db, int(sys.argv[1]), datetime.now(UTC))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_crash_between_sealing_and_wiping_is_made_good_after_the_restart(empty_database, tmp_path):
    url = empty_database()
    with held(url, tmp_path / "school", dict(zip(people(6), ballots(6), strict=True))) as (course, _receipts):
        with course.database.read() as db:
            secrets = [db.query(VoteKey).one().salt.encode(), *(row.box for row in db.query(SecretBallot))]
        settings = course.app.extensions["suite"].settings
        env = {
            **os.environ,
            "DATABASE_URL": url,
            "LTI_TOOLS_DATA": str(tmp_path / "school" / "var"),
            "LTI_TOOLS_KEYS": str(tmp_path / "school" / "keys"),
            "LTI_TOOLS_PUBLIC_URL": settings.public_url,
        }
        root = Path(__file__).parents[3]
        child = subprocess.run(
            [sys.executable, "-c", CRASH, str(course.school.activity_id)], env=env, cwd=root, capture_output=True
        )
        assert child.returncode == -signal.SIGKILL, child.stderr.decode()
        with course.database.read() as db:
            assert db.query(SecretBallot).count() == db.query(VoteKey).count() == 0
            assert db.scalar(select(Poll.to_scrub)) is True
        assert sealing.scrub(course.database, NOW) == 1
        left = raw_files(course)
        assert not [one for one in secrets if one in left]
        assert sealing.scrub(course.database, NOW) == 0
