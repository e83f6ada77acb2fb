"""The page of the pulse: the open question, results from five answers up, what the teacher changed."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from lti_tools import roster
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import ask_deed, deed, done, harmless
from lti_tools.kit.notices.notices import notify
from lti_tools.kit.pulse import pulse
from lti_tools.kit.pulse.forms import LEVELS, AnswerForm, AskForm, ReplyForm
from lti_tools.kit.pulse.kinds import CLOSED, OPENED, tell_closed
from lti_tools.kit.pulse.tables import PulseRow
from lti_tools.launches import STAFF, Role, current_launch, now, require_role
from lti_tools.suite import current_suite
from lti_tools.web.charts import Bar, bar_chart
from lti_tools.web.confirm import confirmed
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from lti_tools.web.notices import Notice, announce
from lti_tools.web.numbers import whole_number

SAID = {
    "pulse-asked": Notice(lazy("The question is open. Your class finds it among its notices.")),
    "pulse-answered": Notice(lazy("Thank you. Your answer is in, without your name.")),
    "pulse-closed": Notice(lazy("The question is closed.")),
    "pulse-replied": Notice(lazy("Your class reads now what you changed.")),
}


@dataclass(frozen=True)
class Shown:
    """A closed question as its page shows it; `chart` is None below five answers, `texts` are for staff."""

    row: PulseRow
    chart: Markup | None
    numbers: list[tuple[str, int]]
    texts: list[str]


def make_blueprint() -> Blueprint:
    blueprint = Blueprint("kit-pulse", __name__)
    announce(blueprint, SAID)
    blueprint.add_url_rule("/", "show", show)
    blueprint.add_url_rule("/ask", "ask", ask, methods=["POST"])
    blueprint.add_url_rule("/answer", "answer", answer, methods=["POST"])
    blueprint.add_url_rule("/close", "close", close, methods=["POST"])
    blueprint.add_url_rule("/reply", "reply", reply, methods=["POST"])
    return blueprint


@require_role(Role.LEARNER, *STAFF)
def show() -> str:
    return _page()


def _page(*, ask: AskForm | None = None, answer: AnswerForm | None = None, reply: ReplyForm | None = None) -> str:
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        rows = pulse.questions(db, launch.activity)
        current = next((row for row in rows if pulse.is_open(row, now())), None)
        texts = pulse.texts_of(db, [row.id for row in rows]) if launch.is_staff else {}
        answered = pulse.answered(db, current) if current and launch.is_staff else None
        mine = bool(
            current and not launch.is_staff and pulse.has_answered(db, suite.keys.keyed_hash, current, launch.person_id)
        )
    waiting = pulse.waits_for_reply(rows)
    return render_template(
        "lti/kit/pulse/pulse.html",
        current=current,
        answered=answered,
        mine=mine,
        waiting=waiting,
        closed=[_shown(row, texts.get(row.id, [])) for row in rows if row.closed_at is not None],
        ask_form=ask or AskForm(data={"question": _("How was working together this week?"), "with_text": True}),
        answer_form=answer or AnswerForm(),
        reply_form=reply or ReplyForm(),
    )


def _shown(row: PulseRow, texts: list[str]) -> Shown:
    if row.counts is None:
        return Shown(row, None, [], [])
    numbers = [(str(label), row.counts[int(level) - 1]) for level, label in LEVELS.items()]
    return Shown(row, bar_chart([Bar(label, number) for label, number in numbers]), numbers, texts)


@require_role(Role.INSTRUCTOR)
@harmless("asks the class a question that nobody has to answer")
def ask() -> Response | tuple[str, int]:
    launch, form = current_launch(), AskForm(request.form)
    if not form.validate():
        return _page(ask=form), 422
    with current_suite().database.write() as db:
        row = pulse.ask(
            db,
            launch.activity,
            form.question.data or "",
            with_text=bool(form.with_text.data),
            closes_at=form.closes_at.data,
            now=now(),
        )
        learners = [member.person_id for member in roster.learners(db, launch.context_id)]
        notify(db, launch.activity, learners, OPENED, now(), key=str(row.id))
    return redirect(url_for(".show", said="pulse-asked"), 303)


@require_role(Role.LEARNER)
def answer() -> Response | tuple[str, int]:
    launch, suite, form = current_launch(), current_suite(), AnswerForm(request.form)
    if not form.validate():
        return _page(answer=form), 422
    with suite.database.write() as db:
        pulse.answer(
            db,
            suite.keys.keyed_hash,
            launch.activity,
            _number(),
            launch.person_id,
            level=int(form.level.data),
            text=form.text.data or "",
            now=now(),
        )
    return redirect(url_for(".show", said="pulse-answered"), 303)


@require_role(Role.INSTRUCTOR)
@deed(CLOSED)
def close() -> Response | str:
    launch = current_launch()
    if not confirmed():
        return ask_deed(
            CLOSED,
            _("Close the question now?"),
            yes=_("Close the question"),
            detail=_("The answers are counted and mixed. Of fewer than five nothing is shown, and they are deleted."),
            back_url=url_for(".show"),
        )
    with current_suite().database.write() as db:
        if pulse.close(db, launch.activity, _number(), now()):
            tell_closed(db, launch.activity, launch.context_id, _number(), now())
            note(db, launch, CLOSED, now=now())
    return done(".show", "pulse-closed", None)


@require_role(Role.INSTRUCTOR)
@harmless("a word to the class beside a result")
def reply() -> Response | tuple[str, int]:
    launch, form = current_launch(), ReplyForm(request.form)
    if not form.validate():
        return _page(reply=form), 422
    with current_suite().database.write() as db:
        pulse.reply(db, launch.activity, _number(), form.reply.data or "", now())
    return redirect(url_for(".show", said="pulse-replied"), 303)


def _number() -> int:
    return whole_number(request.form.get("pulse"))
