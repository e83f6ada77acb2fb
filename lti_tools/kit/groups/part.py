"""Groups, as the suite's composition knows them."""

from datetime import datetime

from flask import Blueprint, url_for
from sqlalchemy.orm import Session

from lti_tools.errors import Refusal
from lti_tools.kit.audit.actions import Action, Entry
from lti_tools.kit.groups import (
    deed_views,
    editing,
    following,
    list_views,
    maker_views,
    personal_data,
    searching,
    settings_views,
    store,
    student_views,
    tables_out,
    telling,
    views,
)
from lti_tools.kit.part import MenuItem, Part
from lti_tools.launches import CurrentLaunch, Role
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from lti_tools.web.notices import Notice, Tone, announce

NOTICES = {
    "groups-created": Notice(lazy("The set is there. Its groups are below.")),
    "groups-saved": Notice(lazy("It is saved.")),
    "groups-moved": Notice(lazy("The students have moved.")),
    "groups-same": Notice(lazy("Nobody had to move."), Tone.INFO),
    "groups-skipped": Notice(
        lazy("Some students had been moved by somebody else meanwhile. They stayed where they are: look again."),
        Tone.WARN,
    ),
    "groups-imported": Notice(lazy("The list is taken over.")),
    "groups-made": Notice(lazy("The groups are made. Publish them when students may see them.")),
    "groups-undone": Notice(lazy("The last change is undone.")),
    "groups-published": Notice(lazy("Students now see who is in their group.")),
    "groups-hidden": Notice(lazy("Students no longer see who is in their group.")),
    "groups-used": Notice(lazy("This activity works with these groups now.")),
    "groups-unused": Notice(lazy("This activity works without groups now.")),
    "groups-turned": Notice(lazy("Every role has gone on to the next person.")),
    "groups-synced": Notice(lazy("The LMS's groups are taken over as far as it has told them.")),
    "groups-removed": Notice(lazy("The set is removed.")),
    "groups-facts": Notice(lazy("It is noted. Choose below what matters.")),
    "groups-facts-forgotten": Notice(lazy("What was noted about students is deleted.")),
    "groups-joined": Notice(lazy("You are in the group.")),
    "groups-waiting": Notice(lazy("The group is full. You wait in line and move up by yourself."), Tone.INFO),
    "groups-left": Notice(lazy("You have left the group.")),
    "groups-stopped": Notice(lazy("You no longer wait.")),
}


def make_blueprint() -> Blueprint:
    """The part's pages."""
    blueprint = Blueprint("kit-groups", __name__, template_folder="templates")
    announce(blueprint, NOTICES)
    for pages in (views, settings_views, deed_views, list_views, maker_views, student_views):
        pages.add_rules(blueprint)
    return blueprint


def menu(launch: CurrentLaunch) -> tuple[MenuItem, ...]:
    if launch.role is Role.OBSERVER:
        return ()
    return (MenuItem(_("Groups"), url_for("kit-groups.home"), "people"),)


def _published(db: Session, entry: Entry, now: datetime | None) -> None:
    context_id = store.context_of(db, entry.activity_id)
    if not editing.publish(db, context_id, int(entry.subject["set"]), now):
        raise Refusal(_("Somebody changed this meanwhile, so it is left as it is."))


ACTIONS = (
    Action(
        code="groups.published",
        title=lazy("Groups shown to students"),
        undo=lambda db, entry, now: _published(db, entry, None),
    ),
    Action(code="groups.hidden", title=lazy("Groups hidden from students"), undo=_published),
    Action(
        code="groups.used",
        title=lazy("The activity's groups chosen"),
        why_not=lazy("Choose other groups, or none, on the page of groups."),
    ),
    Action(
        code="groups.removed",
        title=lazy("Set of groups removed"),
        undo=lambda db, entry, now: editing.bring_back(
            db, store.context_of(db, entry.activity_id), int(entry.subject["set"])
        ),
    ),
)

part = Part(
    name="groups",
    blueprint=make_blueprint,
    menu=menu,
    erase=personal_data.erase,
    export=personal_data.export,
    tick=following.tick,
    actions=ACTIONS,
    exports=(tables_out.GROUPS,),
    jobs=(searching.SEARCH,),
    notices=telling.KINDS,
)
