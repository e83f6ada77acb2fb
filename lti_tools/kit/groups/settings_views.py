"""A set's settings: its name, sign-up, roles, and its groups with their places."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from lti_tools.kit.audit.deeds import harmless
from lti_tools.kit.groups import editing, store
from lti_tools.kit.groups.forms import SettingsForm
from lti_tools.kit.groups.groups import shown_name
from lti_tools.kit.groups.pages import Answer, frame
from lti_tools.kit.groups.roles import first_roles, read_roles
from lti_tools.kit.groups.tables import GroupSet
from lti_tools.launches import current_launch, now, require_right
from lti_tools.rights import Right
from lti_tools.suite import current_suite
from lti_tools.web.forms import refusals_shown_in
from lti_tools.web.locale import gettext as _
from lti_tools.web.numbers import whole_number


def add_rules(blueprint: Blueprint) -> None:
    """The addresses of these pages."""
    blueprint.add_url_rule("/<int:group_set_id>/settings", "settings", settings, methods=["GET", "POST"])


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
        places = whole_number(text)
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
