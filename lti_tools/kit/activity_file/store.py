"""Queries of templates: always held to one platform and one tool, so that nothing crosses schools."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from lti_tools.kit.activity_file.tables import (
    FileUndo,
    PreparedFile,
    Template,
    TemplateComment,
    TemplateCredit,
    TemplateUse,
)
from lti_tools.store.tables.people import Person

MOST_OFFERED = 100


def offered(db: Session, platform_id: int, tool: str) -> Sequence[Template]:
    """The templates of a platform that are not retired, newest first."""
    query = select(Template).where(
        Template.platform_id == platform_id, Template.tool == tool, Template.retired_at.is_(None)
    )
    return db.scalars(query.order_by(Template.created_at.desc(), Template.id.desc()).limit(MOST_OFFERED)).all()


def template_of(db: Session, platform_id: int, tool: str, template_id: int) -> Template | None:
    """A template of this platform and tool, retired or not."""
    return db.scalar(
        select(Template).where(Template.id == template_id, Template.platform_id == platform_id, Template.tool == tool)
    )


def credits_of(db: Session, template_ids: Sequence[int]) -> dict[int, list[str]]:
    """Template id -> the names of its authors, first author first; "" where the LMS keeps names to itself."""
    query = (
        select(TemplateCredit.template_id, Person)
        .join(Person, Person.id == TemplateCredit.person_id)
        .where(TemplateCredit.template_id.in_(template_ids))
        .order_by(TemplateCredit.template_id, TemplateCredit.place)
    )
    found: dict[int, list[str]] = {}
    for template_id, person in db.execute(query):
        found.setdefault(template_id, []).append(name_of(person))
    return found


def name_of(person: Person) -> str:
    return person.name or " ".join(filter(None, (person.given_name, person.family_name)))


def credited(db: Session, template_id: int) -> list[int]:
    """Ids of a template's authors in their order."""
    query = select(TemplateCredit.person_id).where(TemplateCredit.template_id == template_id)
    return list(db.scalars(query.order_by(TemplateCredit.place)))


def add_template(db: Session, authors: Sequence[int], **values: Any) -> Template:
    """A new template with credits in the order of `authors`."""
    template = Template(**values)
    db.add(template)
    db.flush()
    db.add_all(
        TemplateCredit(template_id=template.id, person_id=person_id, place=place)
        for place, person_id in enumerate(dict.fromkeys(authors))
    )
    db.flush()
    return template


def retire(db: Session, template_id: int, person_id: int, now: datetime) -> bool:
    """Offer it no more; False for somebody who did not publish it. Safe to repeat."""
    own = (Template.id == template_id, Template.published_by == person_id)
    db.execute(update(Template).where(*own, Template.retired_at.is_(None)).values(retired_at=now))
    return db.scalar(select(Template.id).where(*own)) is not None


@dataclass(frozen=True)
class Comment:
    id: int
    name: str
    mine: bool
    text: str
    created_at: datetime


def comments_of(db: Session, template_id: int, person_id: int) -> list[Comment]:
    """What teachers say about a template, oldest first."""
    query = (
        select(TemplateComment, Person)
        .join(Person, Person.id == TemplateComment.person_id)
        .where(TemplateComment.template_id == template_id)
        .order_by(TemplateComment.created_at, TemplateComment.id)
    )
    return [
        Comment(row.id, name_of(person), person.id == person_id, row.text, row.created_at)
        for row, person in db.execute(query)
    ]


def count_comments(db: Session, template_id: int, person_id: int) -> int:
    query = select(func.count()).select_from(TemplateComment)
    return (
        db.scalar(query.where(TemplateComment.template_id == template_id, TemplateComment.person_id == person_id)) or 0
    )


def remove_comment(db: Session, comment_id: int, template_id: int, person_id: int) -> None:
    """Delete one's own comment; anybody else's stays."""
    db.execute(
        delete(TemplateComment).where(
            TemplateComment.id == comment_id,
            TemplateComment.template_id == template_id,
            TemplateComment.person_id == person_id,
        )
    )


def note_use(db: Session, activity_id: int, template_id: int | None) -> None:
    """Remember which template an activity was made from; None: from none."""
    db.execute(delete(TemplateUse).where(TemplateUse.activity_id == activity_id))
    if template_id is not None:
        db.add(TemplateUse(activity_id=activity_id, template_id=template_id))
    db.flush()


def source_of(db: Session, activity_id: int) -> Template | None:
    """The template that an activity was made from."""
    query = select(Template).join(TemplateUse, TemplateUse.template_id == Template.id)
    return db.scalar(query.where(TemplateUse.activity_id == activity_id))


def prepared(db: Session, uuid: str) -> PreparedFile | None:
    return db.get(PreparedFile, uuid)


def undo_of(db: Session, activity_id: int) -> FileUndo | None:
    return db.get(FileUndo, activity_id)


def keep_undo(db: Session, activity_id: int, **values: Any) -> None:
    """Keep one step back; an earlier one is forgotten."""
    row = db.get(FileUndo, activity_id)
    if row is None:
        row = FileUndo(activity_id=activity_id)
        db.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    db.flush()


def forget_person(db: Session, person_id: int) -> None:
    """Take a person's credits, comments and authorship away; templates stay for those who use them."""
    db.execute(delete(TemplateCredit).where(TemplateCredit.person_id == person_id))
    db.execute(delete(TemplateComment).where(TemplateComment.person_id == person_id))
    db.execute(update(Template).where(Template.published_by == person_id).values(published_by=None))


def of_person(db: Session, person_id: int) -> dict[str, Any]:
    """What a person published and said."""
    published = select(Template).join(TemplateCredit, TemplateCredit.template_id == Template.id)
    said = select(TemplateComment).where(TemplateComment.person_id == person_id)
    return {
        "templates": [
            {"title": one.title, "tool": one.tool, "at": one.created_at.isoformat()}
            for one in db.scalars(published.where(TemplateCredit.person_id == person_id).order_by(Template.id))
        ],
        "comments": [
            {"text": one.text, "at": one.created_at.isoformat()}
            for one in db.scalars(said.order_by(TemplateComment.id))
        ],
    }
