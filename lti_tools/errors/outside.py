"""Addresses outside that we could not or would not call."""

from lti_tools.errors.root import SuiteError


class Unreachable(SuiteError):
    """`detail` names host and reason, never a query string."""

    code = "unreachable"
    status = 400


class NotSent(Unreachable):
    code = "not-sent"


class AddressForbidden(NotSent):
    code = "address-forbidden"


class HostForeign(NotSent):
    code = "host-foreign"


class TokenRefused(NotSent):
    """`answered` is the HTTP status of the token endpoint."""

    code = "token-refused"
    spec = "Security Framework 4.1"

    def __init__(self, detail: str = "", answered: int = 0) -> None:
        super().__init__(detail)
        self.answered = answered


class ScopeMissing(NotSent):
    code = "scope-missing"


class AnswerInvalid(Unreachable):
    code = "answer-invalid"


class ServiceRefused(Unreachable):
    """`answered` is the platform's HTTP status, `said` the first words of its body: never logged."""

    code = "service-refused"

    def __init__(self, detail: str = "", answered: int = 0, said: str = "") -> None:
        super().__init__(detail)
        self.answered, self.said = answered, said
