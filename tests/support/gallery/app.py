"""The app of the style guide."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectField

from lti_tools.web import csp
from lti_tools.web.assets import Assets, static_folders
from lti_tools.web.charts import Bar, bar_chart, progress_ring, time_track
from lti_tools.web.confirm import ask, confirmed
from lti_tools.web.fields import CheckboxesField
from lti_tools.web.files import UploadField
from lti_tools.web.forms import DecimalField, Form, LinesField, LocalDateTimeField, LongTextField, TextField
from lti_tools.web.forms import WholeNumberField as Whole
from lti_tools.web.jinja import install
from lti_tools.web.locale import Catalogues, set_reader
from lti_tools.web.notices import Notice, Tone, known_notices
from lti_tools.web.paging import page_of

NOW = datetime(2025, 3, 12, 9, 30, tzinfo=UTC)
SUITE = Path(__file__).parents[3] / "lti_tools"


@dataclass(frozen=True)
class Launch:
    """As much of a `CurrentLaunch` as templates use."""

    person_name: str = "Dilnoza Karimova"
    role: str = "instructor"
    activity_title: str = "Project topics, spring term"
    context_title: str = "Design Thinking 2"
    tool: str = "topic-vote"


class Settings(Form):
    """A settings form with each kind of field."""

    title = TextField("Title", max_length=120)
    question = LongTextField("What should the course know?", required=False, description="Markdown works here.")
    options = LinesField("Topics", description="One topic a line.", max_entries=30, entry_length=80)
    ballot = RadioField(
        "How people vote", choices={"approval": "Any number of topics", "ranked": "In order of preference"}
    )
    days = CheckboxesField("Days that suit", choices={"mo": "Monday", "we": "Wednesday", "fr": "Friday"})
    seats = Whole("Seats in each group", least=1, most=30)
    weight = DecimalField("Weight in the final mark", least=0, most=1, required=False)
    opens = LocalDateTimeField("Voting opens")
    closes = LocalDateTimeField("Voting closes", required=True)
    audience = SelectField("Who sees the results", choices={"all": "Everybody", "staff": "Teachers only"})
    plan = UploadField("A plan of the rooms", most_bytes=2_000_000, endings=(".pdf",), required=False)
    named = BooleanField("Show who voted for what", description="The ballot says so before anybody votes.")


def make_app() -> Flask:
    """The style guide; the locale comes from `?lang=`."""
    app = Flask("gallery", template_folder=str(Path(__file__).parent / "templates"), static_folder=None)
    app.jinja_loader = _loader(app)
    catalogues = Catalogues([SUITE / "translations"])
    install(
        app,
        catalogues=catalogues,
        assets=Assets(static_folders([])),
        contact="help@school.example",
        default_zone="Asia/Tashkent",
        launch=_launch,
        csrf_token=lambda: "" if _launch() is None else "a-token",
    )
    app.context_processor(
        lambda: {"language_action": "/language", "new_tab_action": "/tab" if _launch() else "", "home_url": "/"}
    )
    known_notices(app).update(
        {
            "saved": Notice("Your vote is saved. You can change it until Friday, 18:00."),
            "late": Notice("The vote has closed meanwhile. Your last choice counts.", Tone.WARN),
            "bad": Notice("The gradebook could not be reached. We keep trying.", Tone.BAD),
            "info": Notice("Three people joined the course since yesterday.", Tone.INFO),
        }
    )

    @app.before_request
    def speak() -> None:
        if "lang" in request.args:
            set_reader(catalogues.reader(request.args["lang"], "Asia/Tashkent"))

    @app.after_request
    def secure(response: Any) -> Any:
        for name, value in csp.headers(csp.policy(frame_ancestors=[request.host_url]), secure=False).items():
            response.headers.setdefault(name, value)
        return response

    @app.get("/")
    def home() -> str:
        return render_template("gallery/components.html", **_content())

    @app.route("/form", methods=["GET", "POST"])
    def form() -> str:
        settings = Settings(request.form, closes=NOW + timedelta(days=9))
        if request.method == "POST":
            settings.validate()
        return render_template("gallery/form.html", form=settings)

    @app.get("/student")
    def student() -> str:
        g.launch = replace(Launch(), person_name="Anvar To‘rayev", role="learner")
        return render_template("gallery/student.html", **_content())

    @app.get("/embed")
    def embed() -> str:
        return "<!DOCTYPE html><html lang=en><title>A course</title><iframe src=/student title=Activity></iframe>"

    @app.get("/error")
    def error() -> ResponseReturnValue:
        return render_template("lti/error.html", problem=PROBLEM), 403

    @app.get("/message")
    def message() -> str:
        return render_template(
            "lti/message.html",
            title="Not set up yet",
            text="Your teacher has still to choose the topics.",
            picture="clock",
        )

    @app.post("/close")
    def close() -> ResponseReturnValue:
        if not confirmed():
            return ask(
                "Close the vote now?",
                detail="Nobody can change their vote afterwards. Grades go to the gradebook.",
                yes="Close the vote",
                back_url=url_for("home"),
            )
        return redirect(url_for("home", said="saved"))

    @app.post("/draft")
    def draft() -> ResponseReturnValue:
        if request.headers.get("X-CSRF-Token") != "a-token" or app.config.get("DRAFTS_FAIL"):
            abort(403)
        app.config.setdefault("DRAFTS", []).append((request.form["field"], request.form["text"]))
        return "", 204

    return app


def _launch() -> Launch | None:
    if request.args.get("as") == "nobody":
        return None
    launch: Launch = g.get("launch") or Launch()
    return launch


def _loader(app: Flask) -> Any:
    from jinja2 import FileSystemLoader

    return FileSystemLoader([str(SUITE / "templates"), str(Path(__file__).parent / "templates")])


PROBLEM = {
    "title": "This page could not be opened",
    "text": "Your browser did not bring along the cookie that belongs to this launch.",
    "steps": [
        "Go back to your course and open the activity again.",
        "If it happens again, choose “Open in a new tab” on the page that appears.",
        "Still no luck? Allow cookies for this site in your browser's settings.",
    ],
    "who": "You can mend this yourself. If not, the people who look after your learning platform can help.",
    "code": "browser-not-bound",
    "typed": [("Your answer", "I would like to work on the solar cooker because…")],
}

TOPICS = [
    ("Solar cooker for the school yard", 14, 20),
    ("A quieter canteen", 11, 20),
    ("Bus stops that people like to wait at, even in winter and after dark", 9, 20),
    ("Water meter that explains itself", 4, 20),
    ("Library night", 0, 20),
]


def _content() -> dict[str, Any]:
    people = [
        {"name": "Anna Petrova", "votes": 3, "state": ("Sent", "good"), "at": NOW - timedelta(hours=2)},
        {"name": "Bobur Rahimov", "votes": 0, "state": ("Not yet", "plain"), "at": None},
        {"name": "Carmen Díaz Fernández", "votes": 2, "state": ("Refused", "bad"), "at": NOW - timedelta(days=3)},
        {"name": "Dmitriy Sokolov", "votes": 1, "state": ("Waiting", "warn"), "at": NOW - timedelta(minutes=5)},
    ]
    steps = [
        ("Opens", NOW - timedelta(days=9)),
        ("Closes", NOW + timedelta(days=3)),
        ("Groups", NOW + timedelta(days=9)),
    ]
    return {
        "people": people,
        "now_": NOW,
        "topics": TOPICS,
        "steps": steps,
        "bars": bar_chart([Bar(name, votes) for name, votes, _ in TOPICS], mark=10),
        "colours": bar_chart([Bar(f"Series {n}", n * 3, css=f"c{n}") for n in range(1, 7)]),
        "ring": progress_ring("Voted", 17, 24, "have voted"),
        "track": time_track("Phases", steps, NOW),
        "page": page_of(list(range(120)), 2),
        "pager": lambda number: f"/?page={number}",
    }
