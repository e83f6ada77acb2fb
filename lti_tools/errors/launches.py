"""A login or launch that opens no session."""

from lti_tools.errors.root import SuiteError


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
