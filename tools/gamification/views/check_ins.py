"""Class codes: which there are, and the page for the wall of the classroom."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.audit.deeds import harmless
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline.line import Way
from tools.gamification.service import teaching
from tools.gamification.service.playing import class_code
from tools.gamification.store import entries as rows
from tools.gamification.store import lines, works
from tools.gamification.views.qr import qr_picture


@require_right(Right.RUN)
def check_ins() -> str:
    """The objectives with a class code, and which codes are shown now."""
    launch = current_launch()
    with current_suite().database.read() as db:
        place = lines.published(db, launch.activity)
        shown = works.check_ins(db, launch.activity, now())
        known = rows.standings(db, launch.activity)
    found = [(quest, one) for quest, one in place.line.objectives() if one.way is Way.CHECK_IN]
    present = {one.key: sum(one.key in each.objectives for each in known.values()) for _quest, one in found}
    return render_template("quests/check_ins.html", found=found, shown=shown, present=present)


@require_right(Right.RUN)
def wall(key: Key) -> str:
    """The code of this minute, large, for the wall of the classroom."""
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        place = lines.published(db, launch.activity)
        shown = works.check_ins(db, launch.activity, now())
        known = rows.standings(db, launch.activity)
    objective = place.line.objective(key)
    if objective is None or objective.way is not Way.CHECK_IN:
        raise NotFound
    code = class_code(suite.keys.keyed_hash, launch.activity, key, now()) if key in shown else ""
    return render_template(
        "quests/wall.html",
        objective=objective,
        code=code,
        until=shown.get(key),
        picture=qr_picture(code) if code else "",
        present=sum(key in each.objectives for each in known.values()),
    )


@require_right(Right.RUN)
@harmless("shows a class code for a quarter of an hour; who types it can be taken back")
def show_code(key: Key) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        teaching.show_code(db, launch.activity, key, now())
    return redirect(url_for(".wall", key=key), 303)


@require_right(Right.RUN)
@harmless("puts a class code away; it can be shown again")
def hide_code(key: Key) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        if lines.published(db, launch.activity).line.objective(key) is None:
            raise NotFound
        works.close_check_in(db, launch.activity, key)
    return redirect(url_for(".check_ins"), 303)
