"""The help board: for students to ask, offer and thank, for staff to look after."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import ask_deed, deed, done
from lti_tools.kit.once.once import first_time
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from lti_tools.web.confirm import confirmed
from lti_tools.web.forms import Form, LongTextField, refusals_shown_in
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from lti_tools.web.numbers import whole_number
from tools.gamification import deeds
from tools.gamification.domain.favours import Uncounted
from tools.gamification.helping import service, store
from tools.gamification.service.playing import names_of
from tools.gamification.views.current import current_settings, words

UNCOUNTED = {
    Uncounted.SELF: lazy("gave no points: nobody thanks themselves"),
    Uncounted.AGAIN: lazy("gave no points: the same two within a week"),
    Uncounted.MUTUAL: lazy("gave no points: the two have just thanked each other"),
    Uncounted.GIVER_FULL: lazy("gave no points: more thanks of one person in a week than count"),
    Uncounted.RECEIVER_FULL: lazy("gave no points: more thanks for one person in a week than count"),
}


class AskForm(Form):
    text = LongTextField(
        lazy("What do you need help with?"),
        max_length=1000,
        rows=3,
        description=lazy("Say what you have tried already. Your class sees it with your name."),
    )


def add_to(blueprint: Blueprint) -> None:
    """The routes of the help board, among those of quests."""
    add = blueprint.add_url_rule
    add("/help", "help_board", help_board)
    add("/help", "ask_for_help", ask_for_help, methods=["POST"])
    add("/help/<int:help_id>/offer", "offer_help", offer_help, methods=["POST"])
    add("/help/<int:help_id>/take-back", "take_offer_back", take_offer_back, methods=["POST"])
    add("/help/<int:help_id>/thank", "thank_helper", thank_helper, methods=["POST"])
    add("/help/<int:help_id>/close", "close_question", close_question, methods=["POST"])
    add("/help-board", "look_at_help", look_at_help)
    add("/help-board/<int:help_id>/remove", "remove_help", remove_help, methods=["POST"])


@require_right(Right.TAKE_PART)
def help_board() -> str:
    return _page(AskForm())


def _page(form: AskForm) -> str:
    launch, settings = current_launch(), current_settings()
    with current_suite().database.read() as db:
        board = service.board(db, launch.activity)
        names = names_of(db, launch.context_id)
    return render_template(
        "quests/helping/board.html",
        form=form,
        board=board,
        names=names,
        me=launch.person_id,
        settings=settings,
        words=words(settings),
    )


@require_right(Right.TAKE_PART)
def ask_for_help() -> Response | tuple[str, int]:
    launch, form = current_launch(), AskForm(request.form)
    if form.validate():
        with refusals_shown_in(form), current_suite().database.write() as db:
            if first_time(db, launch, request.form, now()):
                service.ask(db, launch.activity, launch.person_id, form.text.data or "", now())
    if form.errors:
        return _page(form), 422
    return _back("quests-asked")


@require_right(Right.TAKE_PART)
def offer_help(help_id: int) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        service.offer(db, launch.activity, launch.person_id, help_id, now())
    return _back("quests-offered")


@require_right(Right.TAKE_PART)
def take_offer_back(help_id: int) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        service.take_back(db, launch.activity, launch.person_id, help_id)
    return _back("quests-offer-gone")


@require_right(Right.TAKE_PART)
def thank_helper(help_id: int) -> Response:
    launch, text = current_launch(), request.form.get("helper", "")
    helper = whole_number(text)
    with current_suite().database.write() as db:
        service.thank(db, launch.activity, launch.person_id, help_id, helper, now())
    return _back("quests-helper-thanked")


@require_right(Right.TAKE_PART)
def close_question(help_id: int) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        service.own_question(db, launch.activity, launch.person_id, help_id)
        store.close(db, help_id, now())
    return _back("quests-question-closed")


def _back(said: str) -> Response:
    return redirect(url_for(".help_board", said=said), 303)


@require_right(Right.SEE_PEOPLE)
def look_at_help() -> str:
    """The board for staff: who asks, who helps, and which thanks gave nothing."""
    launch = current_launch()
    with current_suite().database.read() as db:
        board = service.board(db, launch.activity)
        names = names_of(db, launch.context_id)
    return render_template("quests/helping/staff.html", board=board, names=names, uncounted=UNCOUNTED)


@require_right(Right.RUN)
@deed(deeds.HELP_REMOVED)
def remove_help(help_id: int) -> Response | str:
    launch = current_launch()
    with current_suite().database.read() as db:
        asked = store.question(db, launch.activity, help_id)
    if not confirmed():
        return ask_deed(
            deeds.HELP_REMOVED,
            _("Remove this question?"),
            yes=_("Remove"),
            detail=_("Nobody sees it any more. Points for help that was given stay."),
            back_url=url_for(".look_at_help"),
            danger=True,
        )
    with current_suite().database.write() as db:
        store.remove(db, help_id)
        number = note(db, launch, deeds.HELP_REMOVED, about=asked.person_id, now=now())
    return done(".look_at_help", "quests-removed", number)
