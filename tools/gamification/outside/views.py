"""Outside systems: the teacher's page of their keys."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from lti_tools.web.forms import Form, refusals_shown_in
from lti_tools.web.forms import TextField as Text
from lti_tools.web.locale import lazy
from tools.gamification import deeds
from tools.gamification.domain.intake import HEADER
from tools.gamification.domain.questline.line import Way
from tools.gamification.outside import service
from tools.gamification.outside.intake_views import INTAKE
from tools.gamification.views.drafting import page, the_draft


class KeyForm(Form):
    name = Text(lazy("Name of the outside system"), max_length=80)


def add_to(blueprint: Blueprint) -> None:
    """The teacher's routes, among those of quests."""
    blueprint.add_url_rule("/builder/outside", "outside", outside)
    blueprint.add_url_rule("/builder/outside", "make_outside_key", make_key, methods=["POST"])
    blueprint.add_url_rule("/builder/outside/<key_id>/revoke", "revoke_outside_key", revoke_key, methods=["POST"])


@require_right(Right.SETTINGS)
def outside() -> str:
    """Which systems may tell something, and how they do."""
    return _page(KeyForm())


def _page(form: KeyForm) -> str:
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        keys = service.keys_of(db, launch.activity)
    rows = [(one, service.secret_of(suite.keys.keyed_hash, one.id), _address(one.id)) for one in keys]
    actions = sorted({one.action for _, one in the_draft().objectives() if one.way is Way.OUTSIDE and one.action})
    return page("outside/keys", keys=rows, form=form, actions=actions, header=HEADER)


def _address(key_id: str) -> str:
    path = url_for(f"{INTAKE}.intake", key_id=key_id)
    return current_suite().settings.public_url.rstrip("/") + path[path.index("/intake/") :]


@require_right(Right.SETTINGS)
@deed(deeds.KEY_MADE)
def make_key() -> AnyResponse | tuple[str, int]:
    launch, form = current_launch(), KeyForm(request.form)
    number = None
    if form.validate():
        with refusals_shown_in(form), current_suite().database.write() as db:
            key = service.make_key(db, launch.activity, form.name.data or "", now())
            number = note(db, launch, deeds.KEY_MADE, subject={"key": key}, now=now())
    if number is None:
        return _page(form), 422
    return done(".outside", "quests-key-made", number)


@require_right(Right.SETTINGS)
@deed(deeds.KEY_REVOKED)
def revoke_key(key_id: str) -> AnyResponse:
    launch = current_launch()
    with current_suite().database.write() as db:
        service.set_revoked(db, launch.activity, key_id, now())
        number = note(db, launch, deeds.KEY_REVOKED, subject={"key": key_id}, now=now())
    return done(".outside", "quests-key-revoked", number)
