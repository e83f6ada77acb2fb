"""Long texts typed into a form and not sent yet: found again at the next visit, forgotten once the form is stored.

The page keeps them while they are typed: `field(f, draft=url_for('session.draft'), draft_name='settings-' ~ f.name)`.
A form's name stands before its fields', so that two forms of one activity keep apart.
"""

from collections.abc import Mapping

from flask import request
from sqlalchemy.orm import Session
from wtforms import Form

from lti_tools.launches import CurrentLaunch
from lti_tools.store import drafts as store
from lti_tools.web.fields import LongTextField


def restore(db: Session, launch: CurrentLaunch, name: str, form: Form) -> bool:
    """Put what this person typed here last into the long texts of the form; whether that changed any."""
    return fill_in(form, name, store.drafts(db, launch.activity, launch.person_id))


def fill_in(form: Form, name: str, typed: Mapping[str, str]) -> bool:
    """Put drafts into the long texts of the form called `name`; whether that changed any."""
    changed = False
    for field in long_texts(form):
        text = typed.get(f"{name}-{field.name}")
        if text is not None:
            before = field.data
            field.process_formdata([text])
            changed = changed or field.data != before
    return changed


def long_texts(form: Form) -> list[LongTextField]:
    return [field for field in form if isinstance(field, LongTextField)]


def forget(db: Session, launch: CurrentLaunch, name: str, form: Form) -> None:
    """Drop the form's drafts, in the transaction that stores what they became, or at their writer's wish."""
    for field in long_texts(form):
        store.forget(db, launch.activity, launch.person_id, f"{name}-{field.name}")


def typed_so_far() -> tuple[str, str] | None:
    """Field and text that a page sends while somebody types; None where they cannot be kept."""
    field, text = request.form.get("field", ""), request.form.get("text", "")
    if not field or len(field) > 80 or len(text) > store.LONGEST or "\x00" in field + text:
        return None
    return field, text
