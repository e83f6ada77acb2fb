"""One learner's account: why they have these points, and what the grade would be if."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound, WrongRole
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import ask_deed, deed, done
from lti_tools.launches import Right, Role, current_launch, now, require_right, require_role
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.confirm import confirmed
from lti_tools.web.locale import gettext as _
from tools.gamification import deeds
from tools.gamification.domain.questline.ruling import levels_of
from tools.gamification.domain.streaks import Kept
from tools.gamification.forms.evidence import ReasonForm
from tools.gamification.profiles import streaks
from tools.gamification.service import grading, playing, predicting, teaching
from tools.gamification.store import entries as rows
from tools.gamification.views.current import current_settings, words
from tools.gamification.views.words import REASONS, SOURCES, limit_text, titles_of


@require_right(Right.TAKE_PART)
def points() -> str:
    """One's own points, line by line."""
    return _page(current_launch().person_id)


@require_role(*Role)
def person(person_id: int) -> str:
    """One learner's points: for staff, or one's own. The gradebook's "review" leads here."""
    launch = current_launch()
    if not launch.is_staff and launch.person_id != person_id:
        raise WrongRole
    return _page(person_id)


def _page(person_id: int) -> str:
    launch, settings = current_launch(), current_settings()
    with current_suite().database.read() as db:
        reach(db, launch).check(person_id)
        names = playing.names_of(db, launch.context_id)
        if person_id not in names:
            raise NotFound
        player = playing.read_player(db, launch.activity, person_id, now())
        details = rows.details_of(db, launch.activity, person_id)
        member = rows.members_of(db, launch.activity).get(person_id)
        weeks = streaks.streak_of(db, player.place, person_id, now()) if settings.streaks and launch.is_staff else None
    line, facts = player.place.line, player.statement.facts
    return render_template(
        "quests/account.html",
        settings=settings,
        words=words(settings),
        player=player,
        person_id=person_id,
        name=names[person_id],
        lines=list(reversed(player.statement.lines)),
        details=details,
        titles=titles_of(line),
        skills=sorted((skill, xp) for skill, xp in facts.xp.items() if skill),
        scores=grading.scores_of(line, facts, settings),
        next_at=levels_of(line).next_at(facts.xp.get("", 0)),
        member=member,
        missed=[monday for monday, kept in weeks.weeks if kept in (Kept.MISSED, Kept.FROZEN)] if weeks else [],
        streak=weeks,
        sources=SOURCES,
        reasons=REASONS,
        limits=[limit_text(line, cap) for cap in line.caps],
    )


@require_right(Right.TAKE_PART)
def what_if() -> str:
    """What the grade would be if these quests were done too."""
    launch, settings = current_launch(), current_settings()
    chosen = set(request.args.getlist("quest"))
    with current_suite().database.read() as db:
        player = playing.read_player(db, launch.activity, launch.person_id, now())
        found = predicting.predict(db, player, launch.person_id, chosen, now())
    line = player.place.line
    values: dict[str, Any] = {
        "now_scores": grading.scores_of(line, player.statement.facts, settings),
        "then_scores": grading.scores_of(line, found.facts, settings),
        "then": found,
    }
    return render_template(
        "quests/what_if.html", settings=settings, words=words(settings), player=player, chosen=chosen, **values
    )


@require_right(Right.GRADE)
@deed(deeds.RETRACTED)
def retract(person_id: int) -> Response | str:
    """Take one line of somebody's account back."""
    launch, uid = current_launch(), request.form.get("uid", "")[:200]
    _check(person_id)
    if not confirmed():
        return ask_deed(
            deeds.RETRACTED,
            _("Take this back?"),
            yes=_("Take it back"),
            detail=_("What followed from it goes too: points, level, quests and the grade."),
            back_url=url_for(".person", person_id=person_id),
            danger=True,
        )
    with current_suite().database.write() as db:
        teaching.retract(db, launch.activity, person_id, uid, "", launch.person_id, now())
        number = note(db, launch, deeds.RETRACTED, about=person_id, now=now())
    return done(".person", "quests-retracted", number, person_id=person_id)


@require_right(Right.GRADE)
@deed(deeds.EXCUSED)
def excuse(person_id: int) -> Response:
    """Team goals go on without this person, who shares in them."""
    launch, form = current_launch(), ReasonForm(request.form)
    _check(person_id)
    with current_suite().database.write() as db:
        reason = (form.reason.data or "") if form.validate() else ""
        teaching.excuse(db, launch.activity, person_id, reason, now())
        number = note(db, launch, deeds.EXCUSED, about=person_id, reason=reason, now=now())
    return done(".person", "quests-excused", number, person_id=person_id)


@require_right(Right.GRADE)
@deed(deeds.INCLUDED)
def include(person_id: int) -> Response:
    launch = current_launch()
    _check(person_id)
    with current_suite().database.write() as db:
        teaching.include_again(db, launch.activity, person_id, now())
        note(db, launch, deeds.INCLUDED, about=person_id, now=now())
    if request.form.get("back") == "battles":
        return redirect(url_for(".battles", said="quests-included"), 303)
    return redirect(url_for(".person", person_id=person_id, said="quests-included"), 303)


def _check(person_id: int) -> None:
    """Raise `NotFound` for who is not of this course, or not within reach."""
    launch = current_launch()
    with current_suite().database.read() as db:
        reach(db, launch).check(person_id)
        if person_id not in playing.names_of(db, launch.context_id):
            raise NotFound
