"""The pages of groups for students: my group, my mates once they are told, my role, signing up and waiting."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools import roster
from lti_tools.errors import NotFound
from lti_tools.kit.groups import signup, store
from lti_tools.kit.groups.groups import Group, as_groups
from lti_tools.kit.groups.roles import Role as GroupRole
from lti_tools.kit.groups.roles import roles_in
from lti_tools.kit.groups.tables import GroupSet
from lti_tools.kit.groups.terms import Source
from lti_tools.launches import Role, current_launch, now, require_role
from lti_tools.suite import current_suite
from lti_tools.web.confirm import ask, confirmed
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import reader
from lti_tools.web.numbers import whole_number


@dataclass(frozen=True)
class OwnSet:
    """A set as one student sees it. `mates` are (name, roles) and empty before the set is published."""

    group_set: GroupSet
    here: bool
    open: bool
    own: Group | None
    roles: tuple[GroupRole, ...]
    mates: tuple[tuple[str, tuple[GroupRole, ...]], ...]
    groups: tuple[tuple[Group, int, int], ...]
    """While sign-up is open: group, free places (-1: no limit), how many wait."""
    waits_for: Group | None
    line: int
    """Place in that line, from 1."""


def add_rules(blueprint: Blueprint) -> None:
    """The addresses of these pages."""
    for name, view in (("join", join), ("leave", leave), ("stop", stop)):
        blueprint.add_url_rule(f"/<int:group_set_id>/{name}", name, view, methods=["POST"])


def student_home() -> str:
    """Every set that this student may know of: published, open for sign-up, or one where they signed up."""
    launch = current_launch()
    with current_suite().database.read() as db:
        used = store.used_by(db, launch.activity)
        names = {one.person_id: one.name for one in roster.members(db, launch.context_id)}
        sets = [one for one in store.sets_of(db, launch.context_id) if _known(one)]
        inside = store.contents(db, launch.context_id, [one.id for one in sets])
    shown = [_own(one, inside[one.id], names, used.id if used else None) for one in sets]
    shown.sort(key=lambda one: not one.here)
    return render_template("kit-groups/student.html", sets=shown, used=used)


def _known(found: GroupSet) -> bool:
    return found.published_at is not None or found.source == Source.SIGN_UP or signup.is_open(found, now())


def _own(found: GroupSet, inside: store.Contents, names: Mapping[int, str], here: int | None) -> OwnSet:
    me = current_launch().person_id
    groups = as_groups(inside.groups, inside.places)
    own = next((group for group in groups if me in group.member_ids), None)
    roles = roles_in(found, groups, reader().zone, now())
    wanted = next((group_id for person, group_id in inside.waiting if person == me), None)
    line = [person for person, group_id in inside.waiting if group_id == wanted]
    mates = [person for person in own.member_ids if person != me] if own and found.published_at else []
    lines = Counter(group_id for _person, group_id in inside.waiting)
    return OwnSet(
        group_set=found,
        here=found.id == here,
        open=signup.is_open(found, now()),
        own=own,
        roles=roles.get(me, ()),
        mates=tuple(
            (names.get(person) or _("Person %(number)s", number=person), roles.get(person, ())) for person in mates
        ),
        groups=tuple((group, _free(group), lines[group.id]) for group in groups),
        waits_for=next((group for group in groups if group.id == wanted), None),
        line=line.index(me) + 1 if me in line else 0,
    )


def _free(group: Group) -> int:
    return -1 if group.capacity is None else max(0, group.capacity - len(group.member_ids))


@require_role(Role.LEARNER)
def join(group_set_id: int) -> Response:
    launch, group_id = current_launch(), whole_number(request.form.get("group"))
    if not group_id:
        raise NotFound
    with current_suite().database.write() as db:
        outcome = signup.join(db, launch.context_id, group_set_id, group_id, launch.person_id, now())
    said = "groups-joined" if outcome is signup.Outcome.SEATED else "groups-waiting"
    return redirect(url_for(".home", said=said), 303)


@require_role(Role.LEARNER)
def leave(group_set_id: int) -> Response | str:
    launch = current_launch()
    if not confirmed():
        return ask(
            _("Leave your group?"),
            yes=_("Leave the group"),
            detail=_("Your place goes to whoever waits for it. You can sign up again if there is room."),
            back_url=url_for(".home"),
        )
    with current_suite().database.write() as db:
        signup.leave(db, launch.context_id, group_set_id, launch.person_id, now())
    return redirect(url_for(".home", said="groups-left"), 303)


@require_role(Role.LEARNER)
def stop(group_set_id: int) -> Response:
    """Take one's name off the waiting list."""
    launch = current_launch()
    with current_suite().database.write() as db:
        signup.stop_waiting(db, launch.context_id, group_set_id, launch.person_id, now())
    return redirect(url_for(".home", said="groups-stopped"), 303)
