"""The exception tree. Each distinguishable failure is a class with a code, a status and, where it has one, the section
of the specification that asks for the refusal.

    SuiteError
      SettingInvalid                      the operator's settings cannot work
      RotationUnderWay                    the signing keys change soon already
      SchemaUnfit                         the database is older or newer than this release
      LaunchRefused                       a login or launch that opens no session
        UnknownRegistration  RegistrationInactive  RegistrationMixUp  DeploymentUnknown
        LoginParameterMissing  StateUnknown  StateExpired  StateUsed  BrowserNotBound  NonceRefused
        TokenMalformed  KeyUnknown  KeysUnavailable  SignatureInvalid  TokenExpired  TokenNotYetValid
        AudienceWrong  ClaimMissing  ClaimInvalid  MessageUnknown  TargetForeign  ReturnAddressInvalid
        PlatformReported                  the platform sent an OIDC error instead of a token
      SessionRefused                      a request that no open session covers
        SessionMissing  SessionExpired  TicketRefused  FormExpired  OriginForeign
        SignedOut                         a deed in the admin pages by nobody who is signed in
      AccessRefused
        WrongRole  NotFound
      TooManyTries                        more wrong passwords from one address than a person types
      RegistrationRefused                 dynamic registration that registers nothing
        InviteInvalid  ConfigurationInvalid  RegistrationRejected
      Unreachable                         an address outside that we could not or would not call
        NotSent                           the request never left us
          AddressForbidden                we would not call it
          HostForeign                     no launch named the host that a service is said to be on
          TokenRefused                    the platform gave us no access token for it
          ScopeMissing                    the platform never granted the scope that it needs
        AnswerInvalid                     the answer is not what the specification says
        ServiceRefused                    a service of the platform answered with an error status
      Refusal                             a domain "no" with a friendly page (deadline passed, already voted)
        SettingsRefused                   settings that do not go with what people have done; shown in their form

What a person reads is in `views/errors.py`, keyed by code. `detail` goes to the log: never personal data in it.
"""

from collections.abc import Mapping
from typing import Any, ClassVar


class SuiteError(Exception):
    """Root of the tree."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    spec: ClassVar[str] = ""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class SettingInvalid(SuiteError):
    code = "setting-invalid"
    status = 500


class RotationUnderWay(SuiteError):
    code = "rotation-under-way"
    status = 409


class SchemaUnfit(SuiteError):
    code = "schema-unfit"
    status = 503


class LaunchRefused(SuiteError):
    code = "launch-refused"
    status = 403


class UnknownRegistration(LaunchRefused):
    code = "registration-unknown"
    spec = "LTI 1.3 Core 3.1.2; Security Framework 5.1.3"


class RegistrationInactive(LaunchRefused):
    code = "registration-inactive"


class RegistrationMixUp(LaunchRefused):
    code = "registration-mix-up"
    spec = "Security Framework 5.1.3"


class DeploymentUnknown(LaunchRefused):
    code = "deployment-unknown"
    spec = "LTI 1.3 Core 3.1.3"


class LoginParameterMissing(LaunchRefused):
    code = "login-parameter-missing"
    status = 400
    spec = "Security Framework 5.1.1.1"


class StateUnknown(LaunchRefused):
    code = "state-unknown"
    spec = "Security Framework 5.1.1.5"


class StateExpired(LaunchRefused):
    code = "state-expired"


class StateUsed(LaunchRefused):
    code = "state-used"


class BrowserNotBound(LaunchRefused):
    code = "browser-not-bound"
    spec = "Security Framework 7.3.1; OIDC Login with LTI Client Side postMessages"


class NonceRefused(LaunchRefused):
    code = "nonce-refused"
    spec = "Security Framework 5.1.3 (9)"


class TokenMalformed(LaunchRefused):
    code = "token-malformed"
    status = 400


class KeyUnknown(LaunchRefused):
    code = "key-unknown"
    spec = "Security Framework 6.3"


class KeysUnavailable(LaunchRefused):
    code = "keys-unavailable"
    spec = "Security Framework 6.3"


class SignatureInvalid(LaunchRefused):
    code = "signature-invalid"
    spec = "Security Framework 5.1.3 (1)"


class TokenExpired(LaunchRefused):
    code = "token-expired"
    spec = "Security Framework 5.1.3 (7)"


class TokenNotYetValid(LaunchRefused):
    code = "token-not-yet-valid"
    spec = "Security Framework 5.1.3 (8)"


class AudienceWrong(LaunchRefused):
    code = "audience-wrong"
    spec = "Security Framework 5.1.3 (3-5)"


class ClaimMissing(LaunchRefused):
    code = "claim-missing"
    status = 400
    spec = "LTI 1.3 Core 5.3"


class ClaimInvalid(LaunchRefused):
    code = "claim-invalid"
    status = 400
    spec = "LTI 1.3 Core 5.3"


class MessageUnknown(LaunchRefused):
    code = "message-unknown"
    status = 400
    spec = "LTI 1.3 Core 5.3.1"


class TargetForeign(LaunchRefused):
    code = "target-foreign"
    spec = "LTI 1.3 Core 5.3.4"


class ReturnAddressInvalid(LaunchRefused):
    code = "return-address-invalid"
    status = 400
    spec = "Deep Linking 2.0, 3.4.1"


class PlatformReported(LaunchRefused):
    code = "platform-reported"
    status = 400
    spec = "OpenID Connect Core 3.1.2.6"


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


class RegistrationRefused(SuiteError):
    code = "registration-refused"
    status = 400


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


class Refusal(SuiteError):
    """A rule of an activity says no. `reason` is a sentence for the person, already translated."""

    code = "refused"
    status = 409

    def __init__(self, reason: str, **context: Any) -> None:
        super().__init__()
        self.reason = reason
        self.context = context


class SettingsRefused(Refusal):
    """A tool's `configure` cannot store these settings. `fields`: name of the form's field -> sentence."""

    code = "settings-refused"
    status = 422

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields
