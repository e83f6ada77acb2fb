"""Groups from a list: import with a preview."""

from flask import Blueprint, redirect, render_template, request, url_for

from lti_tools.kit.audit.deeds import harmless
from lti_tools.kit.groups import importing
from lti_tools.kit.groups.forms import ImportForm, sent_table
from lti_tools.kit.groups.pages import IN_THE_LOG, Answer, frame, name_of, students_here
from lti_tools.kit.groups.words import problem_text
from lti_tools.launches import current_launch, now, require_right
from lti_tools.rights import Right
from lti_tools.suite import current_suite
from lti_tools.web.forms import refusals_shown_in


def add_rules(blueprint: Blueprint) -> None:
    """The addresses of these pages."""
    blueprint.add_url_rule("/<int:group_set_id>/import", "bring", bring, methods=["GET", "POST"])


@require_right(Right.SETTINGS)
@harmless(IN_THE_LOG)
def bring(group_set_id: int) -> Answer:
    """Groups from a list: first what it would do, then, asked for, the deed."""
    launch, form = current_launch(), ImportForm(sent_table() if request.method == "POST" else None)
    with current_suite().database.read() as db:
        around = frame(db, launch, group_set_id)
        students = students_here(db)
    if not around["by_hand"]:
        return redirect(url_for(".show", group_set_id=group_set_id), 303)
    found = None
    if request.method == "POST" and form.validate():
        with refusals_shown_in(form):
            found = importing.read_import(str(form.table.data), students)
    if found and found.people and request.form.get("apply") == "1":
        with current_suite().database.write() as db:
            importing.apply_import(
                db,
                launch.context_id,
                group_set_id,
                found,
                [one.person_id for one in students],
                launch.person_id,
                now(),
                others_leave=bool(form.others_leave.data),
            )
        return redirect(url_for(".show", group_set_id=group_set_id, said="groups-imported"), 303)
    placed = {person for people in found.groups.values() for person in people} if found else set()
    page = render_template(
        "kit-groups/import.html",
        **around,
        form=form,
        found=found,
        problem_text=problem_text,
        names={one.person_id: name_of(one.name, one.person_id) for one in students},
        left_out=[name_of(one.name, one.person_id) for one in students if one.person_id not in placed] if found else [],
    )
    return (page, 422) if form.errors else page
