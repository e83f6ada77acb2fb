"""The class overview: the table, one person, the activity as a student sees it, the wall of the classroom."""

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup

from lti_tools.errors import NotFound
from lti_tools.grades import outbox
from lti_tools.grades.words import grade_rows
from lti_tools.kit.audit.actions import Action
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed
from lti_tools.kit.overview.contract import Overview
from lti_tools.kit.overview.read_only import read_only
from lti_tools.kit.overview.table import NAME, Person, Table, Wish, read_table
from lti_tools.kit.schedule import schedule
from lti_tools.kit.schedule.timeline import steps
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from lti_tools.tool import Tool
from lti_tools.web.locale import lazy
from lti_tools.web.numbers import whole_number
from lti_tools.web.paging import page_number, page_of

SIZE = 500
"""People on one page of the table."""
SEEN_AS = "overview.seen-as-student"
ACTIONS = (
    Action(
        code=SEEN_AS,
        title=lazy("Activity looked at as a student sees it"),
        why_not=lazy("A look changes nothing and cannot be taken back."),
    ),
)


def make_blueprint() -> Blueprint:
    blueprint = Blueprint("kit-overview", __name__)
    blueprint.add_url_rule("/", "show", show)
    blueprint.add_url_rule("/people/<int:person_id>", "person", person)
    blueprint.add_url_rule("/people/<int:person_id>/as-student", "as_student", as_student, methods=["POST"])
    blueprint.add_url_rule("/wall", "wall", wall)
    return blueprint


def _html(made: str) -> Markup:
    """What a tool's template made, which escaped what had to be."""
    return Markup(made)  # noqa: S704


def _tool() -> Tool:
    return current_suite().tools[current_launch().tool]


def _overview() -> Overview:
    """What the tool tells; raises `NotFound` for a tool without an overview."""
    found = _tool().overview
    if found is None:
        raise NotFound
    return found


def _wish() -> Wish:
    return Wish(
        search=" ".join(request.args.get("q", "")[:100].split()),
        group=whole_number(request.args.get("group")),
        not_done=request.args.get("open") == "1",
        sort=request.args.get("sort") or NAME,
        falling=request.args.get("falling") == "1",
    )


@require_right(Right.SEE_PEOPLE)
def show() -> str:
    """Everybody in one table."""
    overview, wish = _overview(), _wish()
    with current_suite().database.read() as db:
        table = read_table(db, current_launch(), overview, wish, now())
    page = page_of(table.people, page_number(request.args.get("page")), SIZE)

    def sorted_by(key: str) -> str:
        falling = wish.sort == key and not wish.falling
        return url_for(".show", **wish.address(sort=key if key != NAME else "", falling="1" if falling else ""))

    return render_template(
        "lti/kit/overview/table.html",
        table=table,
        page=page,
        wish=wish,
        overview=overview,
        sorted_by=sorted_by,
        page_url=lambda number: url_for(".show", **wish.address(page=number)),
        person_url=lambda person_id: url_for(".person", person_id=person_id, **wish.address()),
    )


def _find(table: Table, person_id: int) -> tuple[int, Person]:
    place = table.index_of(person_id)
    if place is None:
        raise NotFound
    return place, table.people[place]


@require_right(Right.SEE_PEOPLE)
def person(person_id: int) -> str:
    """One person: facts, timeline, grades, the tool's own block; the one before and after in the same order."""
    launch, overview, wish = current_launch(), _overview(), _wish()
    with current_suite().database.read() as db:
        table = read_table(db, launch, overview, wish, now())
        if table.index_of(person_id) is None:  # not in this search: the whole class again
            wish = Wish()
            table = read_table(db, launch, overview, wish, now())
        place, found = _find(table, person_id)
        phases = schedule.phases_of(db, launch.activity, person_id)
        standing = [one for one in outbox.standing(db, launch.activity) if one.person_id == person_id]
        block = overview.person(db, launch.activity, person_id, now()) if overview.person else ""
    around = [table.people[at] if 0 <= at < len(table.people) else None for at in (place - 1, place + 1)]
    return render_template(
        "lti/kit/overview/person.html",
        person=found,
        place=place + 1,
        table=table,
        around=around,
        steps=steps(_tool().phases, phases, now()),
        grades=grade_rows(standing, {person_id: found.name}),
        block=_html(block),
        can_be_seen_as=overview.learner_page is not None,
        person_url=lambda one: url_for(".person", person_id=one, **wish.address()),
        back_url=url_for(".show", **wish.address()),
    )


@require_right(Right.SEE_PEOPLE)
@deed(SEEN_AS)
def as_student(person_id: int) -> str:
    """The learner's first page as this person has it, to look at only; the record says who looked.

    The session stays the teacher's: the page is made by the tool for another person's id, and nothing on it can be
    pressed. A POST, so that no link and no preview of one leaves a trace in somebody's name.
    """
    launch, overview = current_launch(), _overview()
    if overview.learner_page is None:
        raise NotFound
    with current_suite().database.write() as db:
        _place, found = _find(read_table(db, launch, overview, Wish(), now()), person_id)
        content = overview.learner_page(db, launch.activity, person_id, now())
        note(db, launch, SEEN_AS, about=person_id, now=now())
    return render_template(
        "lti/kit/overview/as_student.html", person=found, content=read_only(content), styled=launch.tool
    )


@require_right(Right.SEE_PEOPLE)
def wall() -> str:
    """What the class may see together, large, refreshed by itself."""
    overview = _overview()
    if overview.projection is None:
        raise NotFound
    with current_suite().database.read() as db:
        projection = overview.projection(db, current_launch().activity, now())
    return render_template(
        "lti/kit/overview/wall.html",
        title=projection.title,
        content=_html(projection.content),
        styled=current_launch().tool,
    )
