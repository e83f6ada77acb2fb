"""A student's page of places: the list while lists are taken, then the topic, why, and exchanging it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.once.once import first_time
from lti_tools.launches import Role, current_launch, now, require_role
from lti_tools.pure.schedule import Stand, stand
from lti_tools.suite import current_suite
from lti_tools.web.confirm import ask, confirmed
from lti_tools.web.forms import Form
from lti_tools.web.locale import gettext as _
from tools.co_curriculum import electorate, store_placing
from tools.co_curriculum.domain.placing.exchanges import State
from tools.co_curriculum.domain.placing.problem import Aim
from tools.co_curriculum.models_placing import ChoiceList, Exchange, Seat
from tools.co_curriculum.phases import PLACE
from tools.co_curriculum.placing_list_form import list_form, listed, rated, rating_form
from tools.co_curriculum.placing_rules import Exchanges
from tools.co_curriculum.placing_words import aim_text, aim_title, rank_text, reason_text
from tools.co_curriculum.service import placing as placing_service
from tools.co_curriculum.service import placing_exchanges, placing_lists, placing_step
from tools.co_curriculum.service.placing import Found, Stage
from tools.co_curriculum.service.reading import Vote
from tools.co_curriculum.views.current import current_vote


@dataclass(frozen=True)
class Own:
    """A student's place, once it is published."""

    topic: str
    """Empty for no place."""
    rank: str
    reason: str
    by_hand: bool
    mates: tuple[str, ...]
    aim: str
    seed: str


@dataclass(frozen=True)
class Offers:
    """Exchanges as one student sees them."""

    mine: tuple[tuple[Exchange, str], ...]
    """(my open offer, the topic that I want)."""
    for_me: tuple[tuple[Exchange, str], ...]
    """(an offer that I could take, the topic that I would get)."""
    others: tuple[tuple[int, str], ...]
    """Topics that I could ask for."""


def page(form: Form | None = None) -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        vote = current_vote(db)
        placing = placing_service.find(db, launch.activity, now())
        if placing is None or placing.stage is Stage.RULES:
            return render_template("topic-vote/placing_student.html", vote=vote, placing=None)
        own = store_placing.list_of(db, launch.activity, launch.person_id)
        seats = _seats(placing, store_placing.seats_of(db, placing.plan.id)) if placing.plan else {}
        names = electorate.names(db, launch.context_id) if seats else {}
        offers = _offers(placing, seats, store_placing.exchanges_of(db, launch.activity, State.OPEN, State.AGREED))
    may_give = placing_step.may_give(placing, own, _window(vote))
    if may_give and form is None:
        form = _form(placing, own=own)
    return render_template(
        "topic-vote/placing_student.html",
        vote=vote,
        placing=placing,
        own=own,
        form=form if may_give else None,
        place=_own(placing, own, seats, names),
        offers=offers,
    )


def _window(vote: Vote) -> Stand | None:
    """Where the step of choosing topics stands for the reader; None where the vote has left it out."""
    return stand(vote.phases[PLACE.key], now()) if PLACE.key in vote.phases else None


def _form(placing: Found, sent: Any = None, own: ChoiceList | None = None) -> Form:
    """The form that the rules ask for: as sent, else with what was given before."""
    cannot = own.cannot if own else ()
    if placing.rules.rated:
        return rating_form(placing.titles, sent, own.ratings if own else None, cannot)
    return list_form(placing.titles, placing.rules.length, sent, topics=own.topics if own else (), cannot=cannot)


def onlooker() -> str:
    with current_suite().database.read() as db:
        vote = current_vote(db)
    return render_template("topic-vote/onlooker.html", vote=vote)


def _seats(placing: Found, seats: dict[int, Seat]) -> dict[int, Seat]:
    return seats if placing.stage is Stage.PUBLISHED else {}


def _own(placing: Found, own: ChoiceList | None, seats: dict[int, Seat], names: dict[int, str]) -> Own | None:
    if placing.stage is not Stage.PUBLISHED or placing.plan is None:
        return None
    launch, rules = current_launch(), placing.rules
    seat = seats.get(launch.person_id)
    topic_id = seat.topic_id if seat else None
    rank = placing_lists.rank_in(rules, own, topic_id) if own else None
    reason = seat.reason if seat else None
    mates = sorted(
        names.get(person) or _("Person %(number)s", number=person)
        for person, other in seats.items()
        if topic_id is not None and other.topic_id == topic_id and person != launch.person_id
    )
    return Own(
        topic=placing.titles.get(topic_id, "") if topic_id else "",
        rank=rank_text(rank or rules.depth + 1, rules) if topic_id and own else "",
        reason=reason_text(reason, placing.titles.get(reason["topic"], ""), rules) if reason else "",
        by_hand=bool(seat and seat.by_hand),
        mates=tuple(mates),
        aim=f"{aim_title(Aim(placing.plan.aim))}: {aim_text(Aim(placing.plan.aim))}",
        seed=placing.plan.seed,
    )


def _offers(placing: Found, seats: dict[int, Seat], rows: Sequence[Exchange]) -> Offers | None:
    launch = current_launch()
    seat = seats.get(launch.person_id)
    if placing.rules.exchanges is Exchanges.NO or seat is None or seat.topic_id is None:
        return None
    titles = placing.titles
    mine = [one for one in rows if one.person_id == launch.person_id]
    asked = {one.wants_id for one in mine}
    return Offers(
        mine=tuple((one, titles[one.wants_id]) for one in mine),
        for_me=tuple(
            (one, titles[one.has_id])
            for one in rows
            if one.state == State.OPEN and one.wants_id == seat.topic_id and one.person_id != launch.person_id
        ),
        others=tuple((key, title) for key, title in titles.items() if key != seat.topic_id and key not in asked),
    )


@require_role(Role.LEARNER)
def give() -> Response | tuple[str, int]:
    """Save the list; a faulty one comes back with what is wrong."""
    launch = current_launch()
    with current_suite().database.read() as db:
        placing = placing_service.found(db, launch.activity, now())
        own = store_placing.list_of(db, launch.activity, launch.person_id)
        open_for_me = placing_step.may_give(placing, own, _window(current_vote(db)))
    form, ratings = _form(placing, request.form), None
    if placing.rules.rated:
        ratings, cannot = rated(form)
        topics = placing_lists.best_first(placing, ratings)
    else:
        topics, cannot = listed(form, placing.rules.length), form["cannot"].data or []
    if open_for_me and (problem := _problem(placing, topics, cannot, ratings)):
        form.form_errors = [problem]
        return page(form), 422
    with current_suite().database.write() as db:
        if first_time(db, launch, request.form, now()):
            placing_lists.give_list(db, launch.activity, launch.person_id, topics, cannot, now(), ratings)
    return redirect(url_for(".places", said="topic-vote-list-saved"), 303)


def _problem(placing: Found, topics: list[int], cannot: list[int], ratings: dict[int, int] | None) -> str:
    if 0 in topics:
        return _("Choose a topic in each menu: everybody lists the same number.")
    return placing_lists.fault(placing, topics, cannot, ratings)


@require_role(Role.LEARNER)
def offer() -> Response:
    launch, text = current_launch(), request.form.get("wants", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise NotFound
    with current_suite().database.write() as db:
        placing_exchanges.offer(db, launch.activity, launch.person_id, int(text), now())
    return redirect(url_for(".places", said="topic-vote-offer-made"), 303)


@require_role(Role.LEARNER)
def take(exchange_id: int) -> Response | str:
    launch = current_launch()
    if not confirmed():
        return ask(
            _("Exchange your topic for this one?"),
            yes=_("Exchange"),
            detail=_("You give up your place and get theirs. Only another exchange brings it back."),
            back_url=url_for(".places"),
        )
    with current_suite().database.write() as db:
        state = placing_exchanges.take(db, launch.activity, exchange_id, launch.person_id, now())
    said = "topic-vote-exchanged" if state is State.DONE else "topic-vote-exchange-agreed"
    return redirect(url_for(".places", said=said), 303)


@require_role(Role.LEARNER)
def withdraw(exchange_id: int) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        placing_exchanges.withdraw(db, launch.activity, exchange_id, launch.person_id, now())
    return redirect(url_for(".places", said="topic-vote-offer-withdrawn"), 303)
