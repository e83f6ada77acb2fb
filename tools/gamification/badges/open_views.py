"""Badges for the world: issuer, achievement, picture, key, status list, the badge itself where its holder shows it, and
a page that verifies any badge of ours. No session, and no name of anybody.
"""

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.wrappers import Response as AnyResponse

from lti_tools.errors import NotFound
from lti_tools.launches import now
from lti_tools.suite import current_suite
from tools.gamification.badges import issuing, pictures, store
from tools.gamification.badges.files_out import as_file
from tools.gamification.badges.forms import VerifyForm
from tools.gamification.badges.words import FLAWS, UNREADABLE
from tools.gamification.openbadges.baking import PictureInvalid, unbake
from tools.gamification.openbadges.documents import achievement_document, issuer_document
from tools.gamification.openbadges.shape import BadgeRefused, Flaw
from tools.gamification.openbadges.verifying import Verified, verify

OPEN = "quests-open"
HOUR = 3600


def make_open_blueprint() -> Blueprint:
    """The routes, below `/open/quests`."""
    blueprint = Blueprint(OPEN, __name__)
    blueprint.add_url_rule("/issuers/<int:tenant_id>", "issuer", issuer)
    blueprint.add_url_rule("/achievements/<uid>", "achievement", achievement)
    blueprint.add_url_rule("/pictures/<uid>", "picture", picture)
    blueprint.add_url_rule("/keys/<kid>", "key", key)
    blueprint.add_url_rule("/status/<int:tenant_id>/<int:number>/<kid>", "status", status)
    blueprint.add_url_rule("/credentials/<uid>", "credential", credential)
    blueprint.add_url_rule("/share/<token>", "share", share)
    blueprint.add_url_rule("/share/<token>/<kind>", "file", file)
    blueprint.add_url_rule("/verify", "verify", verify_page, methods=["GET", "POST"])
    return blueprint


def issuer(tenant_id: int) -> Response:
    suite = current_suite()
    with suite.database.read() as db:
        school = store.school_named(db, tenant_id)
    return _json(issuer_document(issuing.issuer_of(suite, tenant_id, school)))


def achievement(uid: str) -> Response:
    suite = current_suite()
    with suite.database.read() as db:
        badge, tenant_id, school = store.badge_named(db, uid)
        found = issuing.achievement_of(suite, badge)
    return _json(achievement_document(found, issuing.issuer_of(suite, tenant_id, school)))


def picture(uid: str) -> Response:
    suite = current_suite()
    with suite.database.read() as db:
        badge, _tenant, _school = store.badge_named(db, uid)
        content = pictures.png_of(suite, badge)
    return _for_all(Response(content, mimetype="image/png"))


def key(kid: str) -> Response:
    """One bare public key, retired ones too, for ever."""
    found = issuing.published(current_suite(), now()).get(kid)
    if found is None:
        raise NotFound(f"no key {kid}")
    return _json(found)


def status(tenant_id: int, number: int, kid: str) -> Response:
    suite = current_suite()
    with suite.database.read() as db:
        text = issuing.status_list(suite, db, tenant_id, number, kid, now())
    return _for_all(Response(text, mimetype="text/plain"), age=60)


def credential(uid: str) -> AnyResponse:
    """The badge itself, where its holder shows it: a page for people, the signed text for programs."""
    suite = current_suite()
    with suite.database.write() as db:
        found = store.award_named(db, uid)
        if found is None or not found.award.shown:
            raise NotFound("no badge is shown here")
        token = issuing.share_token(suite, found)
        text = issuing.signed(suite, found, store.ensure_holder(db, found.award.person_id), now())
    if request.accept_mimetypes.best_match(["text/plain", "text/html"]) == "text/html":
        return redirect(url_for(f"{OPEN}.share", token=token), 303)
    response = _for_all(Response(text, mimetype="text/plain"), age=60)
    response.headers["Vary"] = "Accept"
    return response


def share(token: str) -> str:
    """What whoever got the link sees: the badge, what it was given for, by whom, and that it holds."""
    suite = current_suite()
    with suite.database.write() as db:
        held = issuing.shown_under(suite, db, token)
        text = issuing.signed(suite, held, store.ensure_holder(db, held.award.person_id), now())
        verdict = _verdict(text, issuing.own_addresses(suite, db, now()))
    return render_template("quests/badges/share.html", held=held, token=token, **verdict)


def file(token: str, kind: str) -> Response:
    suite = current_suite()
    with suite.database.write() as db:
        held = issuing.shown_under(suite, db, token)
        return as_file(suite, db, held, kind, now())


def verify_page() -> str | tuple[str, int]:
    """Verify a badge that somebody brings, as a picture or as text. Nothing of it is kept."""
    form = VerifyForm(_typed())
    request.close()
    if request.method == "GET":
        return render_template("quests/badges/verify.html", form=form)
    if not form.validate():
        return render_template("quests/badges/verify.html", form=form), 422
    content = form.badge.data.content if form.badge.data else str(form.text.data or "").encode()
    suite = current_suite()
    try:
        text = unbake(content)
    except PictureInvalid as error:
        return render_template("quests/badges/verify.html", form=form, flaw=UNREADABLE[str(error)])
    with suite.database.read() as db:
        verdict = _verdict(text, issuing.own_addresses(suite, db, now()), str(form.email.data or ""))
    return render_template("quests/badges/verify.html", form=form, **verdict)


def _typed() -> Any:
    return CombinedMultiDict([request.files, request.form]) if request.method == "POST" else None


def _verdict(text: str, fetch: Any, email: str = "") -> Mapping[str, Any]:
    try:
        found: Verified = verify(text, fetch, now(), email=email)
    except BadgeRefused as refused:
        return {"flaw": FLAWS[refused.flaw], "elsewhere": refused.flaw is Flaw.KEY_UNREACHABLE}
    return {"verified": found}


def _json(document: Mapping[str, Any]) -> Response:
    return _for_all(Response(json.dumps(document, ensure_ascii=False), mimetype="application/json"))


def _for_all(response: Response, age: int = HOUR) -> Response:
    """Programs of other sites may read it: that is what it is for."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = f"public, max-age={age}"
    return response
