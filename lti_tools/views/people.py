"""The people of the course as staff see them: who is in it by the LMS's word, who has opened an activity, who left."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools import roster
from lti_tools.launches import Right, Role, current_launch, now, require_right
from lti_tools.rights import reach
from lti_tools.store import rosters
from lti_tools.suite import current_suite
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from lti_tools.web.notices import Notice, Tone, announce
from lti_tools.web.paging import page_number, page_of

blueprint = Blueprint("people", __name__, url_prefix="/s/<launch_session>/-/people")
announce(
    blueprint,
    {
        "people-asked": Notice(lazy("The LMS is being asked. Show the list again in some seconds."), Tone.INFO),
        "people-none": Notice(lazy("This LMS has no list of people for us."), Tone.WARN),
    },
)


@blueprint.get("/")
@require_right(Right.SEE_PEOPLE)
def show() -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        seen = reach(db, launch)
        members = [member for member in roster.members(db, launch.context_id) if seen.covers(member.person_id)]
        size = roster.roster_size(db, launch.context_id)
        standing = rosters.standing(db, launch.context_id, now())
        groups = roster.groups(db, launch.context_id)
    members.sort(key=lambda member: (not member.active, member.role is Role.LEARNER))
    page = page_of(members, page_number(request.args.get("page")), size=100)
    return render_template(
        "lti/people.html",
        page=page,
        page_url=lambda number: url_for("people.show", page=number),
        size=size,
        reach=seen,
        standing=standing,
        in_groups=_names_by_person(groups),
    )


@blueprint.post("/refresh")
@require_right(Right.SEE_PEOPLE)
def refresh() -> Response:
    """Let the worker fetch the list; nobody waits for the LMS here."""
    with current_suite().database.write() as db:
        asked = roster.request_refresh(db, current_launch().context_id, now())
    return redirect(url_for("people.show", said="people-asked" if asked else "people-none"), 303)


def _names_by_person(groups: list[roster.Group]) -> dict[int, str]:
    """What each person's groups are called; Moodle tells of groups without names."""
    found: dict[int, list[str]] = {}
    for group in groups:
        for person_id in group.member_ids:
            found.setdefault(person_id, []).append(group.name or _("Group %(number)s", number=group.id))
    return {person_id: ", ".join(names) for person_id, names in found.items()}
