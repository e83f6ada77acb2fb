"""`lti-tools export` and `lti-tools erase`: what is held about a person or a course, and forgetting it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click

from lti_tools.app import create_suite
from lti_tools.errors import NotFound
from lti_tools.privacy.erasing import erase_course, erase_person
from lti_tools.privacy.exporting import export_course, export_person
from lti_tools.privacy.finding import course_of, person_of
from lti_tools.settings import Settings
from lti_tools.suite import Suite

PLATFORM = click.option("--platform", "platform_id", type=int, required=True, help="Number in `platform list`.")
USER = click.option("--user", "sub", required=True, help="The LMS's id of the person (`sub`).")
COURSE = click.option("--course", "lms_id", required=True, help="The LMS's id of the course.")
YES = click.option("--yes", is_flag=True, help="Do not ask.")


@click.group()
def export() -> None:
    """Print what is held about a person or a course, as JSON."""


@click.group()
def erase() -> None:
    """Forget a person or a course. There is no way back."""


@export.command(name="person")
@PLATFORM
@USER
@click.pass_obj
def export_one(settings: Settings, platform_id: int, sub: str) -> None:
    """Everything about one person."""
    with _suite(settings) as suite:
        _print(export_person(suite, _person(suite, platform_id, sub)))


@export.command(name="course")
@PLATFORM
@COURSE
@click.pass_obj
def export_all(settings: Settings, platform_id: int, lms_id: str) -> None:
    """A course with its activities and the data of its people."""
    with _suite(settings) as suite:
        _print(export_course(suite, _course(suite, platform_id, lms_id)))


@erase.command(name="person")
@PLATFORM
@USER
@YES
@click.pass_obj
def erase_one(settings: Settings, platform_id: int, sub: str, yes: bool) -> None:
    """Forget one person in every course."""
    with _suite(settings) as suite:
        person_id = _person(suite, platform_id, sub)
        if not yes:
            click.confirm("Erase this person's work, grades and names for good?", abort=True)
        erase_person(suite, person_id, datetime.now(UTC), actor="command")
    click.echo("Erased. What the learning platform itself holds, such as its gradebook, stays there.")


@erase.command(name="course")
@PLATFORM
@COURSE
@YES
@click.pass_obj
def erase_all(settings: Settings, platform_id: int, lms_id: str, yes: bool) -> None:
    """Forget a course, its activities, and the people who are in no other course."""
    with _suite(settings) as suite:
        context_id = _course(suite, platform_id, lms_id)
        if not yes:
            click.confirm("Erase the course with all activities and work for good?", abort=True)
        people = erase_course(suite, context_id, datetime.now(UTC), actor="command")
    click.echo(f"Erased, with {people} people who were in no other course.")


@contextmanager
def _suite(settings: Settings) -> Iterator[Suite]:
    suite = create_suite(settings)
    try:
        yield suite
    finally:
        suite.database.close()


def _person(suite: Suite, platform_id: int, sub: str) -> int:
    with suite.database.read() as db:
        person_id = person_of(db, platform_id, sub)
    if person_id is None:
        raise NotFound(f"platform {platform_id} has no person {sub!r} here")
    return person_id


def _course(suite: Suite, platform_id: int, lms_id: str) -> int:
    with suite.database.read() as db:
        return course_of(db, platform_id, lms_id)


def _print(value: object) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
