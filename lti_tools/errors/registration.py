"""Dynamic registration that registers nothing."""

from lti_tools.errors.root import SuiteError


class RegistrationRefused(SuiteError):
    code = "registration-refused"
    status = 400


class TooManyRegistrations(RegistrationRefused):
    code = "registrations-too-many"
    status = 429


class InviteInvalid(RegistrationRefused):
    code = "invite-invalid"
    status = 403


class ConfigurationInvalid(RegistrationRefused):
    code = "configuration-invalid"
    spec = "LTI Dynamic Registration 1.0, 3.4"


class RegistrationRejected(RegistrationRefused):
    """`said` is what the platform answered, for the admin's page and never for the log."""

    code = "registration-rejected"
    spec = "LTI Dynamic Registration 1.0, 3.6"

    def __init__(self, detail: str = "", said: str = "") -> None:
        super().__init__(detail)
        self.said = said
