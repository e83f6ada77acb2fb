"""Practice classes: a template tried out with twelve invented students, in a context that no LMS knows.

Nobody real is in it, nothing leaves it: no roster, no gradebook, no e-mail. It is deleted after a week.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.activity_file import files
from lti_tools.kit.activity_file.content import PracticeStep
from lti_tools.kit.activity_file.library import Chosen
from lti_tools.kit.activity_file.tables import Practice
from lti_tools.kit.uploads.left import leave, space_of_activity
from lti_tools.launches import CurrentLaunch, Role
from lti_tools.store.tables.activities import Activity
from lti_tools.store.tables.people import Context, ContextService, Membership, Person
from lti_tools.tool import Tool
from lti_tools.web.locale import gettext as _

KIND = "practice"
"""Of the context: neither a course nor a link of any LMS."""
KEPT = timedelta(days=7)
MOST = 3
"""Practice classes of one teacher; the oldest goes first."""
STUDENTS = (
    "Amina",
    "Botir",
    "Chen",
    "Dilnoza",
    "Emeka",
    "Freya",
    "Gabriel",
    "Hana",
    "Ivan",
    "Joana",
    "Kamola",
    "Luis",
)
"""Given names of no one in particular, from the places that the suite's languages come from and others."""


def open_class(db: Session, launch: CurrentLaunch, tool: Tool, chosen: Chosen, now: datetime) -> Practice:
    """The teacher's practice class of a template: the one that is there, or a fresh one."""
    found = db.scalar(
        select(Practice).where(Practice.person_id == launch.person_id, Practice.source == f"{tool.slug} {chosen.key}")
    )
    return found or _make(db, launch, tool, chosen, now)


def _make(db: Session, launch: CurrentLaunch, tool: Tool, chosen: Chosen, now: datetime) -> Practice:
    _make_room(db, launch.person_id)
    mark = f"{KIND}:{uuid4()}"
    context = Context(
        platform_id=launch.platform_id,
        kind=KIND,
        lms_id=mark,
        title=_("Practice class"),
        timezone=launch.timezone,
        created_at=now,
        updated_at=now,
    )
    db.add(context)
    db.flush()
    service = {"context_id": context.id, "registration_id": launch.registration_id, "roster_synced_at": now}
    db.add(ContextService(**service, deployment_id=launch.deployment_id, seen_at=now))
    people = [(_("Practice teacher"), Role.INSTRUCTOR), *((name, Role.LEARNER) for name in STUDENTS)]
    for place, (name, role) in enumerate(people):
        _add_person(db, context, f"{mark}:{place}", name, role, now)
    activity = Activity(context_id=context.id, resource_link_id=mark, created_at=now, updated_at=now)
    db.add(activity)
    db.flush()
    files.load(db, tool, activity, chosen.file, now, by=launch.person_id)
    practice = Practice(
        context_id=context.id,
        activity_id=activity.id,
        person_id=launch.person_id,
        source=f"{tool.slug} {chosen.key}",
        step=files.content_of(tool).practice[0].key if files.content_of(tool).practice else "",
        created_at=now,
        expires_at=now + KEPT,
    )
    db.add(practice)
    db.flush()
    return practice


def _add_person(db: Session, context: Context, sub: str, name: str, role: Role, now: datetime) -> None:
    person = Person(platform_id=context.platform_id, sub=sub, name=name, created_at=now, updated_at=now)
    db.add(person)
    db.flush()
    db.add(Membership(context_id=context.id, person_id=person.id, launch_role=role, roster_role=role))


def practice_of(db: Session, context_id: int) -> Practice:
    """The practice class of a context; raises `NotFound` for any other."""
    found = db.get(Practice, context_id)
    if found is None:
        raise NotFound
    return found


def people_of(db: Session, context_id: int) -> list[tuple[Person, Role]]:
    """The invented teacher and students, in their order."""
    rows = db.execute(
        select(Person, Membership.launch_role)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.context_id == context_id)
        .order_by(Person.id)
    )
    return [(person, Role(role)) for person, role in rows]


def next_step(steps: Sequence[PracticeStep], here: str) -> PracticeStep | None:
    """The step after `here`; None at the end."""
    keys = [step.key for step in steps]
    place = keys.index(here) + 1 if here in keys else 0
    return steps[place] if place < len(steps) else None


def go_on(db: Session, tool: Tool, practice: Practice, step: str, now: datetime) -> bool:
    """Play the step called `step` if it is the next one; False where somebody was faster."""
    db.refresh(practice, with_for_update=True)
    coming = next_step(files.content_of(tool).practice, practice.step)
    if coming is None or coming.key != step:
        return False
    students = [person.id for person, role in people_of(db, practice.context_id) if role is Role.LEARNER]
    coming.play(db, practice.activity_id, students, now)
    practice.step = coming.key
    db.flush()
    return True


def remove(db: Session, context_ids: Sequence[int]) -> None:
    """Delete practice classes with everything in them; other contexts stay, whatever is asked."""
    rows = db.execute(
        select(Practice.context_id, Practice.activity_id).where(Practice.context_id.in_(context_ids))
    ).all()
    contexts = [row.context_id for row in rows]
    leave(db, [space_of_activity(row.activity_id) for row in rows])
    people = list(db.scalars(select(Membership.person_id).where(Membership.context_id.in_(contexts))))
    db.execute(delete(Context).where(Context.id.in_(contexts), Context.kind == KIND))
    db.execute(delete(Person).where(Person.id.in_(people), Person.sub.startswith(f"{KIND}:")))
    db.expire_all()


def remove_expired(db: Session, now: datetime) -> None:
    remove(db, db.scalars(select(Practice.context_id).where(Practice.expires_at <= now)).all())


def remove_of(db: Session, person_id: int) -> None:
    """Delete the practice classes that a person opened."""
    remove(db, db.scalars(select(Practice.context_id).where(Practice.person_id == person_id)).all())


def _make_room(db: Session, person_id: int) -> None:
    own = select(Practice.context_id).where(Practice.person_id == person_id)
    newest_first = db.scalars(own.order_by(Practice.created_at.desc(), Practice.context_id.desc())).all()
    remove(db, newest_first[MOST - 1 :])
