"""Thank-you cards: those that one got, and sending one."""

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField

from lti_tools.kit.audit.deeds import harmless
from lti_tools.launches import Role, current_launch, now, require_role
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.forms import Form, LongTextField, refusals_shown_in
from lti_tools.web.locale import lazy
from tools.gamification.domain.looks import Look
from tools.gamification.notices import tell_thanked
from tools.gamification.profiles.views import sign
from tools.gamification.service.playing import names_of
from tools.gamification.thanks import store
from tools.gamification.thanks.words import PHRASES, PICTURES


class CardForm(Form):
    """Whom to thank, and in which words."""

    to = SelectField(lazy("Whom do you want to thank?"), coerce=int)
    phrase = RadioField(lazy("For what?"), choices=PHRASES)
    text = LongTextField(lazy("In your own words"), required=False, max_length=500, rows=2)


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/thanks", "thanks", thanks)
    blueprint.add_url_rule("/thanks", "send_card", send_card, methods=["POST"])


@require_role(Role.LEARNER, Role.INSTRUCTOR, Role.ASSISTANT)
def thanks() -> str:
    return _page(CardForm())


def _page(form: CardForm) -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        names = names_of(db, launch.context_id)
        form.to.choices = _choices(db)
        got = store.cards_of(db, launch.activity, launch.person_id)
    return render_template(
        "quests/thanks/cards.html",
        form=form,
        got=got,
        names=names,
        phrases=PHRASES,
        pictures={key: sign(Look(*picture)) for key, picture in PICTURES.items()},
        most=store.A_WEEK,
    )


def _choices(db: Session) -> list[tuple[int, str]]:
    launch = current_launch()
    seen, names = reach(db, launch), names_of(db, launch.context_id)
    people = store.receivers(db, launch.activity, launch.context_id, launch.person_id, staff=launch.is_staff)
    found = [(one, names[one]) for one in people if not launch.is_staff or seen.covers(one)]
    return sorted(found, key=lambda one: one[1].casefold())


@require_role(Role.LEARNER, Role.INSTRUCTOR, Role.ASSISTANT)
@harmless("a card says thank you and changes nothing")
def send_card() -> Response | tuple[str, int]:
    launch, form = current_launch(), CardForm(request.form)
    with current_suite().database.read() as db:
        form.to.choices = _choices(db)
    if form.validate():
        with refusals_shown_in(form), current_suite().database.write() as db:
            phrase, text = form.phrase.data, (form.text.data or "").strip()
            store.send(db, launch.activity, launch.person_id, form.to.data, phrase, text, now(), staff=launch.is_staff)
            tell_thanked(db, launch.activity, form.to.data, now())
    if form.errors:
        return _page(form), 422
    return redirect(url_for(".thanks", said="quests-thanked"), 303)
