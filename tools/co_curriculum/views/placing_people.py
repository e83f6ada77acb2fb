"""Who has which place: the list of people, one person's place and what changing it costs, exchanges to decide."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import Affected, ask_deed, deed, done
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.confirm import confirmed
from lti_tools.web.formats import format_number
from lti_tools.web.locale import gettext as _
from lti_tools.web.paging import page_number, page_of
from tools.co_curriculum import electorate, placing_deeds, store_placing
from tools.co_curriculum.domain.placing.exchanges import State
from tools.co_curriculum.domain.placing.problem import Wanted
from tools.co_curriculum.placing_rules import MOST_STARS
from tools.co_curriculum.placing_words import rank_text, reason_text, trouble_text
from tools.co_curriculum.service import placing as placing_service
from tools.co_curriculum.service import placing_exchanges, placing_lists, placing_plans
from tools.co_curriculum.service.placing import Found, Stage
from tools.co_curriculum.service.placing_plans import Change
from tools.co_curriculum.views.current import current_vote


@dataclass(frozen=True)
class Row:
    """One student: the place, how far down their list it is, and what they listed."""

    person_id: int
    name: str
    topic: str
    rank: str
    by_hand: bool
    listed: tuple[str, ...]


@require_right(Right.SEE_PEOPLE)
def people() -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        vote = current_vote(db)
        placing = placing_service.found(db, launch.activity, now())
        wanted = placing_lists.problem(db, launch.activity, now())
        seats = store_placing.seats_of(db, placing.plan.id) if placing.plan else {}
        names, seen = electorate.names(db, launch.context_id), reach(db, launch)
    rows = []
    for person in wanted.people:
        seat = seats.get(person)
        topic = seat.topic_id if seat else None
        rows.append(
            Row(
                person,
                names.get(person) or _("Person %(number)s", number=person),
                placing.titles.get(topic or 0, ""),
                _rank(placing, wanted, person, topic),
                bool(seat and seat.by_hand),
                _listed(placing, wanted, person),
            )
        )
    rows.sort(key=lambda row: row.name.casefold())
    shown = page_of([row for row in rows if seen.covers(row.person_id)], page_number(request.args.get("page")))
    given = {person for person, listed in wanted.lists.items() if listed}
    return render_template(
        "topic-vote/placing_people.html", vote=vote, placing=placing, page=shown, reach=seen, given=given
    )


def _rank(placing: Found, wanted: Wanted, person: int, topic: int | None) -> str:
    if placing.plan is None:
        return ""
    if topic is None:
        return rank_text(None, placing.rules)
    if not wanted.lists[person]:
        return "–"
    return rank_text(wanted.rank(person, topic) or placing.rules.depth + 1, placing.rules)


def _listed(placing: Found, wanted: Wanted, person: int) -> tuple[str, ...]:
    """What somebody listed, best first, with the ratings where they rated; nothing while lists are taken."""
    if placing.stage is Stage.OPEN:
        return ()
    stars = {topic: MOST_STARS + 1 - rank for topic, rank in wanted.levels.get(person, {}).items()}
    return tuple(
        f"{placing.titles[one]} {format_number(stars[one])}" if one in stars else placing.titles[one]
        for one in wanted.lists[person]
    )


@require_right(Right.RUN)
def person(person_id: int) -> str:
    """One student's list, place and reason, and a menu to change the place."""
    launch = current_launch()
    with current_suite().database.read() as db:
        vote = current_vote(db)
        placing = placing_service.found(db, launch.activity, now())
        wanted = placing_lists.problem(db, launch.activity, now())
        if person_id not in wanted.lists:
            raise NotFound
        seats = store_placing.seats_of(db, placing.plan.id) if placing.plan else {}
        names = electorate.names(db, launch.context_id)
    seat, taken = seats.get(person_id), placing_plans.places(seats)
    topic = seat.topic_id if seat else None
    hidden = placing.stage is Stage.OPEN
    free = {key: most - sum(one == key for one in taken.values()) for key, most in placing.seats.items()}
    reason = seat.reason if seat else None
    return render_template(
        "topic-vote/placing_person.html",
        vote=vote,
        placing=placing,
        person_id=person_id,
        name=names.get(person_id) or _("Person %(number)s", number=person_id),
        topic=topic,
        rank=_rank(placing, wanted, person_id, topic),
        listed=_listed(placing, wanted, person_id),
        cannot=[] if hidden else [placing.titles[one] for one in wanted.cannot.get(person_id, ())],
        given=bool(wanted.lists[person_id]),
        reason=reason_text(reason, placing.titles.get(reason["topic"], ""), placing.rules) if reason else "",
        ranks=[
            (key, title, _rank(placing, wanted, person_id, key), free[key]) for key, title in placing.titles.items()
        ],
    )


@require_right(Right.RUN)
@deed(placing_deeds.MOVED)
def move(person_id: int) -> Response | str:
    """Change a place by hand; asked first with what it costs."""
    launch = current_launch()
    seen, wanted = _topic(request.form.get("seen")), _topic(request.form.get("topic"))
    with current_suite().database.read() as db:
        change = placing_plans.change(db, launch.activity, person_id, wanted, now())
        titles = placing_service.found(db, launch.activity, now()).titles
        names = electorate.names(db, launch.context_id)
    if not confirmed():
        name = names.get(person_id) or _("Person %(number)s", number=person_id)
        to = titles[wanted] if wanted else _("no place")
        return ask_deed(
            placing_deeds.MOVED,
            _("Move %(name)s to “%(topic)s”?", name=name, topic=to),
            yes=_("Move them"),
            detail=_cost(change),
            affected=[
                Affected(_("Rules that this breaks"), [trouble_text(one, titles, names) for one in change.troubles])
            ],
            danger=bool(change.troubles),
            back_url=url_for(".place_of", person_id=person_id),
        )
    with current_suite().database.write() as db:
        placing_plans.move(db, launch.activity, person_id, seen, wanted, now())
        number = note(
            db,
            launch,
            placing_deeds.MOVED,
            about=person_id,
            before={"topic": titles.get(seen or 0, ""), "topic_id": seen},
            after={"topic": titles.get(wanted or 0, ""), "topic_id": wanted},
            now=now(),
        )
    return done(".place_of", "topic-vote-moved", number, person_id=person_id)


def _cost(change: Change) -> str:
    """What happens to the profile, in a sentence."""
    before = ", ".join(map(str, change.profile))
    after = ", ".join(map(str, change.profile_after))
    if before == after:
        return _("As many people as now have their first, second and each further choice.")
    return _(
        "How many have their first, second and each further choice: %(before)s now, %(after)s then.",
        before=before,
        after=after,
    )


def _topic(text: str | None) -> int | None:
    """A topic's id as the form sends it; None for no place."""
    if not text or text == "0":
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise NotFound
    return int(text)


@require_right(Right.RUN)
@deed(placing_deeds.EXCHANGED)
def decide(exchange_id: int) -> Response:
    """The teacher's yes or no to an exchange that two students agreed on."""
    launch, yes = current_launch(), request.form.get("answer") == "yes"
    with current_suite().database.write() as db:
        row = placing_exchanges.decide(db, launch.activity, exchange_id, yes=yes, now=now())
        number = note(
            db,
            launch,
            placing_deeds.EXCHANGED,
            subject={"exchange": exchange_id},
            after={"agreed": row.state == State.DONE},
            now=now(),
        )
    said = "topic-vote-exchange-done" if row.state == State.DONE else "topic-vote-exchange-refused"
    return done(".places", said, number if row.state == State.DONE else None)
