"""Every template can be tried in a practice class: it opens, invented students vote, it is counted."""

from datetime import UTC, datetime

import pytest

from lti_tools.activities import configure
from lti_tools.kit.activity_file import starters
from lti_tools.store.tables.activities import Activity
from tests.support.engines import on_sqlite
from tests.support.school import add_activity, add_person
from tools.co_curriculum.service import reading
from tools.co_curriculum.tool import tool

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@on_sqlite
@pytest.mark.parametrize("name", starters.names(tool))
def test_a_template_is_played_through(course, name):
    starter = starters.find(tool, name)
    assert starter is not None
    assert tool.content is not None
    with course.app.app_context(), course.database.write() as db:
        people = [add_person(db, course.school, f"s{n}", launched="learner") for n in range(9)]
        activity = add_activity(db, course.school.context_id, tool="topic-vote", resource_link_id="link-2")
        configure(db, db.get_one(Activity, activity), tool, tool.content.settings(starter.values), NOW)
        for step in tool.content.practice:
            if step.play:
                step.play(db, activity, people, NOW)
        vote = reading.read_vote(db, activity, NOW)
        assert vote.is_over
        assert reading.count(db, activity, vote).ballots == 6
