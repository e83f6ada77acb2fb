"""The grades: looked at before the first one is sent, then how each stands in the gradebook."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from lti_tools import roster
from lti_tools.grades import outbox
from lti_tools.grades.words import grade_rows
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done
from lti_tools.kit.audit.own import SENT_AGAIN
from lti_tools.kit.audit.resending import resend
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.rights import reach
from lti_tools.suite import current_suite
from lti_tools.web.formats import format_number
from tools.gamification import deeds
from tools.gamification.service import grading
from tools.gamification.service.playing import names_of
from tools.gamification.store import lines
from tools.gamification.views.current import current_settings


@require_right(Right.SEE_PEOPLE)
def show() -> str:
    launch, settings = current_launch(), current_settings()
    with current_suite().database.read() as db:
        place = lines.published(db, launch.activity)
        seen = reach(db, launch)
        names = names_of(db, launch.context_id)
        scores = [one for one in outbox.standing(db, launch.activity) if seen.covers(one.person_id)]
        people = [one.person_id for one in roster.learners(db, launch.context_id) if seen.covers(one.person_id)]
        would = grading.would_be(db, place, settings, people, now()) if place.grades_from is None else {}
    return render_template(
        "quests/grades.html",
        settings=settings,
        place=place,
        rows=grade_rows(scores, names),
        would=sorted(
            (names.get(person, ""), *(format_number(one.score) for one in scores)) for person, scores in would.items()
        ),
        columns=[one.label for one in next(iter(would.values()), [])],
        reach=seen,
    )


@require_right(Right.RUN)
@deed(deeds.GRADES)
def start() -> Response:
    """From now on grades go to the gradebook, beginning with everybody's as it stands."""
    launch = current_launch()
    with current_suite().database.write() as db:
        grading.start(db, launch.activity, now())
        number = note(db, launch, deeds.GRADES, now=now())
    return done(".grades", "quests-grades", number)


@require_right(Right.RUN)
@deed(SENT_AGAIN)
def send_again() -> Response:
    """Let what the gradebook refused try again: one person's score, or all of them."""
    resend()
    return redirect(url_for(".grades", said="quests-sending"), 303)
