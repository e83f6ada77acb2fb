"""The platform's own actions: settings, scores sent again, and the undoing of others."""

from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.activities import configure
from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.audit.actions import Action, Entry
from lti_tools.store.tables.activities import Activity
from lti_tools.suite import current_suite
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy

SETTINGS, FILLED_IN = "settings.changed", "settings.filled-in"
SENT_AGAIN, UNDONE = "grades.sent-again", "audit.undone"


def settings_back(db: Session, entry: Entry, now: datetime) -> None:
    """Give the settings that an entry changed their earlier values; others keep what they became since."""
    activity = db.get(Activity, entry.activity_id, with_for_update=True)
    tool = current_suite().tool(activity.tool) if activity else None
    if activity is None or tool is None:
        raise NotFound
    if any(activity.settings.get(key) != value for key, value in entry.after.items()):
        raise Refusal(_("These settings were changed again since. Open the settings and change them there."))
    wanted = {**activity.settings, **entry.before}
    configure(db, activity, tool, {key: value for key, value in wanted.items() if value is not None}, now)


OWN = (
    Action(code=SETTINGS, title=lazy("Settings changed"), undo=settings_back),
    Action(
        code=FILLED_IN,
        title=lazy("Settings filled in for the first time"),
        why_not=lazy("The activity cannot be without settings. Change them on their page."),
    ),
    Action(
        code=SENT_AGAIN,
        title=lazy("Scores sent to the gradebook again"),
        why_not=lazy("The gradebook keeps what it has taken. A newer score replaces it."),
        labels={"scores": lazy("Scores")},
    ),
    Action(
        code=UNDONE,
        title=lazy("Taken back"),
        why_not=lazy("What was taken back can be done again on its own page."),
    ),
)
