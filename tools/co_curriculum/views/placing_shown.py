"""A placing as staff see it: topics with their people, plans side by side, what a change would move, what to decide."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tools.kit.groups import store as group_store
from lti_tools.kit.groups.groups import as_groups
from lti_tools.kit.jobs.tables import Job
from lti_tools.kit.jobs.words import Shown as ShownJob
from lti_tools.kit.jobs.words import shown as shown_job
from lti_tools.launches import CurrentLaunch, now
from lti_tools.rights import reach
from lti_tools.web.charts import Bar, bar_chart
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.co_curriculum import electorate, store_placing
from tools.co_curriculum.domain.placing.checking import broken, impossible
from tools.co_curriculum.domain.placing.exchanges import State
from tools.co_curriculum.domain.placing.problem import Aim, Wanted
from tools.co_curriculum.models_placing import Exchange, PlacingPlan
from tools.co_curriculum.placing_rules import Way
from tools.co_curriculum.placing_words import AIMS_FIRST, aim_text, aim_title, rank_text, trouble_text
from tools.co_curriculum.service import placing_lists, placing_plans
from tools.co_curriculum.service.placing import Found, Stage

NAMED = 40
"""People that one topic shows by name; of more it says how many."""


@dataclass(frozen=True)
class TopicRow:
    """A topic: its seats, how many wanted it first, who has it."""

    title: str
    seats: int
    least: int
    supervisor: str
    wanted: int | None
    """As their first choice; None while lists are taken, so that nobody is swayed."""
    people: tuple[str, ...]
    waiting: int = 0


@dataclass(frozen=True)
class PlanCard:
    """A plan as a card: its profile as bars, how sure it is, what it changes."""

    id: int
    title: str
    text: str
    chart: Markup
    proof: str
    outdated: bool
    mends: bool
    """It changes the plan that holds as little as can be."""
    moves: tuple[str, ...]


@dataclass(frozen=True)
class Staff:
    """What the page of staff shows."""

    topics: tuple[TopicRow, ...]
    lists: int
    people: int
    troubles: tuple[str, ...]
    job: ShownJob | None
    offered: tuple[PlanCard, ...]
    picked: PlanCard | None
    changed: bool
    """Rules, topics, lists or the course's students are no longer what the picked plan was made of."""
    without: tuple[str, ...]
    exchanges: tuple[tuple[Exchange, str, str], ...]
    """(agreed exchange, who asked, who takes it)."""


def staff(db: Session, launch: CurrentLaunch, placing: Found) -> Staff:
    """Everything of the page in a constant number of queries."""
    seen = reach(db, launch)
    told = electorate.names(db, launch.context_id)
    names = {person: name for person, name in told.items() if seen.covers(person)}
    wanted = placing_lists.problem(db, launch.activity, now())
    lists = store_placing.lists_of(db, launch.activity)
    seated = store_placing.seats_of(db, placing.plan.id) if placing.plan else {}
    seats = placing_plans.places(seated)
    here = {person: topic for person, topic in seats.items() if person in wanted.lists}
    if placing.rules.way is Way.LISTS:
        troubles = broken(wanted, here) if placing.plan else impossible(wanted)
        asked = [trouble_text(one, placing.titles, names) for one in troubles] if wanted.people else []
    else:
        asked = []
    plans = store_placing.offered_plans(db, launch.activity)
    return Staff(
        topics=_topics(db, placing, wanted, here, names),
        lists=len(lists.keys() & wanted.lists.keys()),
        people=len(wanted.people),
        troubles=tuple(asked),
        job=_job(db, launch.activity),
        offered=tuple(_card(db, placing, plan, names) for plan in sorted(plans, key=_order)),
        picked=_card(db, placing, placing.plan, names) if placing.plan else None,
        changed=placing.plan is not None
        and (placing.plan.version != placing.row.version or seated.keys() != wanted.lists.keys()),
        without=tuple(_name(names, one) for one in wanted.people if one not in here) if placing.plan else (),
        exchanges=tuple(
            (one, _name(names, one.person_id), _name(names, one.other_id or 0))
            for one in store_placing.exchanges_of(db, launch.activity, State.AGREED)
        ),
    )


def _order(plan: PlacingPlan) -> int:
    return AIMS_FIRST.index(Aim(plan.aim))


def _job(db: Session, activity_id: int) -> ShownJob | None:
    """The newest planning that is under way or failed."""
    query = select(Job).where(Job.activity_id == activity_id, Job.kind == placing_plans.PLANNING.code)
    job = db.scalar(query.order_by(Job.id.desc()).limit(1))
    if job is None:
        return None
    found = shown_job(job, now())
    return found if found.active or found.problem else None


def _topics(
    db: Session,
    placing: Found,
    wanted: Wanted,
    seats: Mapping[int, int],
    names: Mapping[int, str],
) -> tuple[TopicRow, ...]:
    first = Counter(
        topic
        for person, listed in wanted.lists.items()
        for topic in listed
        if wanted.rank(person, topic) == wanted.rank(person, listed[0])
    )
    people: dict[int, list[str]] = {topic.id: [] for topic in placing.topics}
    waiting = Counter[int]()
    for person, topic in seats.items():
        people[topic].append(_name(names, person))
    if placing.rules.way is Way.FIRST_COME:
        waiting = _signed_up(db, placing, people, names)
    hidden = placing.stage in (Stage.RULES, Stage.OPEN) or placing.rules.way is Way.FIRST_COME
    return tuple(
        TopicRow(
            title=topic.title,
            seats=placing.seats[topic.id],
            least=placing.rules.least if topic.least is None else topic.least,
            supervisor=topic.supervisor,
            wanted=None if hidden else first[topic.id],
            people=tuple(sorted(people[topic.id], key=str.casefold)),
            waiting=waiting[topic.id],
        )
        for topic in placing.topics
    )


def _signed_up(db: Session, placing: Found, people: dict[int, list[str]], names: Mapping[int, str]) -> Counter[int]:
    """Fill in who took which seat; how many wait for each topic."""
    set_id = placing.row.group_set_id
    if set_id is None:
        return Counter()
    found = as_groups(group_store.groups_in(db, set_id), group_store.places_in(db, set_id))
    topic_of = {topic.title: topic.id for topic in placing.topics}
    topics = {group.id: topic_of[group.name] for group in found if group.name in topic_of}
    for group in found:
        if group.id in topics:
            people[topics[group.id]] += [_name(names, person) for person in group.member_ids]
    context = group_store.context_of(db, placing.row.activity_id)
    return Counter(topics[group] for _person, group in group_store.waiting_in(db, context, set_id) if group in topics)


def _name(names: Mapping[int, str], person: int) -> str:
    """A name, or a number for who has none and for people of groups that an assistant does not see."""
    return names.get(person) or _("Person %(number)s", number=person)


def _card(db: Session, placing: Found, plan: PlacingPlan, names: Mapping[int, str]) -> PlanCard:
    last = len(plan.profile)
    rows = [
        (rank_text(rank if rank < last else placing.rules.depth + 1, placing.rules), int(count))
        for rank, count in enumerate(plan.profile, 1)
    ]
    if rows and not rows[-1][1]:  # nobody has a topic that was not on their list
        rows.pop()
    if plan.unplaced:
        rows.append((_("No place"), plan.unplaced))
    bars = [Bar(label, count, css="bar" if place == 0 else "bar-soft") for place, (label, count) in enumerate(rows)]
    aim = Aim(plan.aim)
    return PlanCard(
        id=plan.id,
        title=_("As few changes as can be") if plan.mends else aim_title(aim),
        text=aim_text(aim),
        chart=bar_chart(bars, most=max(sum(count for _label, count in rows), 1)),
        proof=_proof(plan),
        outdated=plan.version != placing.row.version,
        mends=plan.mends is not None,
        moves=_moves(db, placing, plan, names) if plan.picked_at is None else (),
    )


def _proof(plan: PlacingPlan) -> str:
    if plan.optimal:
        return _("Proved: no plan is better by this aim. Seed of the draw: %(seed)s", seed=plan.seed)
    if not plan.gap:
        return _("The best that was found in the time there is. Seed of the draw: %(seed)s", seed=plan.seed)
    return ngettext(
        "The best that was found in the time there is: a better one could spare %(num)s person at most.",
        "The best that was found in the time there is: a better one could spare %(num)s people at most.",
        plan.gap,
    )


def _moves(db: Session, placing: Found, plan: PlacingPlan, names: Mapping[int, str]) -> tuple[str, ...]:
    """Who changes, in sentences."""
    found = placing_plans.moves(db, plan)
    titles: dict[int | None, str] = {None: _("no place")} | dict(placing.titles.items())
    moved = [
        _("%(name)s: from “%(before)s” to “%(after)s”", name=_name(names, one), before=titles[was], after=titles[then])
        for one, (was, then) in found.moved.items()
    ]
    new = [
        _("%(name)s, new: “%(after)s”", name=_name(names, one), after=titles[then]) for one, then in found.new.items()
    ]
    gone = [_("%(name)s has left", name=_name(names, one)) for one in found.gone]
    return (*moved, *new, *gone)
