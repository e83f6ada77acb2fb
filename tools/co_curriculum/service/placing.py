"""Placing people into topics: how far it is, its rules, opening, closing, publishing, and students' lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.groups import groups
from lti_tools.kit.groups.facts import facts_about
from lti_tools.kit.notices.notices import notify, notify_blind, withdraw
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.co_curriculum import notices_placing as told
from tools.co_curriculum import store, store_placing
from tools.co_curriculum.domain.placing.problem import Topic, Wanted
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
    if row.opened_at is not None and rules.way is not before.way:
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


def open_up(db: Session, activity_id: int, context_id: int, actor: int, now: datetime) -> None:
    """Ask students for their lists, or let them sign up. Raises a `Refusal` where that makes no sense yet."""
    row = store_placing.held(db, activity_id)
    placing = found(db, activity_id, now)
    if placing.stage is not Stage.RULES:
        raise Refusal(_("Students have been asked already. Look at the page of places."))
    if len(placing.topics) < 2:
        raise Refusal(_("Choose at least two topics first."))
    if placing.rules.way is Way.LISTS and len(placing.topics) < placing.rules.length:
        raise Refusal(_("A list has more choices than there are topics. Ask for fewer choices, or add topics."))
    if row.closes_at is not None and row.closes_at <= now:
        raise Refusal(_("The closing time has passed. Choose another one first, or none."))
    row.opened_at = now
    if placing.rules.way is Way.FIRST_COME:
        title = store.settings_of(db, activity_id).title
        row.group_set_id = sign_up.begin(db, context_id, title, row, placing.topics, placing.rules, actor, now)
    db.flush()
    notify(db, activity_id, learners(db, activity_id), told.OPENED, now)


def close(db: Session, activity_id: int, now: datetime) -> int:
    """Take no more lists; how many there are. Raises a `Refusal` where it is not open."""
    row = store_placing.held(db, activity_id)
    placing = found(db, activity_id, now)
    if placing.stage is not Stage.OPEN:
        raise Refusal(_("This is not open, so it cannot be closed. Look at the page: somebody may have been faster."))
    row.closed_at = now
    sign_up.close(db, row)
    withdraw(db, activity_id, told.OPENED, told.MISSING)
    db.flush()
    return store_placing.count_lists(db, activity_id)


def reopen(db: Session, activity_id: int, now: datetime) -> None:
    """Take lists again, until it is closed by hand; refused once a plan is picked."""
    row = store_placing.held(db, activity_id)
    if found(db, activity_id, now).stage is not Stage.CLOSED:
        raise Refusal(_("A plan has been picked, or it is open already. Look at the page of places."))
    row.closed_at = row.closes_at = None
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


def give_list(
    db: Session, activity_id: int, person_id: int, topics: Sequence[int], cannot: Sequence[int], now: datetime
) -> None:
    """Store a person's list in place of an earlier one. Raises a `Refusal` for a late, short or faulty one.

    Who has given none may still give one after the close: a newcomer is placed then with what is free.
    """
    row = store_placing.held(db, activity_id)
    placing = found(db, activity_id, now)
    late = placing.stage is not Stage.OPEN
    if placing.rules.way is not Way.LISTS or not may_give(placing, store_placing.list_of(db, activity_id, person_id)):
        raise Refusal(_("Lists are not taken now. What you had given before counts; nothing was changed."))
    if problem_of_list := fault(placing, topics, cannot):
        raise Refusal(problem_of_list)
    store_placing.put_list(db, activity_id, person_id, topics, cannot, now)
    if late:
        row.version += 1
    withdraw(db, activity_id, told.OPENED, told.MISSING, people=(person_id,))


def may_give(placing: Found, own: object) -> bool:
    """Whether somebody with the list `own` may give one now."""
    return placing.stage is Stage.OPEN or (placing.stage is not Stage.RULES and own is None)


def fault(placing: Found, topics: Sequence[int], cannot: Sequence[int]) -> str:
    """What is wrong with a list, in words; empty where nothing is."""
    known, length = placing.titles, placing.rules.length
    if any(topic not in known for topic in [*topics, *cannot]):
        return _("One of these topics is not, or no longer, part of this. Look at the list again.")
    if len(set(topics)) < len(topics):
        return _("One topic came twice. Choose a different one for each place of your list.")
    if set(topics) & set(cannot):
        return _("You listed a topic and said that you cannot do it. Keep one of the two.")
    if len(topics) != length:
        return ngettext("List %(num)s topic.", "List %(num)s topics, all of them different.", length)
    if len(known) - len(set(cannot)) < length:
        return _("You cannot do too many of the topics. Talk to your teacher.")
    return ""


def remind(db: Session, activity_id: int, now: datetime) -> int | None:
    """Remind those without a list, at most once a day; how many, None below three: who is not told."""
    if found(db, activity_id, now).stage is not Stage.OPEN:
        raise Refusal(_("Lists are not taken now, so nobody was reminded."))
    missing = learners(db, activity_id) - store_placing.lists_of(db, activity_id).keys()
    return notify_blind(db, activity_id, missing, told.MISSING, now, key=now.date().isoformat())


def learners(db: Session, activity_id: int) -> frozenset[int]:
    """Who is to be placed: the students of the course as it is now."""
    return frozenset(one.person_id for one in roster.learners(db, store.context_of(db, activity_id)))


def problem(db: Session, activity_id: int, now: datetime, *, mends: PlacingPlan | None = None) -> Wanted:
    """What is asked for, as values; with `mends` people keep the topics of that plan as far as can be."""
    placing, people = found(db, activity_id, now), learners(db, activity_id)
    topics = {topic.id: _topic(placing, topic) for topic in placing.topics}
    given = {person: row for person, row in store_placing.lists_of(db, activity_id).items() if person in people}
    bonds = store_placing.bonds_of(db, activity_id)
    kept = {} if mends is None else store_placing.seats_of(db, mends.id)
    return Wanted(
        topics=topics,
        lists={
            person: tuple(one for one in given[person].topics if one in topics) if person in given else ()
            for person in people
        },
        cannot={person: frozenset(row.cannot) & topics.keys() for person, row in given.items() if row.cannot},
        skills=_skills(db, activity_id, people, topics),
        supervisors=placing.rules.supervisors,
        together=_inside(people, [*bonds["together"], *_groups(db, activity_id, placing.rules)]),
        apart=_inside(people, bonds["apart"]),
        kept={person: seat.topic_id for person, seat in kept.items() if seat.topic_id in topics and person in people},
        fill=placing.rules.fill,
    )


def _topic(placing: Found, topic: PlacingTopic) -> Topic:
    rules = placing.rules
    return Topic(
        most=rules.most if topic.most is None else topic.most,
        least=rules.least if topic.least is None else topic.least,
        may_close=rules.closes_unfilled,
        supervisor=topic.supervisor,
        needs={**rules.needs, **topic.needs},
    )


def _skills(
    db: Session, activity_id: int, people: frozenset[int], topics: Mapping[int, Topic]
) -> dict[int, frozenset[str]]:
    """Person -> "fact=value" of what teachers noted and of the LMS's groups, where a topic asks for any."""
    if not any(topic.needs for topic in topics.values()):
        return {}
    inside: dict[int, set[str]] = {}
    for name, values in facts_about(db, store.context_of(db, activity_id), sorted(people)).items():
        for person, value in values.items():
            inside.setdefault(person, set()).add(f"{name}={value}")
    return {person: frozenset(own) for person, own in inside.items()}


def _groups(db: Session, activity_id: int, rules: Rules) -> list[frozenset[int]]:
    return [frozenset(one.member_ids) for one in groups.groups_of(db, activity_id)] if rules.keeps_groups else []


def _inside(people: frozenset[int], circles: Sequence[frozenset[int]]) -> tuple[frozenset[int], ...]:
    return tuple(circle & people for circle in circles if len(circle & people) > 1)
