"""Pairs as a file: taken along, changed in a spreadsheet, looked at with their certificate, and taken over."""

import json

from flask import Response as Download
from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.wrappers import Response

from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, harmless
from lti_tools.kit.groups.store import Listed, listed
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from lti_tools.web.files import UploadField, download
from lti_tools.web.forms import Form, refusals_shown_in
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.peer_review import deeds, pair_files, refusals, reviews, store
from tools.peer_review.domain.allocation.problem import Pair
from tools.peer_review.pair_files import Problem, Read
from tools.peer_review.roles import FIRST
from tools.peer_review.service import allocating, pair_plans
from tools.peer_review.settings import read_settings
from tools.peer_review.views.certificate import lines_of

WORDS = {
    Problem.REVIEWER: lazy("The reviewer is no student of this course, or several have this name."),
    Problem.AUTHOR: lazy("The author is no student of this course, or several have this name."),
    Problem.NO_WORK: lazy("There is no work of this author to review, or the reviewer has not handed in."),
    Problem.OWN: lazy("Nobody reviews their own work."),
    Problem.FORBIDDEN: lazy("A rule about pairs, or the groups, forbid it."),
}


class PairsForm(Form):
    """A file with pairs."""

    file = UploadField(
        lazy("A table of pairs"),
        most_bytes=pair_files.LARGEST,
        endings=(".csv", ".txt"),
        description=lazy("CSV with the columns “reviewer” and “author”: names, e-mail addresses or ids of the course."),
    )


def _people(db: Session) -> list[Listed]:
    context_id = current_launch().context_id
    return listed(db, context_id, sorted(store.learners(db, context_id)))


@require_right(Right.RUN)
def file() -> Download:
    """Every pair as it is, with how far its review is."""
    launch = current_launch()
    with current_suite().database.read() as db:
        authors, people = store.authors_of(db, launch.activity), {one.person_id: one for one in _people(db)}
        found = [
            (one.reviewer_id, min(authors.get(one.work_id, {0})), _state(one.saved_at, one.sent_at))
            for one in reviews.reviews_of(db, launch.activity, *FIRST)
            if one.reviewer_id is not None
        ]
    name = f"{read_settings(launch.settings).title[:80]}.pairs.csv"
    return download(pair_files.write(sorted(found), people), name)


def _state(saved: object, sent: object) -> str:
    return "sent" if sent else "begun" if saved else "not begun"


@require_right(Right.RUN)
def choose() -> str:
    return _page(PairsForm())


@require_right(Right.RUN)
@harmless("shows what a list of pairs would change and stores nothing")
def preview() -> str | tuple[str, int]:
    """What the list would change, line by line where it means no pair, and the certificate that would follow."""
    launch, form = current_launch(), PairsForm(CombinedMultiDict([request.files, request.form]))
    if not form.validate() or form.file.data is None:
        return _page(form), 422
    read: Read | None = None
    with refusals_shown_in(form), current_suite().database.read() as db:
        text = form.file.data.content.decode("utf-8-sig", errors="replace")
        wanted = allocating.wanted_of(db, launch.activity, store.settings_of(db, launch.activity))
        read = pair_files.read(text, _people(db), wanted)
    if read is None or form.form_errors:
        return _page(form), 422
    return _page(form, read)


def _page(form: PairsForm, read: Read | None = None) -> str:
    launch, settings = current_launch(), read_settings(current_launch().settings)
    with current_suite().database.read() as db:
        names, authors = store.names(db, launch.context_id), store.authors_of(db, launch.activity)
        plan = pair_plans.plan(db, launch.activity, settings, read.pairs) if read and read.pairs else None
    return render_template(
        "peer-review/pairs_exchange.html",
        settings=settings,
        form=form,
        read=read,
        plan=plan,
        lines=lines_of(plan.certificate, (), names, pools=bool(settings.pools), from_file=True) if plan else [],
        said=lambda pair: _said(pair, names, authors),
        words=WORDS,
        stored=json.dumps(sorted(read.pairs)) if read else "",
    )


def _said(pair: Pair, names: dict[int, str], authors: dict[int, frozenset[int]]) -> str:
    work = ", ".join(names.get(one, "") for one in sorted(authors.get(pair[1], frozenset())))
    return _("%(reviewer)s reviews %(author)s", reviewer=names.get(pair[0], ""), author=work)


@require_right(Right.RUN)
@deed(deeds.PAIRS_TAKEN)
def take() -> Response:
    """Put the list that was looked at in the place of the pairs that nobody has begun."""
    launch = current_launch()
    pairs = _stored(request.form.get("pairs", ""))
    with current_suite().database.write() as db:
        made = pair_plans.carry_out(db, launch.activity, pairs, now())
        after = {"added": len(made.added), "removed": len(made.removed)}
        note(db, launch, deeds.PAIRS_TAKEN, after=after, now=now())
    return redirect(url_for(".pairs", said="peer-review-pairs-taken"), 303)


def _stored(text: str) -> list[Pair]:
    try:
        found = json.loads(text)
        return [(int(reviewer), int(work)) for reviewer, work in found]
    except (ValueError, TypeError, OverflowError):
        raise refusals.pair_impossible() from None
