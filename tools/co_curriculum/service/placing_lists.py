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
from tools.co_curriculum.models_placing import ChoiceList, PlacingPlan, PlacingTopic
from tools.co_curriculum.placing_rules import MOST_STARS, Rules, Way
from tools.co_curriculum.service.placing import Found, Stage, found, learners
from tools.co_curriculum.service.placing_step import may_give, window

LEAST_RATED = 2
"""Topics that everybody who rates can do at least."""


def give_list(
    db: Session,
    activity_id: int,
    person_id: int,
    topics: Sequence[int],
    cannot: Sequence[int],
    now: datetime,
    ratings: Mapping[int, int] | None = None,
) -> None:
    """Store a person's list, or ratings (topic -> 1..5), in place of an earlier one.

    Raises a `Refusal` for a late, short or faulty one. Who has given none may still give one after the
    close: a newcomer is placed then with what is free.
    """
    where = window(db, activity_id, person_id, now)
    row = store_placing.held(db, activity_id)
    placing = found(db, activity_id, now)
    late, own = placing.stage is not Stage.OPEN, store_placing.list_of(db, activity_id, person_id)
    if placing.rules.way is not Way.LISTS or not may_give(placing, own, where):
        raise Refusal(_("Lists are not taken now. What you had given before counts; nothing was changed."))
    if problem_of_list := fault(placing, topics, cannot, ratings):
        raise Refusal(problem_of_list)
    rated = ratings if placing.rules.rated else None
    store_placing.put_list(db, activity_id, person_id, topics, cannot, now, rated)
    if late:
        row.version += 1
        row.graded_at = None
    withdraw(db, activity_id, told.OPENED, told.MISSING, people=(person_id,))


def best_first(placing: Found, ratings: Mapping[int, int]) -> list[int]:
    """The topics that somebody rated, the best rated first, level ones in the topics' order."""
    order = {topic: place for place, topic in enumerate(placing.titles)}
    return sorted(ratings, key=lambda topic: (-ratings[topic], order.get(topic, 0)))


def fault(
    placing: Found, topics: Sequence[int], cannot: Sequence[int], ratings: Mapping[int, int] | None = None
) -> str:
    """What is wrong with a list, or with ratings, in words; empty where nothing is."""
    known, length = placing.titles, placing.rules.length
    if any(topic not in known for topic in [*topics, *cannot]):
        return _("One of these topics is not, or no longer, part of this. Look at the list again.")
    if len(set(topics)) < len(topics):
        return _("One topic came twice. Choose a different one for each place of your list.")
    if set(topics) & set(cannot):
        return _("You listed a topic and said that you cannot do it. Keep one of the two.")
    if placing.rules.rated:
        return _fault_of_ratings(placing, cannot, ratings or {})
    if len(topics) != length:
        return ngettext("List %(num)s topic.", "List %(num)s topics, all of them different.", length)
    if len(known) - len(set(cannot)) < length:
        return _("You cannot do too many of the topics. Talk to your teacher.")
    return ""


def _fault_of_ratings(placing: Found, cannot: Sequence[int], ratings: Mapping[int, int]) -> str:
    if any(topic not in placing.titles or not 1 <= stars <= MOST_STARS for topic, stars in ratings.items()):
        return _("One of these topics is not, or no longer, part of this. Look at the list again.")
    if placing.titles.keys() - ratings.keys() - set(cannot):
        return _("Rate each topic, or say that you cannot do it.")
    if len(ratings) < LEAST_RATED:
        return _("You cannot do too many of the topics. Talk to your teacher.")
    return ""


def rank_in(rules: Rules, own: ChoiceList, topic: int | None) -> int | None:
    """The rank of a topic on somebody's list, 1 the best; None where it is not on it."""
    if topic not in own.topics:
        return None
    stars = (own.ratings or {}).get(str(topic)) if rules.rated else None
    return own.topics.index(topic) + 1 if stars is None else MOST_STARS + 1 - int(stars)


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
    facts = _facts(db, activity_id, people, topics, placing.rules)
    return Wanted(
        topics=topics,
        lists={
            person: tuple(one for one in given[person].topics if one in topics) if person in given else ()
            for person in people
        },
        levels=_levels(given, placing.rules),
        depth=MOST_STARS if placing.rules.rated else 0,
        cannot={person: frozenset(row.cannot) & topics.keys() for person, row in given.items() if row.cannot},
        skills={person: frozenset(f"{name}={value}" for name, value in own) for person, own in facts.items()},
        alike={
            f"{name}={value}": placing.rules.alike[name]
            for name, value in sorted({one for own in facts.values() for one in own})
            if name in placing.rules.alike
        },
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


def _levels(given: Mapping[int, ChoiceList], rules: Rules) -> dict[int, dict[int, int]]:
    """Person -> topic -> rank, of those who rated."""
    if not rules.rated:
        return {}
    return {
        person: {topic: rank for topic in row.topics if (rank := rank_in(rules, row, topic)) is not None}
        for person, row in given.items()
    }


def _facts(
    db: Session, activity_id: int, people: frozenset[int], topics: Mapping[int, Topic], rules: Rules
) -> dict[int, set[tuple[str, str]]]:
    """Person -> (fact, value) of what teachers noted and of the LMS's groups, where a rule asks for any."""
    if not rules.alike and not any(topic.needs for topic in topics.values()):
        return {}
    inside: dict[int, set[tuple[str, str]]] = {}
    for name, values in facts_about(db, store.context_of(db, activity_id), sorted(people)).items():
        for person, value in values.items():
            inside.setdefault(person, set()).add((name, str(value)))
    return inside


def _groups(db: Session, activity_id: int, rules: Rules) -> list[frozenset[int]]:
    return [frozenset(one.member_ids) for one in groups.groups_of(db, activity_id)] if rules.keeps_groups else []


def _inside(people: frozenset[int], circles: Sequence[frozenset[int]]) -> tuple[frozenset[int], ...]:
    return tuple(circle & people for circle in circles if len(circle & people) > 1)
