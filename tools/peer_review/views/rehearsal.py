"""Staff: what a round will probably be like with these settings, before it opens."""

from flask import render_template, request

from lti_tools.launches import Right, current_launch, require_right
from lti_tools.suite import current_suite
from lti_tools.web.locale import lazy
from tools.peer_review.domain.rehearsal.rehearsal import Warning
from tools.peer_review.service import rehearsing

WARNINGS = {
    Warning.TOO_FEW_WORKS: lazy("Somebody cannot get so many works: there are too few that they may review."),
    Warning.CLOSED_CIRCLES: lazy(
        "Groups review among themselves alone. A strict group cannot be told from weak works then: "
        "compare marks within groups only, or let people review anybody."
    ),
    Warning.TIGHT: lazy(
        "The time for reviewing is short for so many reviews. Who begins late has no time left, "
        "and nobody else can step in."
    ),
    Warning.FEW_REVIEWS: lazy(
        "With so few reviews, one that is missing leaves the mark to you: a mark needs three. Four give room for one."
    ),
    Warning.MUCH_WORK: lazy("That is much reviewing for one student. Fewer reviews are often better ones."),
}
ABSENT = (0, 5, 10, 15, 20, 30, 50)
"""Percent of reviewers who do not come, to choose from."""


@require_right(Right.RUN)
def show() -> str:
    launch, wish = current_launch(), request.args.get("absent", "")
    chosen = int(wish) if wish in {str(one) for one in ABSENT} else None
    with current_suite().database.read() as db:
        page = rehearsing.rehearsal(db, launch.activity, chosen / 100 if chosen is not None else None)
    warnings = [WARNINGS[one] for one in page.own.warnings]
    percent = round(100 * page.plan.absent)
    return render_template(
        "peer-review/rehearsal.html",
        page=page,
        settings=page.settings,
        warnings=warnings,
        absent=sorted({*ABSENT, percent}),
        percent=percent,
    )
