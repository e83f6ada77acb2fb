"""C01 to C12: the certification suite's known bad payloads, each as a teacher and as a student."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask

from lti_tools.lti import claims as names
from lti_tools.store.database import Database
from tests.certification.verdicts import assert_refused
from tests.support.engines import on_sqlite
from tests.support.platform import INSTRUCTOR, LEARNER, Claims, ForgedPlatform

pytestmark = on_sqlite


def without(*claims: str) -> Callable[[Claims], None]:
    def change(message: Claims) -> None:
        for claim in claims:
            del message[claim]

    return change


def with_(**claims: Any) -> Callable[[Claims], None]:
    return lambda message: message.update({getattr(names, name, name): value for name, value in claims.items()})


def only_a_stray_key(message: Claims) -> None:
    message.clear()
    message["badltilaunch"] = "yes"


def unchanged(_message: Claims) -> None:
    return None


@dataclass(frozen=True)
class Case:
    name: str
    code: str
    change: Callable[[Claims], None] = unchanged
    header: dict[str, Any] = field(default_factory=dict)


CASES = (
    Case("C01 no kid in the header", "token-malformed", header={"kid": None}),
    Case("C02 a kid that the platform does not have", "key-unknown", header={"kid": "nobody"}),
    Case("C03 version 11.3", "claim-invalid", with_(VERSION="11.3")),
    Case("C03 version 1.2.0", "claim-invalid", with_(VERSION="1.2.0")),
    Case("C04 no version", "claim-missing", without(names.VERSION)),
    Case("C05 signed JSON that is no launch", "nonce-refused", only_a_stray_key),
    Case(
        "C06 several required claims missing",
        "claim-missing",
        without("aud", "iss", "sub", names.DEPLOYMENT_ID, names.ROLES),
    ),
    Case("C07 iat and exp of another age", "token-expired", with_(iat=11111, exp=22222)),
    Case("C08 no message type", "claim-missing", without(names.MESSAGE_TYPE)),
    Case("C09 no roles claim", "claim-missing", without(names.ROLES)),
    Case("C10 no deployment id", "claim-missing", without(names.DEPLOYMENT_ID)),
    Case("C11 no resource link", "claim-missing", without(names.RESOURCE_LINK)),
    Case("C11 a resource link without id", "claim-missing", with_(RESOURCE_LINK={"title": "No id"})),
    Case("C12 no sub: an anonymous launch", "claim-missing", without("sub")),
)


@pytest.mark.parametrize("role", [INSTRUCTOR, LEARNER], ids=["teacher", "student"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_a_bad_launch_is_refused_in_words_and_leaves_nothing(
    case: Case,
    role: str,
    app: Flask,
    platform: ForgedPlatform,
    database: Database,
    launch_log: pytest.LogCaptureFixture,
):
    client = app.test_client()
    attempt = platform.begin(client)
    message = platform.claims(attempt.nonce, roles=[role])
    case.change(message)
    entered = platform.finish(client, attempt, platform.mint(message, **case.header))
    assert_refused(entered, case.code, database, launch_log)


def test_the_same_message_without_a_fault_opens(app: Flask, platform: ForgedPlatform):
    assert platform.launch(app, roles=[LEARNER]).answer.status_code == 303
