"""Badges inside an activity: one's own to take along and to show, and the teacher's design, giving and taking back."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.wrappers import Response as AnyResponse

from lti_tools import roster
from lti_tools.errors import NotFound
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import Affected, ask_deed, deed, done
from lti_tools.launches import Right, Role, current_launch, now, require_right, require_role
from lti_tools.suite import current_suite
from lti_tools.web.confirm import confirmed
from lti_tools.web.locale import gettext as _
from tools.gamification.badges import awarding, deeds, issuing, line, pictures, store
from tools.gamification.badges.files_out import KINDS, as_file
from tools.gamification.badges.forms import BadgeForm, GiveForm, condition_fields
from tools.gamification.badges.open_views import OPEN
from tools.gamification.badges.tables import BadgeRow
from tools.gamification.domain.conditions.reading import write
from tools.gamification.openbadges.drawing import Design


def add_to(blueprint: Blueprint) -> None:
    """The routes of badges, among those of quests."""
    add = blueprint.add_url_rule
    add("/badges", "badges", badges)
    add("/badges/own/<int:award_id>", "own_badge", own_badge)
    add("/badges/own/<int:award_id>/<kind>", "take_badge", take_badge)
    add("/badges/own/<int:award_id>/show", "show_badge", show_badge, methods=["POST"])
    add("/badges/own/<int:award_id>/hide", "hide_badge", hide_badge, methods=["POST"])
    add("/badges/new", "new_badge", new_badge)
    add("/badges/new", "add_badge", add_badge, methods=["POST"])
    add("/badges/<int:badge_id>", "badge", badge)
    add("/badges/<int:badge_id>", "save_badge", save_badge, methods=["POST"])
    add("/badges/<int:badge_id>/retire", "retire_badge", retire_badge, methods=["POST"])
    add("/badges/<int:badge_id>/give", "give_badge", give_badge, methods=["POST"])
    add("/badges/<int:badge_id>/take/<int:person_id>", "take_badge_back", take_badge_back, methods=["POST"])


@require_role(*Role)
def badges() -> str:
    """Students see their own and what can be won; staff see all, and how many hold each."""
    launch = current_launch()
    with current_suite().database.read() as db:
        if launch.is_staff:
            found = store.badges_of(db, launch.activity)
            return render_template("quests/badges/all.html", badges=found, holders=store.holders(db, launch.activity))
        own = store.held_by(db, launch.activity, launch.person_id) if launch.role is Role.LEARNER else []
        mine = {one.badge.id for one in own}
        others = [one for one in store.badges_of(db, launch.activity, retired=False) if one.id not in mine]
    return render_template("quests/badges/own.html", own=own, others=others)


@require_role(Role.LEARNER)
def own_badge(award_id: int) -> str:
    suite, launch = current_suite(), current_launch()
    with suite.database.read() as db:
        held = store.held(db, launch.activity, launch.person_id, award_id)
    token = issuing.share_token(suite, held)
    address = f"{issuing.addresses(suite).base}/share/{token}" if token else ""
    return render_template("quests/badges/own_badge.html", held=held, address=address, kinds=KINDS, open=OPEN)


@require_role(Role.LEARNER)
def take_badge(award_id: int, kind: str) -> Response:
    """The badge as a file."""
    suite, launch = current_suite(), current_launch()
    with suite.database.write() as db:
        held = store.held(db, launch.activity, launch.person_id, award_id)
        return as_file(suite, db, held, kind, now())


@require_role(Role.LEARNER)
def show_badge(award_id: int) -> AnyResponse:
    """Make a link under which anybody can see the badge; one made before is dead."""
    launch = current_launch()
    with current_suite().database.write() as db:
        store.show(db, store.held(db, launch.activity, launch.person_id, award_id).award.id)
    return redirect(url_for(".own_badge", award_id=award_id, said="quests-badge-shown"), 303)


@require_role(Role.LEARNER)
def hide_badge(award_id: int) -> AnyResponse:
    launch = current_launch()
    with current_suite().database.write() as db:
        store.hide(db, store.held(db, launch.activity, launch.person_id, award_id).award.id)
    return redirect(url_for(".own_badge", award_id=award_id, said="quests-badge-hidden"), 303)


@require_right(Right.SETTINGS)
def new_badge() -> str:
    with current_suite().database.read() as db:
        form = BadgeForm(line.quest_titles(db, current_launch().activity))
    return _editing(form, None)


@require_right(Right.SETTINGS)
@deed(deeds.ADDED)
def add_badge() -> AnyResponse | tuple[str, int]:
    suite, launch = current_suite(), current_launch()
    with suite.database.read() as db:
        form = _filled_in(line.quest_titles(db, launch.activity))
    if not form.validate():
        return _editing(form, None), 422
    picture = _kept(form)
    with suite.database.write() as db:
        row = store.add_badge(db, launch.activity, _values(form), now())
        row.picture = picture
        line.follow_all(db, launch.activity, now())
        number = note(db, launch, deeds.ADDED, subject={"badge": row.id}, after={"title": row.name}, now=now())
    return done(".badges", "quests-badge-saved", number)


@require_right(Right.SETTINGS)
def badge(badge_id: int) -> str:
    return _badge_page(badge_id)


def _badge_page(badge_id: int, give: GiveForm | None = None) -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        row = store.badge_of(db, launch.activity, badge_id)
        fields = {name: getattr(row, name) for name in ("name", "description", "criteria", "shape", "colour", "symbol")}
        form = BadgeForm(
            line.quest_titles(db, launch.activity), data={**fields, **condition_fields(awarding.condition_of(row))}
        )
        held = store.holders(db, launch.activity).get(badge_id, {})
        names = line.names_of(db, launch.context_id)
        people = _without_it(db, row)
    return _editing(form, row, give=give or GiveForm(people), held=held, names=names)


def _without_it(db: Session, row: BadgeRow) -> list[tuple[int, str]]:
    """(id, name) of the students who do not hold a badge."""
    launch = current_launch()
    held, names = store.holders(db, launch.activity).get(row.id, {}), line.names_of(db, launch.context_id)
    found = [(one.person_id, names.get(one.person_id, "")) for one in roster.learners(db, launch.context_id)]
    return sorted((one for one in found if one[0] not in held), key=lambda one: one[1])


@require_right(Right.SETTINGS)
@deed(deeds.CHANGED)
def save_badge(badge_id: int) -> AnyResponse | tuple[str, int]:
    suite, launch = current_suite(), current_launch()
    with suite.database.read() as db:
        row = store.badge_of(db, launch.activity, badge_id)
        form = _filled_in(line.quest_titles(db, launch.activity))
    if not form.validate():
        return _editing(form, row), 422
    picture = _kept(form)
    with suite.database.write() as db:
        row = store.badge_of(db, launch.activity, badge_id, to_change=True)
        before = {"title": row.name}
        for name, value in _values(form).items():
            setattr(row, name, value)
        row.picture = "" if form.drawn.data else picture or row.picture
        db.flush()
        line.follow_all(db, launch.activity, now())
        number = note(
            db,
            launch,
            deeds.CHANGED,
            subject={"badge": row.id},
            before=before,
            after={"title": row.name},
            now=now(),
        )
    return done(".badges", "quests-badge-saved", number)


@require_right(Right.SETTINGS)
@deed(deeds.RETIRED)
def retire_badge(badge_id: int) -> AnyResponse:
    launch = current_launch()
    with current_suite().database.write() as db:
        row = store.badge_of(db, launch.activity, badge_id, to_change=True)
        row.retired_at = None if row.retired_at else now()
        db.flush()
        line.follow_all(db, launch.activity, now())
        number = note(db, launch, deeds.RETIRED, subject={"badge": row.id}, after={"title": row.name}, now=now())
    return done(".badges", "quests-badge-saved", number)


@require_right(Right.SETTINGS)
@deed(deeds.GIVEN)
def give_badge(badge_id: int) -> AnyResponse | tuple[str, int]:
    launch, batch = current_launch(), uuid4().hex
    with current_suite().database.read() as db:
        form = GiveForm(_without_it(db, store.badge_of(db, launch.activity, badge_id)), request.form)
    if not form.validate():
        return _badge_page(badge_id, form), 422
    with current_suite().database.write() as db:
        row = store.badge_of(db, launch.activity, badge_id)
        given = awarding.by_hand(db, row, form.chosen, batch, form.reason.data or "", now())
        number = note(
            db,
            launch,
            deeds.GIVEN,
            subject={"badge": row.id, "batch": batch},
            after={"title": row.name, "count": len(given)},
            now=now(),
        )
    return done(".badge", "quests-badge-given", number, badge_id=badge_id)


@require_right(Right.SETTINGS)
@deed(deeds.TAKEN)
def take_badge_back(badge_id: int, person_id: int) -> AnyResponse | str:
    """Take a badge back: everybody who verifies it is told so from now on."""
    launch = current_launch()
    with current_suite().database.write() as db:
        row = store.badge_of(db, launch.activity, badge_id)
        award = store.awards_of(db, [row.id], [person_id]).get((row.id, person_id))
        if award is None:
            raise NotFound(f"person {person_id} does not hold badge {badge_id}")
        if not confirmed():
            name = line.names_of(db, launch.context_id).get(person_id, "")
            return ask_deed(
                deeds.TAKEN,
                _("Take this badge back?"),
                yes=_("Take back"),
                detail=_("Whoever verifies it is told that it was taken back. It can be won or given again."),
                affected=[Affected(row.name, [name])],
                back_url=url_for(".badge", badge_id=badge_id),
                danger=True,
            )
        store.take_back(db, award, now())
        number = note(
            db, launch, deeds.TAKEN, about=person_id, subject={"badge": row.id}, after={"title": row.name}, now=now()
        )
    return done(".badge", "quests-badge-taken", number, badge_id=badge_id)


def _editing(form: BadgeForm, row: BadgeRow | None, **more: Any) -> str:
    return render_template("quests/badges/edit.html", form=form, badge=row, **more)


def _filled_in(quests: list[tuple[str, str]]) -> BadgeForm:
    form = BadgeForm(quests, CombinedMultiDict([request.files, request.form]))
    request.close()  # the file is read, and large ones lie on the disk meanwhile
    return form


def _values(form: BadgeForm) -> dict[str, Any]:
    design = Design(form.shape.data, form.colour.data, form.symbol.data)
    condition = form.condition()
    return {
        "name": form.name.data,
        "description": form.description.data,
        "criteria": form.criteria.data,
        "shape": design.shape,
        "colour": design.colour,
        "symbol": design.symbol,
        "condition": write(condition) if condition else None,
    }


def _kept(form: BadgeForm) -> str:
    """Keep the picture that came with the form; its key, empty for none."""
    suite, launch = current_suite(), current_launch()
    return pictures.files(suite).put(form.png, f"activity-{launch.activity}/badges") if form.png else ""
