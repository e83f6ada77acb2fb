"""Deeds on a set that are one button each: publish, use, undo, turn the roles, follow the LMS, remove."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from lti_tools import roster
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import Affected, ask_deed, deed, done, harmless
from lti_tools.kit.groups import changes, editing, following, groups, store
from lti_tools.kit.groups.pages import Answer
from lti_tools.kit.groups.terms import Source
from lti_tools.launches import current_launch, now, require_right
from lti_tools.rights import Right
from lti_tools.suite import current_suite
from lti_tools.web.confirm import confirmed
from lti_tools.web.locale import gettext as _


def add_rules(blueprint: Blueprint) -> None:
    """The addresses of these deeds."""
    for view in (publish, use, undo, turn, sync, remove):
        blueprint.add_url_rule(f"/<int:group_set_id>/{view.__name__}", view.__name__, view, methods=["POST"])


@require_right(Right.SETTINGS)
@deed("groups.published", "groups.hidden")
def publish(group_set_id: int) -> Response:
    """Show students their mates' names, or hide them again."""
    launch, shown = current_launch(), request.form.get("shown") == "1"
    action = "groups.published" if shown else "groups.hidden"
    with current_suite().database.write() as db:
        changed = editing.publish(db, launch.context_id, group_set_id, now() if shown else None)
        number = note(db, launch, action, subject={"set": group_set_id}, now=now()) if changed else None
    return done(".show", action.replace(".", "-"), number, group_set_id=group_set_id)


@require_right(Right.SETTINGS)
@deed("groups.used")
def use(group_set_id: int) -> Response:
    """Let this activity work with the set, or without groups."""
    launch, on = current_launch(), request.form.get("on") == "1"
    with current_suite().database.write() as db:
        before, wanted = store.used_by(db, launch.activity), store.set_of(db, launch.context_id, group_set_id)
        groups.use(db, launch.context_id, launch.activity, wanted.id if on else None)
        if (before.id if before else None) != (group_set_id if on else None):
            after = {"set": group_set_id if on else None}
            note(db, launch, "groups.used", before={"set": before.id if before else None}, after=after, now=now())
    return redirect(url_for(".show", group_set_id=group_set_id, said="groups-used" if on else "groups-unused"), 303)


@require_right(Right.SETTINGS)
@harmless("undoing is an entry of the set's own change log")
def undo(group_set_id: int) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        held = store.hold(db, launch.context_id, group_set_id)
        changes.undo_last(db, held, launch.person_id, now())
    return redirect(url_for(".show", group_set_id=group_set_id, said="groups-undone"), 303)


@require_right(Right.SETTINGS)
@harmless("roles only go on to the next person")
def turn(group_set_id: int) -> Response:
    with current_suite().database.write() as db:
        editing.turn(db, current_launch().context_id, group_set_id)
    return redirect(url_for(".show", group_set_id=group_set_id, said="groups-turned"), 303)


@require_right(Right.SETTINGS)
@harmless("takes over what the LMS says, as happens by itself")
def sync(group_set_id: int) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        if store.set_of(db, launch.context_id, group_set_id).source == Source.LMS:
            following.follow(db, launch.context_id, group_set_id, now())
    with current_suite().database.write() as db:
        roster.request_refresh(db, launch.context_id, now())
    return redirect(url_for(".show", group_set_id=group_set_id, said="groups-synced"), 303)


@require_right(Right.SETTINGS)
@deed("groups.removed")
def remove(group_set_id: int) -> Answer:
    launch = current_launch()
    with current_suite().database.read() as db:
        found = store.set_of(db, launch.context_id, group_set_id)
        inside = len(store.places_in(db, group_set_id))
        uses = store.uses(db, launch.context_id).get(group_set_id, 0)
    if not confirmed():
        return ask_deed(
            "groups.removed",
            _("Remove the set “%(name)s” with all its groups?", name=found.name),
            yes=_("Remove the set"),
            affected=[
                Affected(_("Students who lose their group"), count=inside),
                Affected(_("Activities that work without groups then"), count=uses),
            ],
            back_url=url_for(".show", group_set_id=group_set_id),
            danger=True,
        )
    with current_suite().database.write() as db:
        editing.remove_set(db, launch.context_id, group_set_id, now())
        number = note(db, launch, "groups.removed", subject={"set": group_set_id}, now=now())
    return done(".home", "groups-removed", number)
