"""Students' lists of topics, and what is asked of a plan."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.errors import Refusal
from lti_tools.kit.groups import groups
from lti_tools.kit.groups.facts import facts_about
from lti_tools.kit.notices.notices import notify_blind, withdraw
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.co_curriculum import notices_placing as told
from tools.co_curriculum import store, store_placing
from tools.co_curriculum.domain.placing.problem import Topic, Wanted
from tools.co_curriculum.models_placing import PlacingPlan, PlacingTopic
from tools.co_curriculum.placing_rules import Rules, Way
from tools.co_curriculum.service.placing import Found, Stage, found, learners


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
        row.graded_at = None
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
