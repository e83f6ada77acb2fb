"""The queue: what students handed in, answered one after the other."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done
from lti_tools.kit.uploads.showing import shown_files
from lti_tools.kit.uploads.store import files_of
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.rights import Reach, reach
from lti_tools.suite import current_suite
from lti_tools.web.forms import refusals_shown_in
from lti_tools.web.paging import page_number, page_of
from tools.gamification import deeds
from tools.gamification.domain.questline.line import Way
from tools.gamification.forms.evidence import AcceptForm
from tools.gamification.service import teaching
from tools.gamification.service.playing import PLACE, file_thing, names_of
from tools.gamification.service.teaching import Waiting
from tools.gamification.store import lines, works
from tools.gamification.views.words import WAYS


@require_right(Right.GRADE)
def queue() -> str:
    return queue_page()


def queue_page(work_id: int = 0, form: AcceptForm | None = None) -> str:
    """Everything that waits, the oldest first; `form` came back with something to mend."""
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        seen = reach(db, launch)
        place = lines.published(db, launch.activity)
        waiting = [one for one in teaching.queue(db, place) if seen.covers(one.work.person_id)]
        page = page_of(waiting, page_number(request.args.get("page")))
        files = _files(db, page.items)
        earlier = works.earlier(db, launch.activity, [one.work for one in page.items])
        names = names_of(db, launch.context_id)
    forms = {one.work.id: AcceptForm(prefix=f"w{one.work.id}-") for one in page.items}
    if form is not None and work_id in forms:
        forms[work_id] = form
    return render_template(
        "quests/queue.html", page=page, names=names, files=files, earlier=earlier, forms=forms, reach=seen, ways=WAYS
    )


def _files(db: Session, waiting: Sequence[Waiting]) -> Mapping[int, Any]:
    launch, suite = current_launch(), current_suite()
    sent = [one.work for one in waiting if one.objective.way is Way.FILE]
    things = {file_thing(one.objective, one.person_id): one.id for one in sent}
    found: dict[int, list[Any]] = {}
    for file in files_of(db, launch.activity, PLACE, list(things)) if things else ():
        found.setdefault(things[file.thing], []).extend(shown_files(suite, db, launch, [file]))
    return found


def _check_reach(db: Session, work_id: int) -> Reach:
    launch = current_launch()
    seen = reach(db, launch)
    seen.check(works.work_of(db, launch.activity, work_id).person_id)
    return seen


@require_right(Right.GRADE)
@deed(deeds.ACCEPTED)
def accept(work_id: int) -> Response | tuple[str, int]:
    launch, form = current_launch(), AcceptForm(request.form, prefix=f"w{work_id}-")
    if not form.validate():
        return queue_page(work_id, form), 422
    with current_suite().database.write() as db:
        _check_reach(db, work_id)
        score, comment = form.score.data or 100, form.comment.data or ""
        work = teaching.accept(db, launch.activity, work_id, launch.person_id, score, comment, now())
        number = note(db, launch, deeds.ACCEPTED, subject={"work": work_id}, about=work.person_id, now=now())
    return done(".queue", "quests-accepted", number)


@require_right(Right.GRADE)
@deed(deeds.RETURNED)
def give_back(work_id: int) -> Response | tuple[str, int]:
    launch, form = current_launch(), AcceptForm(request.form, prefix=f"w{work_id}-")
    number = None
    form.validate()
    form.score.errors = []
    with refusals_shown_in(form), current_suite().database.write() as db:
        _check_reach(db, work_id)
        comment = form.comment.data or ""
        work = teaching.give_back(db, launch.activity, work_id, launch.person_id, comment, now())
        number = note(db, launch, deeds.RETURNED, subject={"work": work_id}, about=work.person_id, now=now())
    if form.errors or number is None:
        return queue_page(work_id, form), 422
    return done(".queue", "quests-returned", number)
