"""The pages of groups for teachers, and the first page for everybody; assistants look on."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools import roster
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import Affected, ask_deed, deed, done, harmless
from lti_tools.kit.groups import changes, editing, following, groups, store
from lti_tools.kit.groups.forms import LMS, NewSetForm, SettingsForm
from lti_tools.kit.groups.groups import as_groups, shown_name
from lti_tools.kit.groups.roles import first_roles, read_roles, roles_in
from lti_tools.kit.groups.student_views import student_home
from lti_tools.kit.groups.tables import GroupSet
from lti_tools.kit.groups.terms import Source
from lti_tools.launches import CurrentLaunch, Role, current_launch, now, require_right, require_role
from lti_tools.rights import Right, reach
from lti_tools.suite import current_suite
from lti_tools.web.confirm import confirmed
from lti_tools.web.forms import refusals_shown_in
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext, reader
from lti_tools.web.paging import page_number, page_of

MOST_DEEDS = 50
OTHERS = (Role.INSTRUCTOR, Role.ASSISTANT, Role.LEARNER)
Answer = Response | str | tuple[str, int]


def add_rules(blueprint: Blueprint) -> None:
    """The addresses of these pages."""
    blueprint.add_url_rule("/", "home", home)
    blueprint.add_url_rule("/", "create", create, methods=["POST"])
    at = "/<int:group_set_id>"
    blueprint.add_url_rule(f"{at}/", "show", show)
    blueprint.add_url_rule(f"{at}/changes", "changes", changes_page)
    for name, view in (("people", people), ("settings", settings)):
        blueprint.add_url_rule(f"{at}/{name}", name, view, methods=["GET", "POST"])
    for name, deed_view in (
        ("publish", publish), ("use", use), ("undo", undo), ("turn", turn), ("sync", sync), ("remove", remove),
    ):  # fmt: skip
        blueprint.add_url_rule(f"{at}/{name}", name, deed_view, methods=["POST"])


@require_role(*OTHERS)
def home() -> str:
    if not current_launch().is_staff:
        return student_home()
    return _home(None)


@require_right(Right.SETTINGS)
@harmless("a new set shows nobody anything before it is published")
def create() -> Answer:
    launch = current_launch()
    with current_suite().database.read() as db:
        form = NewSetForm(following.lms_sets(db, launch.context_id), request.form)
    if not form.validate():
        return _home(form), 422
    source, _sep, lms_set = str(form.source.data).partition(":")
    with refusals_shown_in(form), current_suite().database.write() as db:
        made = editing.create_set(
            db,
            launch.context_id,
            name=str(form.name.data),
            source=Source(source),
            actor=launch.person_id,
            now=now(),
            lms_set=lms_set,
            groups=0 if source == LMS[:-1] else form.groups.data or 0,
            capacity=form.capacity.data,
        )
        if store.used_by(db, launch.activity) is None:
            groups.use(db, launch.context_id, launch.activity, made.id)
    if form.errors:
        return _home(form), 422
    return redirect(url_for(".show", group_set_id=made.id, said="groups-created"), 303)


def _home(form: NewSetForm | None) -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        sets = store.sets_of(db, launch.context_id)
        sizes, uses = store.sizes(db, launch.context_id), store.uses(db, launch.context_id)
        here = store.used_by(db, launch.activity)
        lms_sets = following.lms_sets(db, launch.context_id)
    return render_template(
        "kit-groups/sets.html",
        sets=sets,
        sizes=sizes,
        uses=uses,
        used_id=here.id if here else None,
        form=form or NewSetForm(lms_sets),
    )


def frame(db: Session, launch: CurrentLaunch, group_set_id: int) -> dict[str, Any]:
    """What every page of a set shows around its content; `NotFound` for another course's set."""
    found = store.set_of(db, launch.context_id, group_set_id)
    here = store.used_by(db, launch.activity)
    return {
        "group_set": found,
        "used_here": here is not None and here.id == found.id,
        "by_hand": found.source != Source.LMS,
        "can_undo": launch.may(Right.SETTINGS) and store.last_undoable(db, found.id) is not None,
        "teaches": launch.may(Right.SETTINGS),
    }


@require_right(Right.SEE_PEOPLE)
def show(group_set_id: int) -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        around = frame(db, launch, group_set_id)
        found = as_groups(store.groups_in(db, group_set_id), store.places_in(db, group_set_id))
        members = {one.person_id: one for one in roster.members(db, launch.context_id)}
        waiting = store.waiting_in(db, launch.context_id, group_set_id)
        seen = reach(db, launch)
    placed = {person for group in found for person in group.member_ids}
    members = {person: one for person, one in members.items() if seen.covers(person)}
    learners = [one for one in members.values() if one.active and one.role is Role.LEARNER]
    return render_template(
        "kit-groups/show.html",
        **around,
        groups=found,
        names={person: name_of(one.name, person) for person, one in members.items()},
        gone={person for person in placed if person in members and not members[person].active},
        reach=seen,
        roles=roles_in(around["group_set"], found, reader().zone, now()),
        waiting={group.id: [person for person, wanted in waiting if wanted == group.id] for group in found},
        left_over=[name_of(one.name, one.person_id) for one in learners if one.person_id not in placed],
    )


def name_of(name: str, person_id: int | None) -> str:
    """What a page calls somebody; the LMS may keep names to itself."""
    return name or _("Person %(number)s", number=person_id)


@require_right(Right.SETTINGS)
@harmless("moves are kept in the set's own change log and undone there")
def people(group_set_id: int) -> Answer:
    launch = current_launch()
    if request.method == "POST":
        wanted = {
            int(name[7:]): (_whole(request.form.get(f"was-{name[7:]}", "")), _whole(value))
            for name, value in request.form.items()
            if name.startswith("person-") and _whole(name[7:])
        }
        with current_suite().database.write() as db:
            around = frame(db, launch, group_set_id)
            known = {one.person_id for one in roster.members(db, launch.context_id)}
            wanted = {person: pair for person, pair in wanted.items() if person in known} if around["by_hand"] else {}
            moved, skipped = editing.move(db, launch.context_id, group_set_id, wanted, launch.person_id, now())
        said = "groups-skipped" if skipped else ("groups-moved" if moved else "groups-same")
        return redirect(url_for(".people", group_set_id=group_set_id, page=request.form.get("page"), said=said), 303)
    with current_suite().database.read() as db:
        around = frame(db, launch, group_set_id)
        found = store.groups_in(db, group_set_id)
        places = store.places_in(db, group_set_id)
        learners = roster.learners(db, launch.context_id)
    page = page_of(learners, page_number(request.args.get("page")), size=60)
    return render_template(
        "kit-groups/people.html",
        **around,
        page=page,
        places=places,
        groups=[(group.id, shown_name(group.name, group.place)) for group in found],
        name_of=name_of,
    )


@require_right(Right.SETTINGS)
@harmless("groups that are removed come back with the set's own undo")
def settings(group_set_id: int) -> Answer:
    launch = current_launch()
    with current_suite().database.read() as db:
        around = frame(db, launch, group_set_id)
        rows = store.groups_in(db, group_set_id)
    found: GroupSet = around["group_set"]
    if request.method == "GET":
        return _settings_page(around, rows, SettingsForm(obj=found), found.roles)
    form = SettingsForm(request.form)
    edits, wrong = _group_edits(rows)
    roles = _roles()
    form.validate()
    if wrong:
        form.form_errors.append(_("The number of places in a group is a whole number from 1 to 500, or empty."))
    if request.form.get("card") != editing.card(found, rows):
        form.form_errors.append(_("Somebody changed this set while you were typing. Look it over and save again."))
    if not form.errors:
        values = {
            "name": form.name.data,
            "signup_open": bool(form.signup_open.data) and around["by_hand"],
            "signup_until": form.signup_until.data,
            "weekly": bool(form.weekly.data),
            "roles": roles,
        }
        with refusals_shown_in(form), current_suite().database.write() as db:
            editing.configure(
                db, launch.context_id, group_set_id, values, edits, form.more.data or 0, launch.person_id, now()
            )
    if form.errors:
        return _settings_page(around, rows, form, roles), 422
    return redirect(url_for(".show", group_set_id=group_set_id, said="groups-saved"), 303)


def _settings_page(around: dict[str, Any], rows: Any, form: SettingsForm, stored: list[Any]) -> str:
    return render_template(
        "kit-groups/settings.html",
        **around,
        form=form,
        rows=rows,
        card=editing.card(around["group_set"], rows),
        roles=read_roles([*stored, *[{"key": f"own-{place}"} for place in range(len(stored), 6)]]),
    )


def _group_edits(rows: Any) -> tuple[list[editing.GroupEdit], bool]:
    """The groups as the form has them, and whether a number of places is none."""
    edits, wrong = [], False
    for row in rows:
        if f"name-{row.id}" not in request.form:
            continue
        text = request.form.get(f"capacity-{row.id}", "").strip()
        places = _whole(text)
        wrong = wrong or (bool(text) and not 1 <= places <= 500)
        name = " ".join(request.form[f"name-{row.id}"].split())[:100]
        own = "" if name == shown_name("", row.place) else name
        edits.append(editing.GroupEdit(row.id, own, places or None, f"remove-{row.id}" in request.form))
    return edits, wrong


def _roles() -> list[dict[str, str]]:
    """Roles as the form has them; words that are the suite's own are not stored, so that they are translated."""
    own = {role.key: role for role in read_roles(first_roles())}
    found: list[dict[str, str]] = []
    for place in range(6):
        key = request.form.get(f"role-key-{place}", "")[:40] or f"own-{place}"
        name = " ".join(request.form.get(f"role-name-{place}", "").split())[:60]
        duty = " ".join(request.form.get(f"role-duty-{place}", "").split())[:300]
        if key in own and (name, duty) == (own[key].name, own[key].duty):
            name = duty = ""
        elif not name:
            continue
        if key not in {role["key"] for role in found}:
            found.append({"key": key, "name": name, "duty": duty})
    return found


@require_right(Right.SETTINGS)
@deed("groups.published", "groups.hidden")
def publish(group_set_id: int) -> Response:
    """Show students their mates' names, or hide them again."""
    launch, shown = current_launch(), request.form.get("shown") == "1"
    action = "groups.published" if shown else "groups.hidden"
    with current_suite().database.write() as db:
        changed = editing.publish(db, launch.context_id, group_set_id, now() if shown else None)
        number = note(db, launch, action, subject={"set": group_set_id}, now=now()) if changed else None
    return done(".show", action.replace(".", "-"), number, group_set_id=group_set_id)


@require_right(Right.SETTINGS)
@deed("groups.used")
def use(group_set_id: int) -> Response:
    """Let this activity work with the set, or without groups."""
    launch, on = current_launch(), request.form.get("on") == "1"
    with current_suite().database.write() as db:
        before, wanted = store.used_by(db, launch.activity), store.set_of(db, launch.context_id, group_set_id)
        groups.use(db, launch.context_id, launch.activity, wanted.id if on else None)
        if (before.id if before else None) != (group_set_id if on else None):
            after = {"set": group_set_id if on else None}
            note(db, launch, "groups.used", before={"set": before.id if before else None}, after=after, now=now())
    return redirect(url_for(".show", group_set_id=group_set_id, said="groups-used" if on else "groups-unused"), 303)


@require_right(Right.SETTINGS)
@harmless("undoing is an entry of the set's own change log")
def undo(group_set_id: int) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        held = store.hold(db, launch.context_id, group_set_id)
        changes.undo_last(db, held, launch.person_id, now())
    return redirect(url_for(".show", group_set_id=group_set_id, said="groups-undone"), 303)


@require_right(Right.SETTINGS)
@harmless("roles only go on to the next person")
def turn(group_set_id: int) -> Response:
    with current_suite().database.write() as db:
        editing.turn(db, current_launch().context_id, group_set_id)
    return redirect(url_for(".show", group_set_id=group_set_id, said="groups-turned"), 303)


@require_right(Right.SETTINGS)
@harmless("takes over what the LMS says, as happens by itself")
def sync(group_set_id: int) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        if store.set_of(db, launch.context_id, group_set_id).source == Source.LMS:
            following.follow(db, launch.context_id, group_set_id, now())
    with current_suite().database.write() as db:
        roster.request_refresh(db, launch.context_id, now())
    return redirect(url_for(".show", group_set_id=group_set_id, said="groups-synced"), 303)


@require_right(Right.SETTINGS)
@deed("groups.removed")
def remove(group_set_id: int) -> Answer:
    launch = current_launch()
    with current_suite().database.read() as db:
        found = store.set_of(db, launch.context_id, group_set_id)
        inside = len(store.places_in(db, group_set_id))
        uses = store.uses(db, launch.context_id).get(group_set_id, 0)
    if not confirmed():
        return ask_deed(
            "groups.removed",
            _("Remove the set “%(name)s” with all its groups?", name=found.name),
            yes=_("Remove the set"),
            affected=[
                Affected(_("Students who lose their group"), count=inside),
                Affected(_("Activities that work without groups then"), count=uses),
            ],
            back_url=url_for(".show", group_set_id=group_set_id),
            danger=True,
        )
    with current_suite().database.write() as db:
        editing.remove_set(db, launch.context_id, group_set_id, now())
        number = note(db, launch, "groups.removed", subject={"set": group_set_id}, now=now())
    return done(".home", "groups-removed", number)


@require_right(Right.SEE_PEOPLE)
def changes_page(group_set_id: int) -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        around = frame(db, launch, group_set_id)
        deeds, moves = store.deeds_of(db, group_set_id, MOST_DEEDS)
        names = {one.person_id: name_of(one.name, one.person_id) for one in roster.members(db, launch.context_id)}
        seen = reach(db, launch)
        called = {group_id: shown_name(*told) for group_id, told in store.names_of(db, group_set_id).items()}
    return render_template(
        "kit-groups/changes.html",
        **around,
        deeds=deeds,
        moves={deed: [one for one in own if seen.covers(one.person_id)] for deed, own in moves.items()},
        names=names,
        called=called,
        how_many=_how_many,
    )


def _how_many(number: int) -> str:
    return ngettext("%(num)s student moved", "%(num)s students moved", number)


def _whole(text: str) -> int:
    """A whole number as a browser sent it; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
