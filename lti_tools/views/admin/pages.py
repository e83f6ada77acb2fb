"""All admin pages as one blueprint."""

from lti_tools.views.admin import audit, console, grades, invites, keys, overview, platforms, refusals, schools
from lti_tools.views.admin.door import blueprint
from lti_tools.web.locale import lazy
from lti_tools.web.notices import Notice, Tone, announce

__all__ = ["audit", "blueprint", "console", "grades", "invites", "keys", "overview", "platforms", "refusals", "schools"]

announce(
    blueprint,
    {
        "admin-signed-out": Notice(lazy("You are signed out.")),
        "admin-platform-added": Notice(lazy("The platform is added.")),
        "admin-keys-unread": Notice(
            lazy("Its key set could not be read just now; the next launch asks again."), Tone.WARN
        ),
        "admin-school-mentors": Notice(lazy("What mentors may read is changed.")),
        "admin-platform-removed": Notice(lazy("The registration is removed.")),
        "admin-approved": Notice(lazy("The registration is approved and can launch.")),
        "admin-invite-revoked": Notice(lazy("The invite is revoked.")),
        "admin-school-added": Notice(lazy("The school is added.")),
        "admin-sent-again": Notice(lazy("The scores wait to be sent again.")),
        "admin-nothing-to-send": Notice(lazy("Nothing was refused any more: somebody was quicker."), Tone.INFO),
        "admin-keys-rotate": Notice(lazy("The next key signs as soon as it has been published for a day.")),
        "admin-keys-replaced": Notice(lazy("A new key signs. All earlier ones are gone.")),
    },
)
