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
        InviteInvalid  ConfigurationInvalid  RegistrationRejected  TooManyRegistrations
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

from lti_tools.errors.launches import (
    AudienceWrong,
    BrowserNotBound,
    ClaimInvalid,
    ClaimMissing,
    DeploymentUnknown,
    KeysUnavailable,
    KeyUnknown,
    LaunchRefused,
    LoginParameterMissing,
    MessageUnknown,
    NonceRefused,
    PlatformReported,
    RegistrationInactive,
    RegistrationMixUp,
    ReturnAddressInvalid,
    SignatureInvalid,
    StateExpired,
    StateUnknown,
    StateUsed,
    TargetForeign,
    TokenExpired,
    TokenMalformed,
    TokenNotYetValid,
    UnknownRegistration,
)
from lti_tools.errors.operation import RotationUnderWay, SchemaUnfit, SettingInvalid
from lti_tools.errors.outside import (
    AddressForbidden,
    AnswerInvalid,
    HostForeign,
    NotSent,
    ScopeMissing,
    ServiceRefused,
    TokenRefused,
    Unreachable,
)
from lti_tools.errors.refusals import Refusal, SettingsRefused
from lti_tools.errors.registration import (
    ConfigurationInvalid,
    InviteInvalid,
    RegistrationRefused,
    RegistrationRejected,
    TooManyRegistrations,
)
from lti_tools.errors.root import SuiteError
from lti_tools.errors.sessions import (
    AccessRefused,
    FormExpired,
    NotFound,
    OriginForeign,
    SessionExpired,
    SessionMissing,
    SessionRefused,
    SignedOut,
    TicketRefused,
    TooManyTries,
    WrongRole,
)

__all__ = [
    "AccessRefused",
    "AddressForbidden",
    "AnswerInvalid",
    "AudienceWrong",
    "BrowserNotBound",
    "ClaimInvalid",
    "ClaimMissing",
    "ConfigurationInvalid",
    "DeploymentUnknown",
    "FormExpired",
    "HostForeign",
    "InviteInvalid",
    "KeyUnknown",
    "KeysUnavailable",
    "LaunchRefused",
    "LoginParameterMissing",
    "MessageUnknown",
    "NonceRefused",
    "NotFound",
    "NotSent",
    "OriginForeign",
    "PlatformReported",
    "Refusal",
    "RegistrationInactive",
    "RegistrationMixUp",
    "RegistrationRefused",
    "RegistrationRejected",
    "ReturnAddressInvalid",
    "RotationUnderWay",
    "SchemaUnfit",
    "ScopeMissing",
    "ServiceRefused",
    "SessionExpired",
    "SessionMissing",
    "SessionRefused",
    "SettingInvalid",
    "SettingsRefused",
    "SignatureInvalid",
    "SignedOut",
    "StateExpired",
    "StateUnknown",
    "StateUsed",
    "SuiteError",
    "TargetForeign",
    "TicketRefused",
    "TokenExpired",
    "TokenMalformed",
    "TokenNotYetValid",
    "TokenRefused",
    "TooManyRegistrations",
    "TooManyTries",
    "UnknownRegistration",
    "Unreachable",
    "WrongRole",
]
