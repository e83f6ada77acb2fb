"""A tool for tests of the suite itself: one text per person, kept as a draft, so that no table is needed."""

from typing import Any

from flask import Blueprint, redirect, render_template_string, request, url_for
from sqlalchemy import select
from wtforms import Form as AnyForm

from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.once.once import first_time
from lti_tools.kit.uploads.files import field_of, files_of
from lti_tools.kit.uploads.rules import Place, Sight, StoredFile
from lti_tools.kit.uploads.showing import shown_files
from lti_tools.launches import STAFF, CurrentLaunch, Role, current_launch, now, require_role
from lti_tools.store.drafts import drafts, keep
from lti_tools.store.tables.activities import Draft
from lti_tools.store.tables.people import Membership
from lti_tools.suite import current_suite
from lti_tools.tool import Column, Tool
from lti_tools.web.forms import Form, LocalDateTimeField, LongTextField, TextField, WholeNumberField

FIELD = "entry"
PLACE = "attachment"

HOME = """{% extends "lti/base.html" %}
{% from "lti/macros/forms.html" import buttons, form %}
{% block heading %}Guestbook{% endblock %}
{% block content %}
    {% if launch.dates_to_check %}<p data-copied>Copied, check the dates</p>{% endif %}
    <p data-title>{{ launch.settings.title }}</p><p data-opens>{{ launch.settings.opens_at }}</p>
    <p data-role>{{ launch.role }}</p><p data-person>{{ launch.person_id }}</p>
    <a href="{{ url_for('guestbook.files') }}">Files</a>
    {% if staff %}<a href="{{ url_for('guestbook.entries') }}">All entries</a>{% endif %}
    {% if learner %}
        {% call form(url_for('guestbook.write'), once='entry') %}
            <label for="text">Your entry</label><textarea id="text" name="text">{{ text }}</textarea>
            {{ buttons('Keep') }}
        {% endcall %}
    {% endif %}
{% endblock %}"""
LIST = """{% extends "lti/base.html" %}
{% block heading %}Entries{% endblock %}
{% block content %}
    {% for person in people %}
        <a href="{{ url_for('guestbook.entry', person_id=person) }}">Entry {{ person }}</a>
    {% endfor %}
{% endblock %}"""
FILES = """{% extends "lti/base.html" %}
{% from "lti/macros/uploads.html" import file_list, upload_field %}
{% block heading %}Files{% endblock %}
{% block content %}
    {{ file_list(files, next=url_for('guestbook.files')) }}
    {% if field %}{{ upload_field(field, next=url_for('guestbook.files')) }}{% endif %}
{% endblock %}"""
ONE = """{% extends "lti/base.html" %}
{% block heading %}Entry{% endblock %}
{% block content %}<p data-entry>{{ text }}</p>{% endblock %}"""


def _blueprint() -> Blueprint:
    blueprint = Blueprint("guestbook", __name__)

    @blueprint.get("/")
    @require_role(*Role)
    def home() -> str:
        launch = current_launch()
        text = _text_of(launch.person_id)
        return render_template_string(HOME, text=text, staff=launch.is_staff, learner=launch.role is Role.LEARNER)

    @blueprint.get("/entries")
    @require_role(*STAFF)
    def entries() -> str:
        with current_suite().database.read() as db:
            people = db.scalars(select(Draft.person_id).where(Draft.activity_id == current_launch().activity)).all()
        return render_template_string(LIST, people=people)

    @blueprint.get("/entries/<int:person_id>")
    @require_role(*Role)
    def entry(person_id: int) -> str:
        launch = current_launch()
        if person_id != launch.person_id and not (launch.is_staff and _is_here(person_id)):
            raise NotFound
        return render_template_string(ONE, text=_text_of(person_id))

    @blueprint.get("/files")
    @require_role(*Role)
    def files() -> str:
        launch, suite = current_launch(), current_suite()
        with suite.database.read() as db:
            found = shown_files(suite, db, launch, files_of(db, launch.activity, PLACE))
        learner = launch.role is Role.LEARNER
        field = field_of(suite, launch, PLACE, "entry", "Your file") if learner else None
        return render_template_string(FILES, files=found, field=field)

    @blueprint.post("/entry")
    @require_role(Role.LEARNER)
    def write() -> Any:
        launch, form = current_launch(), EntryForm(request.form)
        if not form.validate():
            return render_template_string(HOME, text=form.text.data, staff=False, learner=True), 422
        with current_suite().database.write() as db:
            if first_time(db, launch, request.form, now()):
                keep(db, launch.activity, launch.person_id, FIELD, form.text.data, now())
        return redirect(url_for(".home"), 303)

    return blueprint


def _may_add(_db: Any, launch: CurrentLaunch, thing: str) -> None:
    if thing != "entry" or launch.role is not Role.LEARNER:
        raise NotFound
    if launch.settings.get("title") == "Closed":
        raise Refusal("The guestbook is closed.")


def _may_see(_db: Any, launch: CurrentLaunch, file: StoredFile) -> Sight:
    """All students see each other's copies, guests and mentors none."""
    if launch.role is Role.OBSERVER:
        return Sight.NOTHING
    return Sight.ALL if launch.is_staff or launch.person_id == file.person_id else Sight.COPY


def _is_here(person_id: int) -> bool:
    key = (current_launch().context_id, person_id)
    with current_suite().database.read() as db:
        return (
            db.scalar(select(Membership.id).where(Membership.context_id == key[0], Membership.person_id == key[1]))
            is not None
        )


def _text_of(person_id: int) -> str:
    with current_suite().database.read() as db:
        return drafts(db, current_launch().activity, person_id).get(FIELD, "")


class EntryForm(Form):
    text = LongTextField("Your entry", max_length=1000)


class SettingsForm(Form):
    title = TextField("Title", max_length=200)
    opens_at = LocalDateTimeField("Opens")
    points = WholeNumberField("Points", required=False, least=0, most=100, default=10)


def to_settings(form: AnyForm) -> dict[str, Any]:
    opens_at = form.data["opens_at"]
    return {
        "title": form.data["title"],
        "opens_at": opens_at.isoformat() if opens_at else "",
        "points": form.data["points"] or 0,
    }


def from_settings(stored: dict[str, Any]) -> dict[str, Any]:
    return {"title": stored.get("title") or "Guestbook", "points": stored.get("points", 10)}


def columns(settings: dict[str, Any]) -> tuple[Column, ...]:
    points = int(settings.get("points", 0))
    return (Column(tag="entry", label=settings["title"], score_maximum=points),) if points else ()


tool = Tool(
    slug="guestbook",
    title="Guestbook",
    summary="Everybody leaves a line.",
    table_prefix="guest_",
    package="tests.support.guestbook",
    blueprint=_blueprint,
    settings_form=SettingsForm,
    to_settings=to_settings,
    from_settings=from_settings,
    configure=lambda *_: None,
    without_dates=lambda stored: {**stored, "opens_at": ""},
    columns=columns,
    review_endpoint="guestbook.entry",
    uploads=lambda _settings: {PLACE: Place(may_add=_may_add, may_see=_may_see, most_files=3, names_hidden=True)},
)
