"""C13 to C31: valid launches that have to open, from a Moodle-like and a Canvas-like platform."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lti_tools.lti import claims as names
from lti_tools.lti.roles import Role
from lti_tools.store.database import Database
from lti_tools.store.tables.sessions import LaunchSession
from tests.certification.verdicts import assert_opened
from tests.support.engines import on_sqlite
from tests.support.platform import INSTITUTION, INSTRUCTOR, LEARNER, OBSERVER, Claims, ForgedPlatform

PERSONAL = ("name", "given_name", "family_name", "email")
SERVICES = (names.AGS_ENDPOINT, names.NRPS_SERVICE)


def drop(*claims: str) -> Callable[[Claims], None]:
    def change(message: Claims) -> None:
        for claim in claims:
            message.pop(claim, None)

    return change


@dataclass(frozen=True)
class Case:
    name: str
    roles: list[Any]
    role: Role
    change: Callable[[Claims], None] = drop()


TEACHER = (
    Case("C13 instructor", [INSTRUCTOR], Role.INSTRUCTOR),
    Case(
        "C14 instructor with several roles",
        [INSTRUCTOR, f"{INSTITUTION}#Faculty", OBSERVER],
        Role.INSTRUCTOR,
    ),
    Case("C15 short role Instructor", ["Instructor"], Role.INSTRUCTOR),
    Case("C16 unknown role alone", ["http://purl.imsglobal.org/vocab/lis/v2/uknownrole/unknown#Helper"], Role.OBSERVER),
    Case("C17 no role", [], Role.OBSERVER),
    Case("C17 an empty role", [""], Role.OBSERVER),
    Case("C18 instructor with e-mail only", [INSTRUCTOR], Role.INSTRUCTOR, drop("name", "given_name", "family_name")),
    Case("C19 instructor with names only", [INSTRUCTOR], Role.INSTRUCTOR, drop("email")),
    Case("C20 instructor without personal data", [INSTRUCTOR], Role.INSTRUCTOR, drop(*PERSONAL)),
    Case("C21 instructor with e-mail and no context", [INSTRUCTOR], Role.INSTRUCTOR, drop(names.CONTEXT)),
)
STUDENT = (
    Case("C22 learner", [LEARNER], Role.LEARNER),
    Case("C23 learner with several roles", [LEARNER, f"{INSTITUTION}#Student", OBSERVER], Role.LEARNER),
    Case("C24 short role Learner", ["Learner"], Role.LEARNER),
    Case(
        "C25 unknown role beside Learner",
        [LEARNER, "http://purl.imsglobal.org/vocab/lis/v2/uknownrole/unknown#Helper"],
        Role.LEARNER,
    ),
    Case("C26 no role, as a learner's launch", [], Role.OBSERVER),
    Case("C27 learner with e-mail only", [LEARNER], Role.LEARNER, drop("name", "given_name", "family_name")),
    Case("C28 learner with names only", [LEARNER], Role.LEARNER, drop("email")),
    Case("C29 learner without personal data", [LEARNER], Role.LEARNER, drop(*PERSONAL)),
    Case("C30 learner with e-mail and no context", [LEARNER], Role.LEARNER, drop(names.CONTEXT)),
    Case(
        "C31 learner with a resource link only", [LEARNER], Role.LEARNER, drop(names.CONTEXT, *SERVICES, names.CUSTOM)
    ),
)


@pytest.mark.parametrize("product", ["moodle", "canvas"])
@pytest.mark.parametrize("case", TEACHER + STUDENT, ids=lambda case: case.name.replace(" ", "-"))
@on_sqlite
def test_a_valid_launch_opens_in_its_role(case: Case, product: str, app: Flask, database: Database):
    platform = ForgedPlatform(database, product=product)
    assert_opened(platform.launch(app, case.change, roles=case.roles))
    with database.read() as db:
        assert db.scalar(select(LaunchSession.role)) == case.role


def test_C13_and_C22_teacher_and_student_open_on_either_database(app: Flask, platform: ForgedPlatform):
    assert_opened(platform.launch(app, sub="teacher", roles=[INSTRUCTOR]))
    assert_opened(platform.launch(app, sub="student", roles=[LEARNER]))


@on_sqlite
def test_C20_a_person_without_a_name_is_shown_a_neutral_word(app: Flask, platform: ForgedPlatform):
    page = platform.launch(app, drop(*PERSONAL), roles=[LEARNER], sub="83f1-secret-sub").page
    assert "You" in page.words
    assert "83f1-secret-sub" not in page.text


@on_sqlite
def test_custom_parameters_may_hold_integers_and_a_platform_needs_no_guid(app: Flask, platform: ForgedPlatform):
    def change(message: Claims) -> None:
        message[names.CUSTOM] = {"number": 7, "flag": True, "list": [1], "nothing": None}
        message[names.TOOL_PLATFORM] = {"product_family_code": "moodle"}

    assert_opened(platform.launch(app, change))
