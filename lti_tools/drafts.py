"""Long texts typed into a form and not sent yet: found again at the next visit, forgotten once the form is stored.

The page keeps them while they are typed: `field(f, draft=url_for('session.draft'), draft_name='settings-' ~ f.name)`.
A form's name stands before its fields', so that two forms of one activity keep apart.
"""

from sqlalchemy.orm import Session
from wtforms import Form

from lti_tools.launches import CurrentLaunch
from lti_tools.store import drafts as store
from lti_tools.web.fields import LongTextField


def restore(db: Session, launch: CurrentLaunch, name: str, form: Form) -> bool:
    """Put what this person typed here last into the long texts of the form; whether that changed any."""
    typed = store.drafts(db, launch.activity, launch.person_id)
    changed = False
    for field in form:
        text = typed.get(f"{name}-{field.name}")
        if text is not None and isinstance(field, LongTextField):
            before = field.data
            field.process_formdata([text])
            changed = changed or field.data != before
    return changed


def forget(db: Session, launch: CurrentLaunch, name: str, form: Form) -> None:
    """Drop the form's drafts, in the transaction that stores what they became, or at their writer's wish."""
    for field in form:
        if isinstance(field, LongTextField):
            store.forget(db, launch.activity, launch.person_id, f"{name}-{field.name}")
