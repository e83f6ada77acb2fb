"""Why a registration registered nothing, in words for the administrator who stands before the page.

Keyed by the error's code and the first word of its detail; `%(what)s` is the rest of the detail.
"""

from lti_tools.errors import InviteInvalid, RegistrationRejected, SuiteError, TooManyRegistrations
from lti_tools.views.errors import Problem
from lti_tools.web.locale import gettext, lazy

INVITE = lazy("Ask whoever runs this suite for a new invite: “lti-tools platform invite” makes one.")
AGAIN = lazy("Start the registration again from your LMS. The invite can still be used.")
AGAIN_UNINVITED = lazy("Start the registration again from your LMS.")
LATER = lazy("Try again in an hour, or ask whoever runs this suite for an invite: with one you need not wait.")
DELETE = lazy("If your LMS lists the tool already, delete it there before you try again.")
SUITE_ADMIN = lazy("Tell whoever runs this suite what stands below.")

TEXTS = {
    ("invite-invalid", "missing"): lazy(
        "This address has no invite, and this suite takes registrations by invite alone."
    ),
    ("invite-invalid", "unknown"): lazy(
        "The invite in this address is not known here. Perhaps a part of it was cut off."
    ),
    ("invite-invalid", "other-tool"): lazy("The invite in this address is for another tool than the address itself."),
    ("invite-invalid", "used"): lazy("The invite in this address has been used: each works once."),
    ("invite-invalid", "revoked"): lazy("The invite in this address has been withdrawn."),
    ("invite-invalid", "expired"): lazy("The invite in this address is too old: each is good for 7 days."),
    ("invite-invalid", "claimed"): lazy("A registration with this invite is under way. Try again in a minute."),
    ("invite-invalid", "claim-lost"): lazy(
        "The invite was withdrawn or used by somebody else while your LMS answered."
    ),
    ("invite-invalid", "tool-gone"): lazy("The tool that this invite is for is not installed any more."),
    ("configuration-invalid", "status"): lazy("Asked for its configuration, your LMS answered with status %(what)s."),
    ("configuration-invalid", "not-an-object"): lazy("What your LMS calls its configuration is none."),
    ("configuration-invalid", "member"): lazy("The configuration of your LMS has no usable “%(what)s”."),
    ("configuration-invalid", "issuer-host"): lazy(
        "The configuration names an issuer at another address than the one it was found at, so it cannot be trusted."
    ),
    ("configuration-invalid", "algorithm"): lazy("Your LMS does not sign with RS256, which LTI 1.3 asks for."),
    ("configuration-invalid", "authentication"): lazy("Your LMS does not accept signed requests for access tokens."),
    ("configuration-invalid", "keys"): lazy("The keys of your LMS could not be read, so no launch could be checked."),
    ("configuration-invalid", "token"): lazy("The registration token in the address is damaged."),
    ("registration-rejected", "status"): lazy("Your LMS refused the registration, with status %(what)s."),
    ("registration-rejected", "no-answer"): lazy("Your LMS did not answer the registration in a way we understand."),
    ("registration-rejected", "client-known"): lazy(
        "Your LMS answered with a client that is registered here already, for another school or another platform."
    ),
    ("registrations-too-many", ""): lazy(
        "Too many registrations without an invite have come, or are waiting for approval."
    ),
    ("address-forbidden", ""): lazy("Your LMS named an address that this suite may not call."),
    ("answer-invalid", ""): lazy("Your LMS answered with something else than was asked for."),
    ("not-sent", ""): lazy("Your LMS could not be reached from here."),
    ("unreachable", ""): lazy("Your LMS could not be reached from here, or it did not answer in time."),
}
FALLBACK = {
    "registration-rejected": lazy("Your LMS answered the registration with something that is no registration."),
}


def problem_of(error: SuiteError, *, invited: bool) -> Problem:
    """What `lti/registration/refused.html` says of `error`; `invited`: the address had an invite."""
    reason, _, what = error.detail.partition(":")
    text = TEXTS.get((error.code, reason)) or TEXTS.get((error.code, "")) or FALLBACK.get(error.code)
    title = lazy("This invite does not work") if isinstance(error, InviteInvalid) else lazy("Nothing was registered")
    return Problem(
        title=gettext(title),
        text=gettext(text or lazy("The registration did not work."), what=what.strip()),
        steps=tuple(gettext(step) for step in _steps(error, invited)),
        code=error.code,
        picture="lock" if isinstance(error, InviteInvalid) else "knot",
    )


def _steps(error: SuiteError, invited: bool) -> tuple[str, ...]:
    again = AGAIN if invited else AGAIN_UNINVITED
    if isinstance(error, TooManyRegistrations):
        return (LATER,)
    if isinstance(error, InviteInvalid):
        return (INVITE, DELETE) if error.detail == "claim-lost" else (INVITE,)
    if isinstance(error, RegistrationRejected):
        return DELETE, again, SUITE_ADMIN
    return again, SUITE_ADMIN
