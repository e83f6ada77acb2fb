"""Why a call failed, in words for an admin."""

from lti_tools.errors import (
    AddressForbidden,
    AnswerInvalid,
    HostForeign,
    NotSent,
    ScopeMissing,
    ServiceRefused,
    TokenRefused,
    Unreachable,
)
from lti_tools.web.locale import gettext as _


def refusal_words(error: Unreachable) -> str:
    """What happened and who can mend it."""
    match error:
        case ScopeMissing():
            return _(
                "Launches of this course never granted the scope “%(scope)s”. Allow it in the platform's registration, "
                "then launch the activity once more.",
                scope=error.detail,
            )
        case TokenRefused():
            return _(
                "The platform gave no token and answered %(status)s. Compare client ID, access token URL and key set "
                "address on both sides.",
                status=error.answered,
            )
        case AddressForbidden():
            return _("The suite may not call this address: %(reason)s.", reason=error.detail)
        case HostForeign():
            return _(
                "Nothing was sent: %(reason)s. Launch an activity of the course once more; a signed launch names the "
                "hosts that we call.",
                reason=error.detail,
            )
        case ServiceRefused():
            return _("The platform refused and answered %(status)s.", status=error.answered)
        case AnswerInvalid():
            return _("The answer is not what the specification says: %(reason)s.", reason=error.detail)
        case NotSent():
            return _("The request could not be sent: %(reason)s.", reason=error.detail)
    return _("No answer came: %(reason)s.", reason=error.detail)
