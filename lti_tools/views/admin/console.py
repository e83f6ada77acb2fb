"""The conformance console: every service call on its own, started by hand, with addresses of recorded launches."""

from flask import render_template, request, url_for

from lti_tools.admin.console.calls import attempt, open_desk
from lti_tools.admin.deeds import ADMIN
from lti_tools.errors import NotFound
from lti_tools.launches import now
from lti_tools.store import console as store
from lti_tools.store.audits import note
from lti_tools.store.console import Place
from lti_tools.suite import current_suite
from lti_tools.views.admin.console_calls import CALLS, Asked, Call
from lti_tools.views.admin.console_forms import CallForm, Known
from lti_tools.views.admin.door import ask_first, blueprint
from lti_tools.web.confirm import confirmed
from lti_tools.web.paging import page_number


@blueprint.get("/console")
def console() -> str:
    with current_suite().database.read() as db:
        page = store.places(db, page_number(request.args.get("page")))
    return render_template("lti/admin/console/places.html", page=page)


@blueprint.get("/console/<int:service_id>")
def console_place(service_id: int) -> str:
    place, known = _place(service_id)
    return _page(place, known)


@blueprint.post("/console/<int:service_id>/<name>")
def console_call(service_id: int, name: str) -> str | tuple[str, int]:
    """Ask first where it writes; then call the platform and show what happened."""
    suite, call = current_suite(), CALLS.get(name)
    if call is None:
        raise NotFound
    place, known = _place(service_id)
    form = _form(name, call, known, filled=True)
    if not form.validate():
        return _page(place, known, {name: form}), 422
    asked = Asked(form, known)
    back = url_for("admin.console_place", service_id=service_id)
    if call.question and not confirmed():
        question, detail = call.question(asked)
        return ask_first(question, detail=detail, yes=str(call.button), back_url=back, danger=name == "delete")
    with suite.database.write() as db:
        note(db, ADMIN, "console.call", now(), call=name, course=place.context.id, registration=place.registration.id)
    desk = open_desk(suite, place, now())
    outcome = attempt(desk, name, lambda: call.run(desk, asked))
    return render_template("lti/admin/console/outcome.html", place=place, call=call, outcome=outcome, back=back)


def _place(service_id: int) -> tuple[Place, Known]:
    with current_suite().database.read() as db:
        place = store.place(db, service_id)
        if place is None:
            raise NotFound
        return place, Known(store.items(db, place), store.links(db, place), store.learners(db, place))


def _form(name: str, call: Call, known: Known, *, filled: bool = False) -> CallForm:
    form = call.form(request.form if filled else None, prefix=f"{name}-")
    form.offer(known)
    return form


def _page(place: Place, known: Known, filled: dict[str, CallForm] | None = None) -> str:
    offered = [
        (name, call, (filled or {}).get(name) or _form(name, call, known))
        for name, call in CALLS.items()
        if _is_there(place, call)
    ]
    return render_template("lti/admin/console/place.html", place=place, offered=offered, filled=filled)


def _is_there(place: Place, call: Call) -> bool:
    addresses = {"ags": place.service.lineitems_url, "nrps": place.service.memberships_url}
    return bool(addresses.get(call.service, "there"))
