"""Settings: what may change while a peer review runs, and bringing its rows in line with them."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import SettingsRefused
from lti_tools.kit.schedule.schedule import lock_phases, set_up
from tools.peer_review import refusals, store
from tools.peer_review.domain.rubric.criteria import write_rubric
from tools.peer_review.flow import enough_works
from tools.peer_review.service import escalating
from tools.peer_review.settings import PeerSettings


def objections(db: Session, activity_id: int, wanted: PeerSettings, before: PeerSettings) -> dict[str, str]:
    """Name of the setting -> why it cannot become so: who is hidden and who hands in are promises once work is in."""
    if not store.count_works(db, activity_id):
        return {}
    found = {}
    if before.by_group != wanted.by_group:
        found["by_group"] = refusals.promised()
    if before.author_hidden and not wanted.author_hidden:
        found["author_hidden"] = refusals.promised()
    if before.reviewer_hidden and not wanted.reviewer_hidden:
        found["reviewer_hidden"] = refusals.promised()
    if wanted.reveal and not before.reveal:
        found["reveal"] = refusals.promised()
    return found


def configure(db: Session, activity_id: int, wanted: PeerSettings, now: datetime) -> None:
    """Bring phases and rubric in line with the settings. A changed rubric is a new version: reviews that are begun keep
    theirs. Raises `SettingsRefused` for what the rubric lacks.
    """
    if not wanted.rubric:
        raise SettingsRefused({"rubric_from": refusals.no_rubric()})
    lock_phases(db, activity_id)
    round_ = store.ensure_round(db, activity_id)
    set_up(db, activity_id, wanted.plans, now)
    criteria = write_rubric(wanted.rubric)
    newest = store.newest_rubric(db, activity_id)
    if newest is None or newest.criteria != criteria:
        store.add_rubric(db, activity_id, newest.version + 1 if newest else 1, criteria, now)
    enough = enough_works(wanted.flow, wanted.k)
    round_.starts_with, round_.opens_with = enough, enough if wanted.flow.continuous else None
    db.flush()
    escalating.plan(db, activity_id, wanted)
