"""What is wrong with a file, in a sentence for the person who brought it."""

from lti_tools.errors import Refusal
from lti_tools.web.locale import gettext as _


class FileRefused(Refusal):
    """A file that is not, or not wholly, an activity of this tool; nothing of it is stored."""

    code = "file-refused"
    status = 422


def no_file() -> FileRefused:
    return FileRefused(_("Choose a file first."))


def too_large(kilobytes: int) -> FileRefused:
    return FileRefused(
        _("This file is larger than %(most)s kB, so it is no activity file. Nothing was changed.", most=kilobytes)
    )


def unreadable() -> FileRefused:
    return FileRefused(
        _("This is no activity file, or only a part of one. Download it again where it came from. Nothing was changed.")
    )


def other_tool(title: str) -> FileRefused:
    return FileRefused(_("This file belongs to another tool, not to “%(tool)s”. Nothing was changed.", tool=title))


def newer(version: int, known: int) -> FileRefused:
    return FileRefused(
        _(
            "This file was written by a newer release (version %(version)s; here up to %(known)s is understood). "
            "Ask for an update of this installation. Nothing was changed.",
            version=version,
            known=known,
        )
    )


def wrong_part(name: str) -> FileRefused:
    return FileRefused(
        _("The part “%(name)s” of this file is missing or not what it should be. Nothing was changed.", name=name)
    )


def unknown_part(name: str) -> FileRefused:
    return FileRefused(_("This file has a part “%(name)s” that is not known here. Nothing was changed.", name=name))


def changed_meanwhile() -> Refusal:
    return Refusal(_("Somebody changed this activity meanwhile. Look it over, then choose again."))


def enough_comments() -> Refusal:
    return Refusal(_("You have said a lot about this template already. Remove an older comment first."))
