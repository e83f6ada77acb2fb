"""The seal around pylti1p3, its only importer.

pylti1p3 still does: the parameters of the authorization request, the order in which a launch is checked, the split and
decoding of the token. We do: state, nonce, registration, keys, signature, times, audiences, the message itself and
everything stored. The numbers are the rows of defects closed here, each with a test in
`tests/certification/test_pylti_gaps.py`: 1 replay, 2 mix-up, 3 times, 4 audiences, 5 and 6 claims, 7 deep linking
settings, 10 and 15 storage, 11 cookies, 13 shared configuration, 14 keys, 22 nonce, 23 subject, 24 authorization
address. The others (8, 9, 12, 16-21, 25) lie in parts of pylti1p3 that nothing here calls.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from pylti1p3.cookie import CookieService
from pylti1p3.exception import LtiException, OIDCException
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.oidc_login import OIDCLogin
from pylti1p3.registration import Registration
from pylti1p3.request import Request
from pylti1p3.session import SessionService
from pylti1p3.tool_config.abstract import ToolConfAbstract

from lti_tools.errors import LoginParameterMissing, NonceRefused, SignatureInvalid, TokenMalformed
from lti_tools.lti.token_rules import check_audience, check_signature, check_times

ALGORITHM = "RS256"
UNUSUAL = frozenset(("crit", "b64"))
"""Header members that change what is signed; no platform sends them, and we understand none (RFC 7515 4.1.11, 7797)."""


class LaunchDesk(Protocol):
    """What the seal asks of the suite while it checks one launch; each call raises a `LaunchRefused` to refuse."""

    @property
    def issuer(self) -> str: ...
    @property
    def client_id(self) -> str: ...

    def consume_state(self, state: str) -> None:
        """Use up the state, which has to be bound to this browser, and know the registration from here on."""

    def consume_nonce(self, nonce: str) -> None:
        """Use up the nonce of that state."""

    def public_key(self, kid: str) -> RSAPublicKey:
        """The platform's key named `kid`."""


class _Parameters(Request):
    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__()
        self._values = values

    @property
    def session(self) -> dict[str, Any]:
        return {}

    def is_secure(self) -> bool:
        return True

    def get_param(self, key: str) -> str:
        return self._values.get(key, "")


class _NoCookies(CookieService):
    def get_cookie(self, name: str) -> str | None:
        return None

    def set_cookie(self, name: str, value: str | int, exp: int | None = 3600) -> None:
        return None


class _NoConfig(ToolConfAbstract[_Parameters]):
    """Registrations come from the database; pylti1p3's own lookup is never asked (row 13)."""

    def check_iss_has_one_client(self, iss: str) -> bool:
        return False

    def _never(self, *_args: Any, **_kwargs: Any) -> Any:
        raise NotImplementedError

    find_registration_by_issuer = _never
    find_registration_by_params = _never
    find_deployment = _never
    find_deployment_by_params = _never


class _NoStorage(SessionService):
    """Nothing is kept outside the database (rows 10, 15)."""

    def __init__(self) -> None:
        super().__init__(_Parameters({}))

    def save_nonce(self, nonce: str) -> None:
        return None


class _Login(OIDCLogin[_Parameters, _NoConfig, _NoStorage, _NoCookies, str]):
    def __init__(
        self, parameters: Mapping[str, str], *, endpoint: str, issuer: str, client_id: str, state: str, nonce: str
    ) -> None:
        super().__init__(_Parameters(parameters), _NoConfig(), _NoStorage(), _NoCookies())
        registration = Registration().set_issuer(issuer).set_client_id(client_id).set_auth_login_url(endpoint)
        self._registration, self._endpoint, self._state, self._nonce = registration, endpoint, state, nonce

    def get_redirect(self, url: str) -> Any:
        raise NotImplementedError

    def validate_oidc_login(self) -> Registration:
        return self._registration

    def _get_uuid(self) -> str:
        return self._state

    def _generate_nonce(self) -> str:
        return self._nonce

    def address(self, redirect_uri: str) -> str:
        """pylti1p3's address, except that an endpoint with a query of its own keeps it (row 24)."""
        address = self._prepare_redirect_url(redirect_uri)
        joint = "&" if "?" in self._endpoint else "?"
        return self._endpoint + joint + address.removeprefix(self._endpoint + "?")


STATE_PREFIX = "state-"
"""pylti1p3 puts it before every state."""


def authorization_address(
    parameters: Mapping[str, str],
    *,
    endpoint: str,
    issuer: str,
    client_id: str,
    redirect_uri: str,
    state: str,
    nonce: str,
) -> str:
    """The platform's authorization address for one login (Security Framework 5.1.1.2)."""
    login = _Login(parameters, endpoint=endpoint, issuer=issuer, client_id=client_id, state=state, nonce=nonce)
    try:
        return login.address(redirect_uri)
    except OIDCException as error:
        raise LoginParameterMissing(str(error)) from error


class _Launch(MessageLaunch[_Parameters, _NoConfig, _NoStorage, _NoCookies]):
    def __init__(self, token: str, state: str, desk: LaunchDesk, now: datetime) -> None:
        unused: Any = object()
        super().__init__(
            _Parameters({"id_token": token, "state": state}),
            _NoConfig(),
            _NoStorage(),
            _NoCookies(),
            requests_session=unused,
        )
        self._desk, self._now = desk, now

    def _get_request_param(self, key: str) -> str:
        return self._request.get_param(key)

    @property
    def claims(self) -> dict[str, Any]:
        return dict(self._jwt["body"])

    def validate_state(self) -> "_Launch":
        """Rows 1 and 2: consumed in the database, once, and bound to browser and registration."""
        self._desk.consume_state(self._get_request_param("state").removeprefix(STATE_PREFIX))
        return self

    def validate_jwt_format(self) -> "_Launch":
        try:
            super().validate_jwt_format()
        except (LtiException, RecursionError) as error:
            raise TokenMalformed from error
        header, body = self._jwt.get("header"), self._jwt.get("body")
        if not isinstance(header, dict) or not isinstance(body, dict) or header.keys() & UNUSUAL:
            raise TokenMalformed
        return self

    def validate_nonce(self) -> "_Launch":
        nonce = self._jwt["body"].get("nonce")
        if not isinstance(nonce, str) or not nonce:
            raise NonceRefused("absent")
        self._desk.consume_nonce(nonce)
        return self

    def validate_registration(self) -> "_Launch":
        """Rows 2 and 4: the token is for the registration that the login was for, and for nobody else."""
        check_audience(self.claims, self._desk.issuer, self._desk.client_id)
        return self

    def validate_jwt_signature(self) -> "_Launch":
        """Rows 3 and 14: RS256 alone, by a key of the platform's set; times are judged by `check_times`."""
        kid = self._jwt["header"].get("kid")
        if self._jwt["header"].get("alg") != ALGORITHM:
            raise SignatureInvalid("algorithm")
        if not isinstance(kid, str) or not kid:
            raise TokenMalformed("kid")
        key = self._desk.public_key(kid)
        check_signature(self._get_id_token(), key)
        check_times(self.claims, self._now)
        return self

    def validate_deployment(self) -> "_Launch":
        """Deployments are looked up, or learnt, once the whole message is known to be good."""
        return self

    def validate_message(self) -> "_Launch":
        """Rows 5 to 7: `lti.launch.read_launch` judges every message."""
        return self

    def save_launch_data(self) -> "_Launch":
        return self


def verified_claims(token: str, state: str, desk: LaunchDesk, now: datetime) -> dict[str, Any]:
    """The claims of an id_token that belongs to a login of ours in this browser; raises a `LaunchRefused`."""
    if not token:
        raise TokenMalformed("no id_token")
    launch = _Launch(token, state, desk, now)
    launch.validate()
    return launch.claims


def unverified_id(token: str) -> str:
    """The token's `jti` for the log, empty where it has none; nothing is believed of it."""
    try:
        body = json.loads(MessageLaunch.urlsafe_b64decode(token.split(".")[1]))
        return str(body.get("jti", ""))[:80]
    except (IndexError, ValueError, AttributeError, RecursionError):
        return ""
