"""Settings: what may change under a vote, and bringing the vote's rows in line with them."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import SettingsRefused
from lti_tools.kit.uploads.files import forget_things
from lti_tools.retries import forget
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.co_curriculum import refusals, store
from tools.co_curriculum.domain.lists import missing_voted, plan
from tools.co_curriculum.domain.phases import Phase, phase
from tools.co_curriculum.models import Poll
from tools.co_curriculum.notices import tell_opened
from tools.co_curriculum.option_pictures import PLACE
from tools.co_curriculum.settings import VoteSettings


def objections(db: Session, activity_id: int, wanted: VoteSettings, now: datetime) -> dict[str, str]:
    """Name of the setting -> why it cannot become so, for a vote in which ballots are cast. Empty: all may change."""
    if not store.count_ballots(db, activity_id):
        return {}
    planned = replace(store.schedule(store.poll_of(db, activity_id)), closes_at=wanted.closes_at, settled_at=None)
    found = {}
    stored = {option.id: option.text for option in store.options_of(db, activity_id)}
    missing = missing_voted(stored, store.chosen_options(db, activity_id), wanted.options)
    if missing:
        found["options"] = refusals.still_wanted(missing)
    elif len(wanted.options) < 2:
        found["options"] = _("People have voted already. Keep at least two options.")
    elif phase(planned, now) is Phase.CLOSED and set(wanted.options) != set(stored.values()):
        found["options"] = _("The vote has closed, so its options stay as they were. Open it again to add some.")
    fullest = store.largest_ballot(db, activity_id)
    if wanted.most is not None and wanted.most < fullest:
        found["most"] = ngettext(
            "Somebody has chosen %(num)s option already. Allow at least as many.",
            "Somebody has chosen %(num)s options already. Allow at least as many.",
            fullest,
        )
    if not wanted.open_now:
        found["open_now"] = _("People have voted already. To end the vote, close it on its page.")
    return found


def configure(db: Session, activity_id: int, wanted: VoteSettings, now: datetime) -> None:
    """Bring options, opening and closing in line with the settings; ballots stay as they are.

    Raises `SettingsRefused` where that would change a ballot; the form has said so before, unless somebody voted
    meanwhile.
    """
    poll = store.ensure_poll(db, activity_id)
    problems = objections(db, activity_id, wanted, now)
    if problems:
        raise SettingsRefused(problems)
    _set_options(db, activity_id, wanted)
    ready = wanted.open_now and len(wanted.options) >= 2
    if ready and poll.opened_at is None:
        tell_opened(db, activity_id, now)
    poll.opened_at = (poll.opened_at or now) if ready else None
    poll.closes_at = wanted.closes_at
    _work_out_again(poll, wanted, now)
    forget(db, activity_id, store.SETTLING)
    db.flush()


def _work_out_again(poll: Poll, wanted: VoteSettings, now: datetime) -> None:
    """Leave the close worked out as long as the vote stays closed and its points are what was written."""
    closed = phase(replace(store.schedule(poll), settled_at=None), now) is Phase.CLOSED
    points = wanted.points if wanted.graded else None
    if not closed or points != poll.settled_points:
        poll.settled_at = None


def _set_options(db: Session, activity_id: int, wanted: VoteSettings) -> None:
    options = store.options_of(db, activity_id)
    steps = plan({option.id: option.text for option in options}, wanted.options)
    store.drop_options(db, activity_id, steps.dropped)
    forget_things(db, activity_id, PLACE, map(str, steps.dropped))
    for option in options:
        if option.id in steps.places:
            option.place = steps.places[option.id]
    for place, text in steps.added:
        store.add_option(db, activity_id, text, place)
