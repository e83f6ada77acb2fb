"""What members of a group say about each other's part in the work: the form, one's own mean, the teacher's table."""

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.audit.deeds import harmless
from lti_tools.kit.once.once import first_time
from lti_tools.kit.pseudonyms.pseudonyms import activity_key, token_for
from lti_tools.launches import Right, Role, current_launch, now, require_right, require_role
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.confirm import ask, confirmed
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.peer_review import store
from tools.peer_review.domain.contribution.contribution import Sign
from tools.peer_review.forms_team import TeamForm, team_form
from tools.peer_review.learning import SHARES
from tools.peer_review.service import contributing
from tools.peer_review.service.contributing import Sheet
from tools.peer_review.settings import PeerSettings, read_settings

MATE = "mate"
SIGNS = {
    Sign.LITTLE: lazy("Did little, others say"),
    Sign.OVERCONFIDENT: lazy("Sees themselves far higher than others do"),
    Sign.UNDERCONFIDENT: lazy("Sees themselves far lower than others do"),
    Sign.MANIPULATOR: lazy("Puts themselves up and everybody else down"),
    Sign.CONFLICT: lazy("One member alone puts them low: perhaps a quarrel"),
    Sign.CLIQUE: lazy("Some put them high and some low: perhaps two camps"),
}


def _settings() -> PeerSettings:
    """Of an activity where members say something about each other; raises `NotFound` elsewhere."""
    settings = read_settings(current_launch().settings)
    if not settings.asks_contribution:
        raise NotFound("nobody says anything about mates here")
    return settings


def _people(db: Session, found: Sheet) -> list[tuple[str, int, str]]:
    """(key, person, name) of the members, oneself first."""
    launch = current_launch()
    key = activity_key(current_suite().keys.keyed_hash, launch.activity)
    names = store.names(db, launch.context_id)
    ordered = sorted(found.mates, key=lambda one: (one != launch.person_id, names.get(one, "").casefold(), one))
    return [
        (token_for(key, MATE, one, launch.person_id)[:10], one, _("You") if one == launch.person_id else names[one])
        for one in ordered
    ]


@require_role(Role.LEARNER)
def show() -> str:
    return _page(None)


def _page(form: TeamForm | None) -> str:
    launch, settings = current_launch(), _settings()
    kind = settings.learning.contribution
    with current_suite().database.read() as db:
        found = contributing.sheet(db, launch.activity, launch.person_id, now())
        people = _people(db, found) if found else []
        own = contributing.own_mean(db, launch.activity, launch.person_id, kind)
    made = form or (team_form(kind, people, said=found.said, note=found.note) if found else None)
    return render_template(
        "peer-review/team.html", sheet=found, form=made, own=own, by_shares=kind == SHARES, enough=contributing.ENOUGH
    )


@require_role(Role.LEARNER)
def say() -> Response | tuple[str, int]:
    launch, settings = current_launch(), _settings()
    with current_suite().database.read() as db:
        found = contributing.sheet(db, launch.activity, launch.person_id, now())
        people = _people(db, found) if found else []
    if found is None:
        return _page(None), 409
    form = team_form(settings.learning.contribution, people, request.form)
    if not form.validate():
        return _page(form), 422
    with current_suite().database.write() as db:
        if first_time(db, launch, request.form, now()):
            contributing.say(db, launch, form.said, form.note.data or "", now())
    return redirect(url_for(".team", said="peer-review-team-said"), 303)


@require_right(Right.SEE_PEOPLE)
def everybody() -> str:
    launch, settings = current_launch(), _settings()
    kind = settings.learning.contribution
    with current_suite().database.read() as db:
        found, seen = contributing.teams(db, launch.activity, kind), reach(db, launch)
        names = store.names(db, launch.context_id)
        told = store.round_of(db, launch.activity).team_told_at
    shown = [team for team in found if any(seen.covers(one.person) for one in team.members)]
    return render_template(
        "peer-review/teams.html",
        settings=settings,
        teams=shown,
        names=names,
        by_shares=kind == SHARES,
        signs=SIGNS,
        told=told,
        reach=seen,
    )


@require_right(Right.RUN)
@harmless("closes what mates say about each other; it is in no mark, and each reads their own mean alone")
def tell() -> Response | str:
    launch = current_launch()
    _settings()
    if not confirmed():
        return ask(
            _("Close it and show everybody their own mean?"),
            yes=_("Close and show"),
            detail=_("Nobody can change anything then. Means over fewer than three mates are never shown."),
            back_url=url_for(".teams"),
        )
    with current_suite().database.write() as db:
        contributing.tell(db, launch.activity, now())
    return redirect(url_for(".teams", said="peer-review-team-told"), 303)
