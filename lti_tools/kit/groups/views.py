"""The pages of groups for teachers, and the first page for everybody; assistants look on."""

from flask import Blueprint, redirect, render_template, request, url_for

from lti_tools import roster
from lti_tools.kit.audit.deeds import harmless
from lti_tools.kit.groups import editing, following, groups, store
from lti_tools.kit.groups.forms import LMS, NewSetForm
from lti_tools.kit.groups.groups import as_groups, shown_name
from lti_tools.kit.groups.pages import Answer, frame, name_of
from lti_tools.kit.groups.roles import roles_in
from lti_tools.kit.groups.student_views import student_home
from lti_tools.kit.groups.terms import Source
from lti_tools.launches import Role, current_launch, now, require_right, require_role
from lti_tools.rights import Right, reach
from lti_tools.suite import current_suite
from lti_tools.web.forms import refusals_shown_in
from lti_tools.web.locale import ngettext, reader
from lti_tools.web.numbers import whole_number
from lti_tools.web.paging import page_number, page_of

MOST_DEEDS = 50
OTHERS = (Role.INSTRUCTOR, Role.ASSISTANT, Role.LEARNER)


def add_rules(blueprint: Blueprint) -> None:
    """The addresses of these pages."""
    blueprint.add_url_rule("/", "home", home)
    blueprint.add_url_rule("/", "create", create, methods=["POST"])
    at = "/<int:group_set_id>"
    blueprint.add_url_rule(f"{at}/", "show", show)
    blueprint.add_url_rule(f"{at}/changes", "changes", changes_page)
    blueprint.add_url_rule(f"{at}/people", "people", people, methods=["GET", "POST"])


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


@require_right(Right.SETTINGS)
@harmless("moves are kept in the set's own change log and undone there")
def people(group_set_id: int) -> Answer:
    launch = current_launch()
    if request.method == "POST":
        wanted = {
            int(name[7:]): (whole_number(request.form.get(f"was-{name[7:]}", "")), whole_number(value))
            for name, value in request.form.items()
            if name.startswith("person-") and whole_number(name[7:])
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
