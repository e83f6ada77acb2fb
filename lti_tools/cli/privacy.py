"""`lti-tools export` and `lti-tools erase`: what is held about a person or a course, and forgetting it."""

import json
from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from lti_tools.cli.opening import open_suite
from lti_tools.errors import NotFound
from lti_tools.privacy.erasing import erase_course, erase_person
from lti_tools.privacy.exporting import export_course, export_person
from lti_tools.privacy.finding import course_of, person_of
from lti_tools.settings import Settings
from lti_tools.store.platforms import find_row
from lti_tools.store.tables.schools import Platform
from lti_tools.suite import Suite

PLATFORM = click.option(
    "--platform", "number", type=int, required=True, help="Number of a registration of it, as `platform list` shows."
)
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
def export_one(settings: Settings, number: int, sub: str) -> None:
    """Everything about one person."""
    with open_suite(settings) as suite:
        _print(export_person(suite, _person(suite, number, sub)))


@export.command(name="course")
@PLATFORM
@COURSE
@click.pass_obj
def export_all(settings: Settings, number: int, lms_id: str) -> None:
    """A course with its activities and the data of its people."""
    with open_suite(settings) as suite:
        _print(export_course(suite, _course(suite, number, lms_id)))


@erase.command(name="person")
@PLATFORM
@USER
@YES
@click.pass_obj
def erase_one(settings: Settings, number: int, sub: str, yes: bool) -> None:
    """Forget one person in every course."""
    with open_suite(settings) as suite:
        person_id = _person(suite, number, sub)
        if not yes:
            click.confirm(f"Erase work, grades and names of {sub} of {_name(suite, number)} for good?", abort=True)
        erase_person(suite, person_id, datetime.now(UTC), actor="command")
    click.echo("Erased. What the learning platform itself holds, such as its gradebook, stays there.")


@erase.command(name="course")
@PLATFORM
@COURSE
@YES
@click.pass_obj
def erase_all(settings: Settings, number: int, lms_id: str, yes: bool) -> None:
    """Forget a course, its activities, and the people who are in no other course."""
    with open_suite(settings) as suite:
        context_id = _course(suite, number, lms_id)
        if not yes:
            click.confirm(
                f"Erase course {lms_id} of {_name(suite, number)} with all activities and work for good?", abort=True
            )
        people = erase_course(suite, context_id, datetime.now(UTC), actor="command")
    click.echo(f"Erased, with {people} people who were in no other course.")


def _person(suite: Suite, number: int, sub: str) -> int:
    with suite.database.read() as db:
        person_id = person_of(db, _platform(db, number).id, sub)
    if person_id is None:
        raise NotFound(f"this platform has no person {sub!r} here")
    return person_id


def _course(suite: Suite, number: int, lms_id: str) -> int:
    with suite.database.read() as db:
        return course_of(db, _platform(db, number).id, lms_id)


def _name(suite: Suite, number: int) -> str:
    with suite.database.read() as db:
        return _platform(db, number).name


def _platform(db: Session, number: int) -> Platform:
    """The platform of a registration, removed ones too: their data stays until it is erased."""
    row = find_row(db, number)
    if row is None:
        raise NotFound(f"There is no registration {number}. See: lti-tools platform list --removed")
    return row.platform


def _print(value: object) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
