"""Plans: working them out as the kit's jobs, picking one, changing it by hand, and the reasons for each place."""

import time
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.jobs.declared import JobKind, Progress, Work
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.co_curriculum import store_placing
from tools.co_curriculum.domain.placing.checking import Trouble, impossible
from tools.co_curriculum.domain.placing.exchanges import newly_broken
from tools.co_curriculum.domain.placing.placing import place
from tools.co_curriculum.domain.placing.problem import Aim, NoPlan, OutOfTime, Plan, Wanted, profile
from tools.co_curriculum.domain.placing.reasons import Reason, difference, why_not
from tools.co_curriculum.models_placing import PlacingPlan, Seat
from tools.co_curriculum.placing_rules import Way
from tools.co_curriculum.placing_words import trouble_text
from tools.co_curriculum.service import placing as placing_service
from tools.co_curriculum.service import placing_lists
from tools.co_curriculum.service.placing import Stage

SECONDS = 90.0
"""For one plan; what is the best by then is kept, with its gap."""
MOST_REASONS = 1_000
"""Of more people than this nobody's reason is worked out: each needs a plan of its own."""


def plan_step(work: Work) -> Progress:
    """Work out the plan of one aim: all of them side by side, or with `mends` the one aim of the plan that holds."""
    aims = [Aim(one) for one in work.arguments["aims"]]
    number = work.cursor.get("next", 0)
    with work.suite.database.read() as db:
        wanted, plan = _asked(db, work, aims[number])
        titles = placing_service.found(db, work.activity_id, work.now).titles
    try:
        found = place(wanted, aims[number], plan.seed, SECONDS)
    except NoPlan as nothing:
        named = [trouble_text(trouble, titles) for trouble in impossible(wanted)]
        raise Refusal(" ".join([_("No plan meets all the rules."), *named])) from nothing
    except OutOfTime as slow:
        raise Refusal(_("No plan was found in the time there is. Ask for fewer rules, or try again later.")) from slow
    plan.optimal, plan.gap = found.optimal, found.gap
    plan.profile, plan.unplaced = list(profile(wanted, found.places)), len(wanted.people) - len(found.places)
    done = number + 1
    return Progress(
        done=done,
        total=len(aims),
        cursor={"next": done},
        write=partial(_keep, plan=plan, found=found, wanted=wanted, first=number == 0),
        finished=done == len(aims),
        result={"plans": done},
    )


def _asked(db: Session, work: Work, aim: Aim) -> tuple[Wanted, PlacingPlan]:
    placing = placing_service.found(db, work.activity_id, work.now)
    mends = placing.plan if work.arguments.get("mends") else None
    wanted = placing_lists.problem(db, work.activity_id, work.now, mends=mends)
    plan = PlacingPlan(
        activity_id=work.activity_id,
        aim=aim,
        seed=placing.row.seed,
        mends=mends.id if mends else None,
        version=placing.row.version,
        made_at=work.now,
    )
    return wanted, plan


def _keep(db: Session, *, plan: PlacingPlan, found: Plan, wanted: Wanted, first: bool) -> None:
    store_placing.held(db, plan.activity_id)
    if first:
        store_placing.drop_offered(db, plan.activity_id)
    here = placing_service.learners(db, plan.activity_id)
    store_placing.add_plan(db, plan, found, sorted(set(wanted.people) & here))


def reason_step(work: Work) -> Progress:
    """Work out why people have not their first choice, for about a second."""
    ends, after = time.monotonic() + 1.0, work.cursor.get("after", 0)
    with work.suite.database.read() as db:
        plan = store_placing.plan_of(db, work.activity_id, work.arguments["plan"])
        mends = store_placing.plan_of(db, work.activity_id, plan.mends) if plan.mends else None
        wanted = placing_lists.problem(db, work.activity_id, work.now, mends=mends)
        seats = store_placing.seats_of(db, plan.id)
    stands = Plan({one: seat.topic_id for one, seat in seats.items() if seat.topic_id}, Aim(plan.aim), plan.optimal)
    asking = [one for one, listed in wanted.lists.items() if one in seats and listed and not seats[one].by_hand]
    without = sorted(one for one in asking if _has_worse_than_first(wanted, one, seats[one].topic_id))
    left, found = [one for one in without if one > after], dict[int, Reason]()
    for person in left:
        found[person] = why_not(wanted, stands, person, wanted.lists[person][0], plan.seed, SECONDS)
        if time.monotonic() > ends:
            break
    done = len(without) - len(left) + len(found)
    return Progress(
        done=done,
        total=len(without),
        cursor={"after": max(found, default=after)},
        write=partial(_keep_reasons, plan_id=plan.id, reasons=found),
        finished=done >= len(without),
    )


def _has_worse_than_first(wanted: Wanted, person: int, topic: int | None) -> bool:
    """Whether somebody's topic ranks below the first on their list; where people rate, some are level with it."""
    first = wanted.rank(person, wanted.lists[person][0]) or 1
    return topic is None or (wanted.rank(person, topic) or wanted.unlisted) > first


def _keep_reasons(db: Session, *, plan_id: int, reasons: dict[int, Reason]) -> None:
    for person, reason in reasons.items():
        seat = db.get(Seat, (plan_id, person))
        if seat is not None and not seat.by_hand:
            seat.reason = asdict(reason)


PLANNING = JobKind(
    code="topic-vote.planning",
    title=lazy("Plans for who works on which topic"),
    step=plan_step,
    results={"plans": lazy("Plans")},
)
REASONS = JobKind(code="topic-vote.reasons", title=lazy("Reasons for each place"), step=reason_step)
JOBS = (PLANNING, REASONS)


def check_planning(db: Session, activity_id: int, now: datetime, *, mends: bool) -> None:
    """Raise a `Refusal` where plans cannot be asked for now."""
    placing = placing_service.found(db, activity_id, now)
    if placing.rules.way is not Way.LISTS or placing.stage in (Stage.RULES, Stage.OPEN):
        raise Refusal(_("Plans are made of the lists once they are closed. Close them first."))
    if mends and placing.plan is None:
        raise Refusal(_("There is no plan yet that could be changed. Work out plans first."))
    if not placing_service.learners(db, activity_id):
        raise Refusal(_("There are no students in this course yet."))


def pick(db: Session, activity_id: int, plan_id: int, now: datetime) -> PlacingPlan:
    """Let a plan hold. Raises a `Refusal` where rules, topics or lists have changed since it was made."""
    row = store_placing.held(db, activity_id)
    plan = store_placing.plan_of(db, activity_id, plan_id)
    if plan.version != row.version:
        raise Refusal(_("Rules, topics or lists have changed since this plan was made. Work out the plans again."))
    if plan.picked_at is not None:
        raise Refusal(_("This plan was picked before. Look at the page of places."))
    plan.picked_at = now
    db.flush()
    return plan


def unpick(db: Session, activity_id: int, plan_id: int, now: datetime) -> None:
    """Take a pick back: the plan that held before holds again, or none."""
    store_placing.held(db, activity_id)
    placing = placing_service.found(db, activity_id, now)
    if placing.plan is None or placing.plan.id != plan_id:
        raise Refusal(_("Another plan has been picked since, so this is left as it is."))
    if placing.stage is Stage.PUBLISHED and placing.plan.mends is None:
        raise Refusal(_("Students see these places. Hide them first."))
    placing.plan.picked_at = None
    db.flush()


@dataclass(frozen=True)
class Change:
    """What moving one person would do."""

    person: int
    before: int | None
    after: int | None
    profile: tuple[int, ...]
    """Of the plan as it stands, ..."""
    profile_after: tuple[int, ...]
    """... and with the change."""
    troubles: tuple[Trouble, ...]
    """Rules that it breaks and that hold now."""


def change(db: Session, activity_id: int, person_id: int, topic_id: int | None, now: datetime) -> Change:
    """What a change by hand would cost; nothing is stored. Raises `NotFound` for people and topics of elsewhere."""
    placing = placing_service.found(db, activity_id, now)
    if placing.plan is None or (topic_id is not None and topic_id not in placing.titles):
        raise NotFound
    wanted = placing_lists.problem(db, activity_id, now)
    if person_id not in wanted.lists:
        raise NotFound
    before = places(store_placing.seats_of(db, placing.plan.id))
    after = {**before, person_id: topic_id} if topic_id is not None else {**before}
    if topic_id is None:
        after.pop(person_id, None)
    here = {person: topic for person, topic in before.items() if person in wanted.lists}
    then = {person: topic for person, topic in after.items() if person in wanted.lists}
    return Change(
        person_id,
        before.get(person_id),
        topic_id,
        profile(wanted, here),
        profile(wanted, then),
        tuple(newly_broken(wanted, here, then)),
    )


def places(seats: dict[int, Seat]) -> dict[int, int]:
    """Person -> topic, of those who have one."""
    return {person: seat.topic_id for person, seat in seats.items() if seat.topic_id is not None}


def move(db: Session, activity_id: int, person_id: int, seen: int | None, topic_id: int | None, now: datetime) -> None:
    """Move a person who is still where the form saw them; raises a `Refusal` where they are not."""
    store_placing.held(db, activity_id)
    planned = change(db, activity_id, person_id, topic_id, now)
    if planned.before != seen:
        raise Refusal(_("Somebody has moved this person meanwhile. Look at the page again."))
    placing = placing_service.found(db, activity_id, now)
    if placing.plan is None:
        raise NotFound
    seat = db.get(Seat, (placing.plan.id, person_id))
    if seat is None:
        seat = Seat(plan_id=placing.plan.id, person_id=person_id)
        db.add(seat)
    seat.topic_id, seat.by_hand, seat.reason = topic_id, True, None
    db.flush()
    recount(db, activity_id, placing.plan, now)


def recount(db: Session, activity_id: int, plan: PlacingPlan, now: datetime) -> None:
    """Bring the numbers of a plan in line with its seats."""
    wanted = placing_lists.problem(db, activity_id, now)
    seats = places(store_placing.seats_of(db, plan.id))
    here = {person: topic for person, topic in seats.items() if person in wanted.lists}
    plan.profile, plan.unplaced = list(profile(wanted, here)), len(wanted.people) - len(here)
    db.flush()


@dataclass(frozen=True)
class Moves:
    """What a plan that mends another one changes: person -> (topic before, topic after); None is no place."""

    moved: dict[int, tuple[int | None, int | None]]
    new: dict[int, int | None]
    """Who had no seat in it, newcomers for instance."""
    gone: tuple[int, ...]
    """Who left the course and frees a seat."""


def moves(db: Session, plan: PlacingPlan) -> Moves:
    """What picking `plan` would change in the plan that it mends."""
    if plan.mends is None:
        return Moves({}, {}, ())
    before, after = store_placing.seats_of(db, plan.mends), store_placing.seats_of(db, plan.id)
    both = before.keys() & after.keys()
    moved = {
        one: (before[one].topic_id, after[one].topic_id)
        for one in sorted(both)
        if before[one].topic_id != after[one].topic_id
    }
    new = {one: after[one].topic_id for one in sorted(after.keys() - before.keys())}
    return Moves(moved, new, tuple(sorted(before.keys() - after.keys())))


def cost_of(wanted: Wanted, aim: Aim, before: dict[int, int], after: dict[int, int]) -> Reason:
    """What `after` costs the others, as a reason."""
    return Reason(0, *difference(wanted, aim, before, after))
