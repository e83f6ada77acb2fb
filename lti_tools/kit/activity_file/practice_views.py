"""Opening a practice class, its desk, stepping through its phases, looking as each of its people."""

from datetime import timedelta

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.activity_file import files, library, practice
from lti_tools.kit.audit.deeds import harmless
from lti_tools.launches import (
    STAFF,
    CurrentLaunch,
    Role,
    cookie_name,
    current_launch,
    now,
    require_role,
    session_path,
    set_cookie,
)
from lti_tools.lti.claims import RESOURCE_LINK_REQUEST
from lti_tools.store import sessions
from lti_tools.suite import current_suite

INSIDE = ("kit-templates.desk", "kit-templates.look_as", "kit-templates.go_on")
"""Endpoints of practice classes alone; the other pages of templates are closed there."""
LIFETIME = timedelta(hours=4)


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/practice", "practice", open_class, methods=["POST"])
    blueprint.add_url_rule("/desk", "desk", desk)
    blueprint.add_url_rule("/desk/as", "look_as", look_as, methods=["POST"])
    blueprint.add_url_rule("/desk/on", "go_on", go_on, methods=["POST"])


@require_role(*STAFF)
@harmless("a class of invented people, apart from the course")
def open_class() -> Response:
    """A practice class of the template, entered as its teacher."""
    launch = current_launch()
    tool = current_suite().tools[launch.tool]
    with current_suite().database.write() as db:
        chosen = library.choose(db, launch, tool, request.form.get("template", ""))
        found = practice.open_class(db, launch, tool, chosen, now())
        teacher = next(person.id for person, role in practice.people_of(db, found.context_id) if role in STAFF)
    return _enter(launch, found.context_id, found.activity_id, teacher, Role.INSTRUCTOR, "kit-templates.desk")


@require_role(*Role)
def desk() -> str:
    """Where the class stands, why each step works, and whose eyes one can take."""
    launch = current_launch()
    steps = files.content_of(current_suite().tools[launch.tool]).practice
    with current_suite().database.read() as db:
        found = practice.practice_of(db, launch.context_id)
        people = practice.people_of(db, launch.context_id)
    return render_template(
        "lti/kit/templates/desk.html",
        practice=found,
        steps=steps,
        coming=practice.next_step(steps, found.step),
        people=people,
    )


@require_role(*Role)
@harmless("a session as an invented person of the practice class")
def look_as() -> Response:
    """Go on as another of the class's invented people, in a session of their own."""
    launch = current_launch()
    with current_suite().database.read() as db:
        found = practice.practice_of(db, launch.context_id)
        people = {str(person.id): role for person, role in practice.people_of(db, launch.context_id)}
    wanted = request.form.get("person", "")
    if wanted not in people:
        raise NotFound
    return _enter(launch, found.context_id, found.activity_id, int(wanted), people[wanted], "session.home")


@require_role(*Role)
@harmless("plays the next step of a practice class with invented people")
def go_on() -> Response:
    """Let the class play the next step."""
    launch, suite = current_launch(), current_suite()
    with suite.database.write() as db:
        found = practice.practice_of(db, launch.context_id)
        practice.go_on(db, suite.tools[launch.tool], found, request.form.get("step", ""), now())
    return redirect(url_for(".desk"), 303)


def _enter(
    launch: CurrentLaunch, context_id: int, activity_id: int, person_id: int, role: Role, endpoint: str
) -> Response:
    """A session of its own for an invented person: identity and role never change inside one."""
    suite = current_suite()
    lifetime = min(LIFETIME, timedelta(hours=suite.settings.session_hours))
    with suite.database.write() as db:
        opened = sessions.open_session(
            db,
            now(),
            lifetime,
            registration_id=launch.registration_id,
            deployment_id=launch.deployment_id,
            person_id=person_id,
            context_id=context_id,
            activity_id=activity_id,
            role=role,
            message_type=RESOURCE_LINK_REQUEST,
            locale=launch.locale,
            message={"practice": True, "timezone": launch.timezone},
        )
    g.launch_session = opened.path
    response = redirect(url_for(endpoint), 303)
    path = session_path(suite.settings, opened.path)
    set_cookie(response, cookie_name(suite.settings), opened.secret, path=path, max_age=24 * 3600)  # type: ignore[arg-type]
    return response
