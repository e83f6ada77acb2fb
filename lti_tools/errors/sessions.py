"""A request that no open session covers, or that its session may not make."""

from lti_tools.errors.root import SuiteError


class SessionRefused(SuiteError):
    code = "session-refused"
    status = 403


class SessionMissing(SessionRefused):
    code = "session-missing"


class SessionExpired(SessionRefused):
    code = "session-expired"


class TicketRefused(SessionRefused):
    code = "ticket-refused"


class FormExpired(SessionRefused):
    code = "form-expired"


class OriginForeign(SessionRefused):
    code = "origin-foreign"


class SignedOut(SessionRefused):
    code = "signed-out"


class TooManyTries(SuiteError):
    code = "too-many-tries"
    status = 429


class AccessRefused(SuiteError):
    code = "access-refused"
    status = 403


class WrongRole(AccessRefused):
    code = "wrong-role"


class NotFound(AccessRefused):
    code = "not-found"
    status = 404
