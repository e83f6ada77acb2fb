"""Badges of a running suite before openbadgeslib, in a virtual environment of its own, over HTTP.

`make deep` and `make badges` make that environment and say where it is (BADGE_VERIFIER).
"""

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from secrets import randbelow

import pytest
import requests
from jwcrypto.common import base64url_decode, base64url_encode

from lti_tools.lti.keys import KeyStore
from lti_tools.settings import Settings
from lti_tools.store.database import Database, make_engine
from tests.support.living import LiveSuite, live_suite
from tests.support.questlines import set_up_quests
from tests.support.school import School, add_person, make_school
from tools.gamification.badges import store

SCRIPT = Path(__file__).parents[2] / "support" / "independent_badges.py"
PYTHON = os.environ.get("BADGE_VERIFIER", "")
DESIGN = {
    "name": "Helper",
    "description": "Helps others to learn.",
    "criteria": "Two thanks.",
    "shape": "shield",
    "colour": "green",
    "symbol": "heart",
    "condition": None,
}

pytestmark = pytest.mark.deep


@pytest.fixture(scope="module")
def suite(tmp_path_factory, keys_template):
    if not PYTHON:
        pytest.fail("BADGE_VERIFIER is not set: run `make badges`")
    with live_suite(tmp_path_factory.mktemp("badges"), keys_template) as suite:
        yield suite


@pytest.fixture(scope="module")
def database(suite: LiveSuite):
    database = Database(make_engine(Settings.from_env(suite.env).database))
    yield database
    database.close()


@pytest.fixture(scope="module")
def school(database) -> School:
    with database.write() as db:
        school = make_school(db, tool="quests")
        set_up_quests(db, school.activity_id)
    return school


def given(database, school, sub: str) -> tuple[int, store.Held]:
    """Somebody who holds a badge and shows it; the token's number makes its link."""
    now = datetime.now(UTC)
    with database.write() as db:
        badges = store.badges_of(db, school.activity_id)
        badge = badges[0] if badges else store.add_badge(db, school.activity_id, DESIGN, now)
        person = add_person(db, school, sub)
        store.give(db, badge.id, person, now, batch="deep", below=randbelow)
        (held,) = store.held_by(db, school.activity_id, person)
        store.show(db, held.award.id)
    return person, held


def judged(content: bytes, address: str, folder: Path) -> dict:
    file = folder / "badge"
    file.write_bytes(content)
    done = subprocess.run(
        [PYTHON, "-I", SCRIPT, file, address], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def taken(suite: LiveSuite, held: store.Held, kind: str) -> bytes:
    """A file of the badge, found as somebody finds it who got its address."""
    page = requests.get(
        f"{suite.url}/open/quests/credentials/{held.award.uid}", headers={"Accept": "text/html"}, timeout=20
    )
    return requests.get(f"{page.url}/{kind}", timeout=20).content


@pytest.mark.parametrize("kind", ["png", "svg", "jwt"])
def test_a_stranger_verifies_every_kind_of_file(suite, database, school, tmp_path, kind):
    _, held = given(database, school, f"ann-{kind}")
    address = f"{suite.url}/open/quests/credentials/{held.award.uid}"
    assert judged(taken(suite, held, kind), address, tmp_path) == {"verified": ["Helper", "Helper"]}


def test_a_stranger_is_told_that_a_badge_was_taken_back(suite, database, school, tmp_path):
    person, held = given(database, school, "bob")
    content = taken(suite, held, "png")
    with database.write() as db:
        badge = store.badges_of(db, school.activity_id)[0]
        store.take_back(db, store.awards_of(db, [badge.id], [person])[badge.id, person], datetime.now(UTC))
    assert "revocation" in judged(content, "", tmp_path)["refused"]


def test_a_badge_that_was_tampered_with_is_refused(suite, database, school, tmp_path):
    _, held = given(database, school, "eve")
    text = taken(suite, held, "jwt").decode()
    head, body, signature = text.split(".")
    said = base64url_decode(body)
    assert b"Helper" in said
    forged = base64url_encode(said.replace(b"Helper", b"Master"))
    assert judged(text.encode(), "", tmp_path) == {"verified": ["Helper"]}
    assert "refused" in judged(f"{head}.{forged}.{signature}".encode(), "", tmp_path)


def test_an_old_badge_still_verifies_after_its_key_was_retired(suite, database, school, tmp_path):
    _, held = given(database, school, "old")
    content = taken(suite, held, "png")
    keys = KeyStore(Path(suite.env["LTI_TOOLS_KEYS"])).beside("badges")
    first = keys.signing_kid(datetime.now(UTC))
    index = json.loads((keys.folder / "keys.json").read_text())
    for number, row in enumerate(index["keys"]):
        row["signs_from"] = f"2020-02-0{number + 1}T00:00:00+00:00"
    (keys.folder / "keys.json").write_text(json.dumps(index))
    assert keys.signing_kid(datetime.now(UTC)) != first
    address = f"{suite.url}/open/quests/credentials/{held.award.uid}"
    assert judged(content, address, tmp_path) == {"verified": ["Helper", "Helper"]}
