"""What students do in a peer review counts in the quests of their course, for everybody at once when reviewing ends."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from lti_tools.events import deliver
from lti_tools.store.tables.activities import Activity
from tests.support.app import running_app, suite_of
from tests.support.peers import SLUG, Classroom, hand_in, review, to_review
from tests.support.platform import ForgedPlatform
from tests.support.questlines import objective, quest, set_up_quests
from tests.support.school import add_activity
from tools.co_curriculum.tool import tool as votes
from tools.gamification.service.events import ACTIONS
from tools.gamification.store import entries
from tools.gamification.tool import tool as quests
from tools.peer_review.tool import tool as peers

LINE = {
    "chapters": [
        {
            "key": "class",
            "title": "In class",
            "quests": [quest("reviews", objective("reviewed", "event", action="peer-review.reviewed"))],
        }
    ]
}


def test_quests_wait_only_for_what_other_tools_tell_of():
    told = votes.private_actions | peers.private_actions
    assert set(ACTIONS) <= told


@pytest.fixture
def room(sqlite_files, keys_folder, tmp_path):
    with running_app(sqlite_files.fresh(tmp_path), keys_folder, tools=(peers, quests)) as app:
        yield Classroom(app, ForgedPlatform(suite_of(app).database))


def test_a_review_that_is_sent_gives_points_in_the_quests_once_reviewing_is_over(room: Classroom):
    room.set_up(k="1")
    room.join(3)
    for student in room.students:
        hand_in(student)
    room.step("open", "review")
    database = suite_of(room.app).database
    with database.write() as db:
        context_id = db.scalars(select(Activity.context_id).where(Activity.tool == SLUG)).one()
        line = add_activity(db, context_id, tool="quests", resource_link_id="quests-link")
        set_up_quests(db, line, LINE)
    *diligent, _idle = room.students
    for student in diligent:
        for address in to_review(student):
            review(student, address)
    now = datetime.now(UTC)
    deliver(database, (peers, quests), now)
    with database.read() as db:
        assert not entries.standings(db, line), "two people's reviews are told of together, when reviewing is over"
    room.step("close", "review")
    deliver(database, (peers, quests), datetime.now(UTC))
    with database.read() as db:
        found = entries.standings(db, line)
    assert sorted(one.xp for one in found.values()) == [10, 10]
