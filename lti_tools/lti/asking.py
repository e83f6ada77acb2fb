"""The calls of a dynamic registration: configuration, key set, then the registration itself (LTI DR 1.0, 3.3-3.6)."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lti_tools.errors import AnswerInvalid, ConfigurationInvalid, RegistrationRejected, Unreachable
from lti_tools.lti.http import Answer, Http
from lti_tools.lti.jwks import read_key_set
from lti_tools.lti.platform_configuration import PlatformConfiguration, read_configuration
from lti_tools.lti.registration import Offer, RegistrationAnswer, read_answer, registration_body

WHOLE = 11.0
"""Seconds for a registration in all: an admin's browser waits, and so does a web thread."""
STEP = 5.0
"""Seconds for one of the platform's answers."""


@dataclass(frozen=True)
class Told:
    """Everything that the platform said."""

    platform: PlatformConfiguration
    keys: dict[str, Any]
    answer: RegistrationAnswer


Clock = Callable[[], float]
"""Seconds that the next step may take."""


def ask(http: Http, address: str, token: str, offer: Offer, *, plain_http: bool) -> Told:
    """Register `offer` with the platform whose configuration is at `address`.

    What can be wrong is found before the post: after it the platform has a client. `plain_http` lets http addresses
    pass. Raises `ConfigurationInvalid`, `RegistrationRejected` or `Unreachable`.
    """
    left = _clock()
    platform = _configuration(http, left, address, token, plain_http)
    for endpoint in platform.endpoints.values():
        http.check(endpoint, deadline=left())
    keys = _keys(http, left, platform)
    return Told(platform, keys, _post(http, left, platform, registration_body(offer, platform), token))


def _clock() -> Clock:
    ends = time.monotonic() + WHOLE
    return lambda: max(0.1, min(STEP, ends - time.monotonic()))


def _configuration(http: Http, left: Clock, address: str, token: str, plain_http: bool) -> PlatformConfiguration:
    answer = _get(http, left, address, token)
    if not answer.ok:
        raise ConfigurationInvalid(f"status:{answer.status}")
    return read_configuration(answer.json(), address, plain_http=plain_http)


def _keys(http: Http, left: Clock, platform: PlatformConfiguration) -> dict[str, Any]:
    """The platform's key set, kept with the registration so that the first launch need not fetch it."""
    answer = _get(http, left, platform.jwks_uri)
    try:
        return read_key_set(answer)
    except AnswerInvalid as error:
        raise ConfigurationInvalid("keys") from error


def _get(http: Http, left: Clock, address: str, token: str = "") -> Answer:
    return http.request("GET", address, headers={"Accept": "application/json", **_bearer(token)}, deadline=left())


def _post(
    http: Http, left: Clock, platform: PlatformConfiguration, body: Mapping[str, Any], token: str
) -> RegistrationAnswer:
    headers = {"Content-Type": "application/json", "Accept": "application/json", **_bearer(token)}
    address = platform.registration_endpoint
    try:
        answer = http.request("POST", address, headers=headers, body=json.dumps(body), deadline=left())
        if not answer.ok:
            said = answer.text_start.replace(token, "…") if token else answer.text_start
            raise RegistrationRejected(f"status:{answer.status}", said)
        return read_answer(answer.json(), body["scope"])
    except Unreachable as error:
        raise RegistrationRejected(f"no-answer: {error.detail}") from error


def _bearer(token: str) -> dict[str, str]:
    """Some platforms send no registration token; then there is none to show (LTI DR 1.0, 3.2)."""
    if not token:
        return {}
    if not token.isascii() or not token.isprintable() or " " in token:
        raise ConfigurationInvalid("token")
    return {"Authorization": f"Bearer {token}"}
