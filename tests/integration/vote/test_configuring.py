"""Settings may change under a vote as long as no ballot would change with them."""

from datetime import timedelta

import pytest

from lti_tools.errors import SettingsRefused
from lti_tools.pure.schedule import Stand
from tests.support.school import NOW
from tests.support.votes import TOPICS, set_up_vote, vote_for, vote_settings
from tools.co_curriculum import store, store_ballots
from tools.co_curriculum.forms_values import from_settings, without_dates
from tools.co_curriculum.service import closing, reading


def options(database, school):
    with database.read() as db:
        return [option.text for option in store.options_of(db, school.activity_id)]


def phase(database, school):
    with database.read() as db:
        return reading.read_vote(db, school.activity_id, NOW).stand


def change(database, school, **changes):
    with database.write() as db:
        set_up_vote(db, school.activity_id, **changes)


def test_the_options_follow_the_list_and_keep_their_ids(database, school):
    with database.read() as db:
        before = {option.text: option.id for option in store.options_of(db, school.activity_id)}
    change(database, school, options=["Maps", "Bees", "Robots"])
    assert options(database, school) == ["Maps", "Bees", "Robots"]
    with database.read() as db:
        after = {option.text: option.id for option in store.options_of(db, school.activity_id)}
    assert (after["Bees"], after["Robots"]) == (before["Bees"], before["Robots"])


def test_under_a_vote_options_can_be_moved(database, school, ana):
    with database.write() as db:
        vote_for(db, school.activity_id, ana, "Robots")
    change(database, school, options=["Bees", "Robots", "Rivers"])
    assert options(database, school) == ["Bees", "Robots", "Rivers"]
    with database.read() as db:
        assert store_ballots.ballot_of(db, school.activity_id, ana).options


def test_the_rule_card_is_frozen_at_the_opening_and_follows_the_settings_until_the_first_ballot(database, school, ana):
    def frozen():
        with database.read() as db:
            return store.frozen_card(db, school.activity_id)

    first = frozen()
    assert first.card["method"] == "approval"
    assert sorted(first.card["lot"]) == [0, 1, 2]
    change(database, school, asks="one")
    assert frozen().card["method"] == "stars-schulze"
    change(database, school)
    before = frozen()
    with database.write() as db:
        vote_for(db, school.activity_id, ana, "Robots")
    change(database, school, title="Another title")
    assert frozen() == before
    with pytest.raises(SettingsRefused), database.write() as db:
        set_up_vote(db, school.activity_id, asks="one")
    assert frozen() == before


@pytest.mark.parametrize(
    "changes",
    [
        {"options": ["Rivers", "Bees"]},
        {"options": ["robots", "Rivers", "Bees"]},
        {"options": ["Robots"]},
        {"options": [*TOPICS, "Maps"]},
        {"asks": "one"},
        {"most": 1},
        {"open_now": False},
    ],
)
def test_what_would_change_a_ballot_is_refused_and_nothing_is_stored(database, school, ana, changes):
    with database.write() as db:
        vote_for(db, school.activity_id, ana, "Robots", "Bees")
    with pytest.raises(SettingsRefused), database.write() as db:
        set_up_vote(db, school.activity_id, **changes)
    assert options(database, school) == list(TOPICS)
    with database.read() as db:
        assert store.stored_settings(db, school.activity_id) == vote_settings()


def test_a_closed_vote_keeps_its_options(database, school, ana):
    with database.write() as db:
        vote_for(db, school.activity_id, ana, "Robots")
        closing.close(db, school.activity_id, NOW)
    with pytest.raises(SettingsRefused), database.write() as db:
        set_up_vote(db, school.activity_id, options=[*TOPICS, "Maps"])
    change(database, school, options=list(reversed(TOPICS)))
    assert options(database, school) == list(reversed(TOPICS))


def test_a_vote_opens_with_its_second_option(database, school):
    change(database, school, options=["Robots"])
    assert phase(database, school) is Stand.WAITING
    change(database, school)
    assert phase(database, school) is Stand.OPEN
    change(database, school, open_now=False)
    assert phase(database, school) is Stand.WAITING


def test_a_copy_has_no_dates_and_waits_for_its_teacher():
    closes_at = (NOW + timedelta(days=1)).isoformat()
    copied = without_dates(vote_settings(closes_at=closes_at))
    assert copied == vote_settings(open_now=False)
    assert from_settings(copied)["vote"]["closes_at"] is None
