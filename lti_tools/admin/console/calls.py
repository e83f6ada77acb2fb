"""The console's calls: each a function of a `Desk` and what the admin chose; it calls the platform and says what came.

No transaction is open while the platform is asked. Addresses come from recorded launches alone (`store.console`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from lti_tools.admin.console.evidence import Check, checks
from lti_tools.admin.console.recording import Exchange, Recorder
from lti_tools.admin.console.words import refusal_words
from lti_tools.errors import NotFound, ServiceRefused, Unreachable
from lti_tools.lti import nrps
from lti_tools.lti.ags import Ags
from lti_tools.lti.ags_values import LineItem, Score, instant
from lti_tools.lti.links import with_query
from lti_tools.lti.service import Service
from lti_tools.lti.tokens import Tokens, client_of
from lti_tools.store import console as store
from lti_tools.store.console import Item, Place
from lti_tools.suite import Suite
from lti_tools.web.formats import format_number
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext

GONE = (404, 410)


@dataclass(frozen=True)
class Desk:
    """What one call works with. Tokens are asked for anew, so that the call shows how they are had."""

    suite: Suite
    place: Place
    now: datetime
    recorder: Recorder
    service: Service

    @property
    def ags(self) -> Ags:
        return Ags(self.service, self.place.service.ags_scopes)

    @property
    def lineitems_url(self) -> str:
        return self.place.service.lineitems_url or _none()

    @property
    def memberships_url(self) -> str:
        return self.place.service.memberships_url or _none()


def open_desk(suite: Suite, place: Place, now: datetime) -> Desk:
    recorder = Recorder(suite.http, place.registration.token_endpoint)
    client = client_of(place.registration, place.platform)
    hosts = frozenset(place.deployment.service_hosts)
    return Desk(suite, place, now, recorder, Service(recorder, Tokens(recorder, suite.keys.sign), client, hosts))


@dataclass(frozen=True)
class Outcome:
    """How a call went: `said` in words, what went over the wire, what it proves."""

    good: bool
    said: str
    exchanges: list[Exchange]
    checks: list[Check]


def attempt(desk: Desk, kind: str, deed: Callable[[], str]) -> Outcome:
    """Do it, and give what happened whatever that is. `kind` is one of `evidence.KINDS`."""
    good = True
    try:
        said = deed()
    except Unreachable as error:
        good, said = False, refusal_words(error)
    found = checks(kind, desk.recorder.exchanges)
    return Outcome(good and all(check.good for check in found), said, desk.recorder.exchanges, found)


def scopes_of(place: Place) -> list[str]:
    """Every scope that launches of the course told, each good for a token of its own."""
    memberships = [nrps.SCOPE] if place.service.memberships_url else []
    return [*place.service.ags_scopes, *memberships]


def ask_tokens(desk: Desk, scopes: list[str]) -> str:
    for scope in scopes:
        desk.service.tokens.token(desk.service.client, [scope])
    return ngettext("The platform gave %(num)s token.", "The platform gave %(num)s tokens.", len(scopes))


def read_items(desk: Desk, *, tag: str, resource_id: str, resource_link_id: str, limit: int | None) -> str:
    url = with_query(desk.lineitems_url, limit=str(limit) if limit else None)
    found = desk.ags.line_items(url, tag=tag, resource_id=resource_id, resource_link_id=resource_link_id)
    return ngettext("The course has %(num)s such line item.", "The course has %(num)s such line items.", len(found))


def read_item(desk: Desk, item: Item) -> str:
    held = desk.ags.line_item(item.url)
    return _("It is called “%(label)s” and counts to %(max)s.", label=held.label, max=format_number(held.score_maximum))


def create_item(desk: Desk, *, activity_id: int, label: str, maximum: int) -> str:
    """Not tied to the activity's link: a second line item there would take the first one out of Moodle's launches."""
    tag = f"{store.TAG}{desk.now:%Y%m%d%H%M%S%f}"
    wanted = LineItem(label=label, score_maximum=Decimal(maximum), tag=tag, resource_id=store.TAG.rstrip("-"))
    made = desk.ags.create(desk.lineitems_url, wanted)
    with desk.suite.database.write() as db:
        store.keep_item(db, desk.place, activity_id, tag=tag, label=label, maximum=maximum, url=made.url, now=desk.now)
    return _("The line item “%(label)s” is made. Delete it here when you are done.", label=label)


def update_item(desk: Desk, item: Item, *, label: str, maximum: int) -> str:
    desk.ags.update(item.url, {"label": label, "scoreMaximum": maximum})
    with desk.suite.database.write() as db:
        store.rename_item(db, own(item), label=label, maximum=maximum, now=desk.now)
    return _("The line item is called “%(label)s” now.", label=label)


def delete_item(desk: Desk, item: Item) -> str:
    """An item that the platform does not have any more is forgotten here too."""
    number = own(item)
    try:
        desk.ags.delete(item.url)
    except ServiceRefused as error:
        if error.answered in GONE:
            _forget(desk, number)
        raise
    _forget(desk, number)
    return _("The line item “%(label)s” is deleted.", label=item.label)


def post_score(desk: Desk, item: Item, *, sub: str, score: Decimal, maximum: Decimal, comment: str) -> str:
    sent = Score(user_id=sub, timestamp=desk.now, score_given=score, score_maximum=maximum, comment=comment)
    posted = desk.ags.post_score(item.url, sent)
    if not 200 <= posted.status < 300:
        raise ServiceRefused(f"status {posted.status}", posted.status, posted.body_start)
    return _("The gradebook took the score of %(time)s.", time=instant(desk.now))


def read_results(desk: Desk, item: Item, *, sub: str) -> str:
    found = desk.ags.results(item.url, user_id=sub)
    return ngettext("The gradebook told %(num)s result.", "The gradebook told %(num)s results.", len(found))


def read_members(desk: Desk, *, role: str, resource_link_id: str, limit: int | None) -> str:
    found = list(nrps.members(desk.service, desk.memberships_url, role=role, rlid=resource_link_id, limit=limit))
    away = sum(member.status is not nrps.Status.ACTIVE for member in found)
    people = ngettext("The roster has %(num)s person.", "The roster has %(num)s people.", len(found))
    return " ".join((people, ngettext("%(num)s is not active.", "%(num)s are not active.", away)))


def own(item: Item) -> int:
    """The row of an item that the console made; raises `NotFound` for any other: those are never changed here."""
    if not item.own or item.line_item_id is None:
        raise NotFound("not an item of the console's own")
    return item.line_item_id


def _forget(desk: Desk, line_item_id: int) -> None:
    with desk.suite.database.write() as db:
        store.forget_item(db, line_item_id)


def _none() -> str:
    raise NotFound("no launch told this address")
