"""The inbox: what waits for this person in the activities of the course, how they want e-mail, the badge's number."""

from dataclasses import dataclass

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lti_tools.errors import NotFound
from lti_tools.kit.audit.deeds import harmless
from lti_tools.kit.notices import store
from lti_tools.kit.notices.forms import MailForm
from lti_tools.kit.notices.kinds import Kind
from lti_tools.kit.notices.known import kinds_of
from lti_tools.kit.notices.store import Noticed
from lti_tools.kit.part import current_parts
from lti_tools.launches import Role, current_launch, now, require_role
from lti_tools.store.tables.people import Person
from lti_tools.suite import current_suite
from lti_tools.web.locale import lazy, ngettext
from lti_tools.web.notices import Notice, announce
from lti_tools.web.numbers import whole_number
from lti_tools.web.paging import Page, page_number

SIZE = 50
SAID = {"notices-mail": Notice(lazy("Your wish about e-mail is saved."))}


@dataclass(frozen=True)
class Line:
    """A notice in words; `here`: it is about the activity of this session."""

    noticed: Noticed
    text: str
    here: bool


def make_blueprint() -> Blueprint:
    blueprint = Blueprint("kit-notices", __name__)
    announce(blueprint, SAID)
    blueprint.add_url_rule("/", "show", show)
    blueprint.add_url_rule("/count", "count", count)
    blueprint.add_url_rule("/read", "read", read, methods=["POST"])
    blueprint.add_url_rule("/go", "go", go, methods=["POST"])
    blueprint.add_url_rule("/mail", "mail", mail, methods=["POST"])
    return blueprint


def _kinds() -> dict[str, Kind]:
    return kinds_of((*current_suite().tools.values(), *current_parts()))


@require_role(*Role)
def show() -> str:
    return _page(None)


def _page(form: MailForm | None) -> str:
    launch, kinds = current_launch(), _kinds()
    number = page_number(request.args.get("page"))
    with current_suite().database.read() as db:
        found = store.inbox(db, launch.person_id, launch.context_id, SIZE, (number - 1) * SIZE)
        total = store.count(db, launch.person_id, launch.context_id)
        unread = store.count(db, launch.person_id, launch.context_id, unread=True)
        wish = store.wish_of(db, launch.person_id)
        person = db.get_one(Person, launch.person_id)
    lines = [
        Line(one, kinds[one.code].say({**one.arguments, "title": one.title}), one.activity_id == launch.activity_id)
        for one in found
        if one.code in kinds
    ]
    return render_template(
        "lti/kit/notices/inbox.html",
        page=Page(lines, number, total, SIZE),
        page_url=lambda wanted: url_for(".show", page=wanted),
        unread=unread,
        newest=max((one.id for one in found), default=0),
        form=form or MailForm(data={"pace": wish.pace.value, **_hours(wish.quiet_from, wish.quiet_until)}),
        sends=bool(current_suite().settings.smtp_host),
        has_address=bool(person.email),
    )


def _hours(quiet_from: int, quiet_until: int) -> dict[str, str]:
    return {"quiet_from": str(quiet_from), "quiet_until": str(quiet_until)}


@require_role(*Role)
def count() -> Response:
    """How many unread notices wait, as a number and in words, for the badge that a script puts into the menu."""
    launch = current_launch()
    with current_suite().database.read() as db:
        number = store.count(db, launch.person_id, launch.context_id, unread=True)
    return jsonify(count=number, words=ngettext("%(num)s new notice", "%(num)s new notices", number))


@require_role(*Role)
@harmless("marks one's own notices as read")
def read() -> AnyResponse:
    """One notice, or all that the page showed and older ones."""
    launch = current_launch()
    only, until = _number("notice"), _number("until")
    with current_suite().database.write() as db:
        store.mark_read(db, launch.person_id, launch.context_id, now(), only=only, until=until)
    return redirect(url_for(".show"), 303)


@require_role(*Role)
@harmless("marks one's own notice as read and opens what it is about")
def go() -> AnyResponse:
    """To the page where one acts; only of this session's activity, since the LMS decides who opens another."""
    launch = current_launch()
    with current_suite().database.write() as db:
        found = store.find(db, launch.person_id, launch.context_id, _number("notice") or 0)
        if found is None or found.activity_id != launch.activity_id:
            raise NotFound
        store.mark_read(db, launch.person_id, launch.context_id, now(), only=found.id)
    kind = _kinds().get(found.code)
    if kind is None or not kind.endpoint:
        return redirect(url_for("session.home"), 303)
    return redirect(url_for(kind.endpoint, **kind.values(found.arguments)), 303)


@require_role(*Role)
@harmless("one's own wish about e-mail")
def mail() -> AnyResponse | tuple[str, int]:
    form = MailForm(request.form)
    if not form.validate():
        return _page(form), 422
    with current_suite().database.write() as db:
        store.set_wish(db, current_launch().person_id, form.wish)
    return redirect(url_for(".show", said="notices-mail"), 303)


def _number(name: str) -> int | None:
    return whole_number(request.form.get(name)) or None
