"""Placing people into topics: the first page for each role, and the steps that a teacher takes."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import Affected, ask_deed, deed, done, harmless
from lti_tools.kit.jobs.jobs import start
from lti_tools.launches import Right, Role, current_launch, now, require_right, require_role
from lti_tools.pure.schedule import Start
from lti_tools.suite import current_suite
from lti_tools.web.confirm import confirmed
from lti_tools.web.locale import gettext as _
from tools.co_curriculum import placing_deeds as deeds
from tools.co_curriculum import store_placing
from tools.co_curriculum.deeds import change_plan, held
from tools.co_curriculum.domain.placing.problem import Aim
from tools.co_curriculum.phases import PLACE
from tools.co_curriculum.placing_words import AIMS_FIRST
from tools.co_curriculum.service import placing as placing_service
from tools.co_curriculum.service import placing_groups, placing_lists, placing_plans, placing_step
from tools.co_curriculum.views import placing_shown, placing_student
from tools.co_curriculum.views.current import current_vote


@require_role(*Role)
def home() -> str:
    launch = current_launch()
    if launch.is_staff:
        return overview()
    return placing_student.page() if launch.role is Role.LEARNER else placing_student.onlooker()


def overview() -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        vote = current_vote(db)
        placing = placing_service.find(db, launch.activity, now())
        shown = placing_shown.staff(db, launch, placing) if placing else None
    return render_template("topic-vote/placing_staff.html", vote=vote, placing=placing, shown=shown)


@require_right(Right.RUN)
@deed(deeds.OPENED)
def open_up() -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        activity = held(db, launch.context_id, launch.activity)
        if placing_step.waits(db, launch.activity, now()):
            placing_step.check_opening(db, launch.activity, now())
            change_plan(db, activity, now(), PLACE.key, start=Start.NOW, opens_at=None)
        else:
            placing_service.open_up(db, launch.activity, launch.person_id, now())
        number = note(db, launch, deeds.OPENED, now=now())
    return done(".places", "topic-vote-lists-opened", number)


@require_right(Right.RUN)
@deed(deeds.CLOSED)
def close() -> Response | str:
    launch = current_launch()
    if not confirmed():
        with current_suite().database.read() as db:
            missing = len(
                placing_service.learners(db, launch.activity) - store_placing.lists_of(db, launch.activity).keys()
            )
        return ask_deed(
            deeds.CLOSED,
            _("Take no more lists?"),
            yes=_("Take no more lists"),
            detail=_("Who has given none is placed after the others, with what is left. You can open it again."),
            affected=[Affected(_("They have not given a list yet"), count=missing)],
            back_url=url_for(".places"),
        )
    with current_suite().database.write() as db:
        lists = placing_step.close(db, launch.activity, now())
        number = note(db, launch, deeds.CLOSED, after={"lists": lists}, now=now())
    return done(".places", "topic-vote-lists-closed", number)


@require_right(Right.RUN)
@deed(deeds.REOPENED)
def reopen() -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        placing_step.reopen(db, launch.activity, now())
        number = note(db, launch, deeds.REOPENED, now=now())
    return done(".places", "topic-vote-lists-opened", number)


@require_right(Right.RUN)
@harmless("a reminder in the inbox of those without a list, at most one a day")
def remind() -> Response:
    with current_suite().database.write() as db:
        placing_lists.remind(db, current_launch().activity, now())
    return redirect(url_for(".places", said="topic-vote-lists-reminded"), 303)


@require_right(Right.RUN)
@harmless("plans to choose from; none of them holds before it is picked")
def work_out() -> Response:
    """Ask the worker for plans: of all aims, or the one that changes the plan that holds as little as can be."""
    launch, mends = current_launch(), request.form.get("mends") == "1"
    with current_suite().database.write() as db:
        placing_plans.check_planning(db, launch.activity, now(), mends=mends)
        placing = placing_service.found(db, launch.activity, now())
        aims = [Aim(placing.plan.aim)] if mends and placing.plan else list(AIMS_FIRST)
        start(db, launch, placing_plans.PLANNING, {"aims": [aim.value for aim in aims], "mends": mends}, now=now())
    return redirect(url_for(".places"), 303)


@require_right(Right.RUN)
@deed(deeds.PICKED)
def pick(plan_id: int) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        plan = placing_plans.pick(db, launch.activity, plan_id, now())
        if len(store_placing.seats_of(db, plan.id)) <= placing_plans.MOST_REASONS:
            start(db, launch, placing_plans.REASONS, {"plan": plan.id}, now=now())
        number = note(db, launch, deeds.PICKED, subject={"plan": plan.id}, after={"unplaced": plan.unplaced}, now=now())
    return done(".places", "topic-vote-plan-picked", number)


@require_right(Right.RUN)
@deed(deeds.PUBLISHED)
def publish() -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        placing_service.publish(db, launch.activity, now())
        number = note(db, launch, deeds.PUBLISHED, now=now())
    return done(".places", "topic-vote-places-published", number)


@require_right(Right.RUN)
@deed(deeds.HIDDEN)
def hide() -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        placing_service.hide(db, launch.activity, now())
        number = note(db, launch, deeds.HIDDEN, now=now())
    return done(".places", "topic-vote-places-hidden", number)


@require_right(Right.SETTINGS)
@deed(deeds.GROUPS_MADE)
def make_groups() -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        made = placing_groups.make(db, launch.activity, launch.context_id, launch.person_id, now())
        note(db, launch, deeds.GROUPS_MADE, subject={"set": made}, now=now())
    return redirect(url_for("kit-groups.show", group_set_id=made, said="groups-made"), 303)
