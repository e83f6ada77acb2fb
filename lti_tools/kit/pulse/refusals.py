"""What the pulse says no to."""

from lti_tools.errors import Refusal
from lti_tools.web.locale import gettext as _


def one_at_a_time() -> Refusal:
    return Refusal(_("A question is open already. Close it before you ask another one."))


def reply_first() -> Refusal:
    return Refusal(_("Say first what you changed after the last answers. Then ask the next question."))


def closed() -> Refusal:
    return Refusal(_("This question is closed. Nothing of your answer was kept."))


def answered() -> Refusal:
    return Refusal(
        _("You have answered this question already. An answer carries no name, so it cannot be found and changed.")
    )


def still_open() -> Refusal:
    return Refusal(_("This question is still open."))
