"""Placing people into topics: how far it is, its rules, opening, closing and publishing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.notices.notices import notify, withdraw
from lti_tools.web.locale import gettext as _
from tools.co_curriculum import notices_placing as told
from tools.co_curriculum import store, store_placing
from tools.co_curriculum.models_placing import Placing, PlacingPlan, PlacingTopic
from tools.co_curriculum.placing_rules import Rules, Way, read_rules, write_rules
from tools.co_curriculum.service import placing_sign_up as sign_up


class Stage(StrEnum):
    """How far a placing is."""

    RULES = "rules"
    """Its rules are being made; students see nothing."""
    OPEN = "open"
    """Students give their lists, or sign up."""
    CLOSED = "closed"
    PLANNED = "planned"
    """A plan is picked; students do not see it yet."""
    PUBLISHED = "published"


@dataclass(frozen=True, kw_only=True)
class Found:
    """A placing as pages show it."""

    row: Placing
    rules: Rules
    topics: Sequence[PlacingTopic]
    plan: PlacingPlan | None
    """The one that holds."""
    stage: Stage

    @property
    def titles(self) -> Mapping[int, str]:
        return {topic.id: topic.title for topic in self.topics}

    @property
    def seats(self) -> Mapping[int, int]:
        """Topic id -> seats at most."""
        return {topic.id: self.rules.most if topic.most is None else topic.most for topic in self.topics}


def find(db: Session, activity_id: int, now: datetime) -> Found | None:
    """The placing of an activity; None where its teacher has not begun one. Three queries."""
    row = store_placing.placing_of(db, activity_id)
    if row is None:
        return None
    plan = store_placing.picked_plan(db, activity_id)
    topics = store_placing.topics_of(db, activity_id)
    return Found(row=row, rules=read_rules(row.rules), topics=topics, plan=plan, stage=stage_of(row, plan, now))


def found(db: Session, activity_id: int, now: datetime) -> Found:
    """The placing of an activity; raises `NotFound`."""
    placing = find(db, activity_id, now)
    if placing is None:
        raise NotFound(f"no placing in activity {activity_id}")
    return placing


def stage_of(row: Placing, plan: PlacingPlan | None, now: datetime) -> Stage:
    if row.opened_at is None:
        return Stage.RULES
    if row.closed_at is None and (row.closes_at is None or now < row.closes_at):
        return Stage.OPEN
    if plan is None:
        return Stage.CLOSED
    return Stage.PLANNED if row.published_at is None else Stage.PUBLISHED


@dataclass(frozen=True, kw_only=True)
class TopicRules:
    """One topic as the form has it. None: as for all topics."""

    option_id: int
    title: str
    least: int | None = None
    most: int | None = None
    supervisor: str = ""
    needs: Mapping[str, int] = field(default_factory=dict)


def set_rules(
    db: Session,
    activity_id: int,
    rules: Rules,
    topics: Sequence[TopicRules],
    bonds: Mapping[str, Sequence[frozenset[int]]],
    *,
    closes_at: datetime | None,
    seed: str,
    now: datetime,
) -> None:
    """Store rules and topics; plans made before are out of date then. `seed` counts for a new placing alone.

    Raises a `Refusal` for another way once students were asked, and for a topic that somebody has a place in.
    """
    row = store_placing.ensure(db, activity_id, seed)
    before = read_rules(row.rules)
    if row.opened_at is not None and (rules.way is not before.way or rules.asks is not before.asks):
        raise Refusal(_("Students have been asked already, so the way in which they come to their topic stays."))
    row.rules, row.closes_at, row.version = write_rules(rules), closes_at, row.version + 1
    _set_topics(db, activity_id, topics)
    store_placing.set_bonds(db, activity_id, bonds)
    if rules.way is Way.FIRST_COME and row.group_set_id is not None:
        sign_up.follow(db, row, found(db, activity_id, now).topics, rules, now)


def _set_topics(db: Session, activity_id: int, wanted: Sequence[TopicRules]) -> None:
    known = {row.option_id: row for row in store_placing.topics_of(db, activity_id)}
    asked = {one.option_id for one in wanted}
    gone = [row for option, row in known.items() if option not in asked]
    plan = store_placing.picked_plan(db, activity_id)
    taken = {seat.topic_id for seat in store_placing.seats_of(db, plan.id).values()} if plan else set()
    if any(row.id in taken for row in gone):
        raise Refusal(_("Somebody has a place in a topic that you left out. Move them to another one first."))
    for row in gone:
        db.delete(row)
    for place, one in enumerate(wanted, 1):
        row = known.get(one.option_id) or PlacingTopic(activity_id=activity_id, option_id=one.option_id)
        row.title, row.place, row.least, row.most = one.title, place, one.least, one.most
        row.supervisor, row.needs = one.supervisor, dict(one.needs)
        db.add(row)
    db.flush()


def unready(placing: Found, now: datetime) -> str:
    """Why students cannot be asked yet, in words; empty where they can."""
    if len(placing.topics) < 2:
        return _("Choose at least two topics first.")
    if placing.rules.way is Way.LISTS and not placing.rules.rated and len(placing.topics) < placing.rules.length:
        return _("A list has more choices than there are topics. Ask for fewer choices, or add topics.")
    if placing.row.closes_at is not None and placing.row.closes_at <= now:
        return _("The closing time has passed. Choose another one first, or none.")
    return ""


def open_up(db: Session, activity_id: int, actor: int | None, now: datetime) -> None:
    """Ask students for their lists, or let them sign up. Raises a `Refusal` where that makes no sense yet."""
    row = store_placing.held(db, activity_id)
    placing = found(db, activity_id, now)
    if placing.stage is not Stage.RULES:
        raise Refusal(_("Students have been asked already. Look at the page of places."))
    if problem := unready(placing, now):
        raise Refusal(problem)
    row.opened_at = now
    if placing.rules.way is Way.FIRST_COME:
        title, context_id = store.settings_of(db, activity_id).title, store.context_of(db, activity_id)
        row.group_set_id = sign_up.begin(db, context_id, title, row, placing.topics, placing.rules, actor, now)
    db.flush()
    notify(db, activity_id, learners(db, activity_id), told.OPENED, now)


def close(db: Session, activity_id: int, now: datetime) -> int:
    """Take no more lists; how many there are. Raises a `Refusal` where it is not open."""
    store_placing.held(db, activity_id)
    placing = found(db, activity_id, now)
    if placing.stage is not Stage.OPEN:
        raise Refusal(_("This is not open, so it cannot be closed. Look at the page: somebody may have been faster."))
    end(db, placing, now)
    return store_placing.count_lists(db, activity_id)


def end(db: Session, placing: Found, now: datetime) -> None:
    """Close an open placing, or one that its date has closed, and all that goes with it."""
    placing.row.closed_at = now
    sign_up.close(db, placing.row)
    withdraw(db, placing.row.activity_id, told.OPENED, told.MISSING)
    db.flush()


def reopen(db: Session, activity_id: int, now: datetime) -> None:
    """Take lists again, until it is closed by hand; refused once a plan is picked."""
    row = store_placing.held(db, activity_id)
    if found(db, activity_id, now).stage is not Stage.CLOSED:
        raise Refusal(_("A plan has been picked, or it is open already. Look at the page of places."))
    row.closed_at = row.closes_at = row.graded_at = None
    sign_up.open_again(db, row)
    db.flush()


def publish(db: Session, activity_id: int, now: datetime) -> None:
    """Let students see their places."""
    row = store_placing.held(db, activity_id)
    placing = found(db, activity_id, now)
    if placing.stage is not Stage.PLANNED or placing.plan is None:
        raise Refusal(_("There is no plan to show yet, or students see it already."))
    row.published_at = now
    db.flush()
    people = [person for person, seat in store_placing.seats_of(db, placing.plan.id).items() if seat.topic_id]
    notify(db, activity_id, people, told.PLACED, now, key=str(placing.plan.id))


def hide(db: Session, activity_id: int, now: datetime) -> None:
    row = store_placing.held(db, activity_id)
    if found(db, activity_id, now).stage is not Stage.PUBLISHED:
        raise Refusal(_("Students do not see any places now."))
    row.published_at = None
    withdraw(db, activity_id, told.PLACED)
    db.flush()


def learners(db: Session, activity_id: int) -> frozenset[int]:
    """Who is to be placed: the students of the course as it is now."""
    return frozenset(one.person_id for one in roster.learners(db, store.context_of(db, activity_id)))
