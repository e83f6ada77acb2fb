"""Settings: what may change under a vote, and bringing the vote's rows in line with them."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import SettingsRefused
from lti_tools.kit.schedule.schedule import class_phases, hold, lock_phases, planned, set_up
from lti_tools.kit.uploads.files import forget_things
from lti_tools.pure.schedule import End, Phase, Plan, Stand, Start, class_stand, stand
from lti_tools.retries import forget
from lti_tools.web.locale import gettext as _
from tools.co_curriculum import refusals, store, store_ballots
from tools.co_curriculum.domain.lists import missing, plan
from tools.co_curriculum.domain.rule_card import SECRET
from tools.co_curriculum.models import Poll
from tools.co_curriculum.notices import tell_opened
from tools.co_curriculum.option_pictures import PLACE
from tools.co_curriculum.phases import VOTE
from tools.co_curriculum.service import placing_step, rule_cards
from tools.co_curriculum.settings import VoteSettings


def objections(db: Session, activity_id: int, wanted: VoteSettings, now: datetime) -> dict[str, str]:
    """Name of the setting -> why it cannot become so, for a vote in which ballots are cast. Empty: all may change."""
    if not may_be_bound(db, activity_id):
        return {}
    phase = planned(db, activity_id, plans_of(wanted), now)[VOTE.key]
    stored = [option.text for option in store.options_of(db, activity_id) if option.listed]
    found = {}
    for rule in rule_cards.differences(db, activity_id, wanted):
        found[FIELDS.get(rule, rule)] = refusals.rule_stands(rule, missing(stored, wanted.options))
    if stand(phase, now) is Stand.WAITING:
        found["vote-start"] = _("People have voted already. To end the vote, close it on its page.")
    return found


FIELDS = {"costs": "options", "mandate": "fixed", "latecomers": "no_latecomers"}
"""Rule of the card -> the setting that makes it, where the names differ."""


def may_be_bound(db: Session, activity_id: int) -> bool:
    """Whether somebody may have voted under the card. Of a secret vote nobody is told whether, so it binds at once."""
    frozen = store.frozen_card(db, activity_id)
    is_secret = frozen is not None and frozen.card["secrecy"] == SECRET
    return is_secret or bool(store_ballots.count_ballots(db, activity_id))


def configure(db: Session, activity_id: int, wanted: VoteSettings, now: datetime) -> None:
    """Bring options, opening and closing in line with the settings; ballots stay as they are.

    Raises `SettingsRefused` where that would change a ballot; the form has said so
    before, unless somebody voted meanwhile.
    """
    lock_phases(db, activity_id)
    poll = store.ensure_poll(db, activity_id)
    problems = objections(db, activity_id, wanted, now)
    if problems:
        raise SettingsRefused(problems)
    _set_options(db, activity_id, wanted)
    before = [one for one in class_phases(db, activity_id) if one.key == VOTE.key]
    was_waiting = all(class_stand(one, now) is Stand.WAITING for one in before)
    set_up(db, activity_id, plans_of(wanted), now)
    phase = hold(db, activity_id, VOTE.key, alone=True)
    if stand(phase, now) is not Stand.CLOSED and not may_be_bound(db, activity_id):
        store.drop_card(db, activity_id)
    if stand(phase, now) is Stand.OPEN:
        rule_cards.freeze(db, activity_id, wanted, now)
    if was_waiting and stand(phase, now) is Stand.OPEN:
        tell_opened(db, activity_id, now)
    _work_out_again(poll, phase, wanted, now)
    placing_step.follow(db, activity_id, now)
    forget(db, activity_id, store.SETTLING)
    db.flush()


def plans_of(wanted: VoteSettings) -> list[Plan]:
    """When the steps open and close. Where nobody proposes, a vote with fewer than two options waits, whatever its date
    says; an idea box has none."""
    waits = len(wanted.options) < 2 and not wanted.proposing
    hand = replace(wanted.plan, start=Start.HAND, opens_at=None, end=End.HAND, closes_at=None)
    if wanted.proposals.idea_box and wanted.proposing:
        return [hand if plan.key == VOTE.key else plan for plan in wanted.plans]
    waiting = replace(wanted.plan, start=Start.HAND, opens_at=None)
    return [waiting if waits and plan.key == VOTE.key else plan for plan in wanted.plans]


def _work_out_again(poll: Poll, phase: Phase, wanted: VoteSettings, now: datetime) -> None:
    """Leave the close worked out as long as the vote stays closed and its points are what was written."""
    closed = stand(replace(phase, worked_out=None), now) is Stand.CLOSED
    points = wanted.points if wanted.graded else None
    counted = " ".join(wanted.counted) if poll.settled_points is not None and wanted.graded else poll.settled_parts
    if not closed or points != poll.settled_points or counted != poll.settled_parts:
        poll.settled_at = None


def _set_options(db: Session, activity_id: int, wanted: VoteSettings) -> None:
    options = [option for option in store.options_of(db, activity_id) if option.listed]
    steps = plan({option.id: option.text for option in options}, wanted.options)
    store.drop_options(db, activity_id, steps.dropped)
    forget_things(db, activity_id, PLACE, map(str, steps.dropped))
    for option in options:
        if option.id in steps.places:
            option.place = steps.places[option.id]
    for place, text in steps.added:
        store.add_option(db, activity_id, text, place)
