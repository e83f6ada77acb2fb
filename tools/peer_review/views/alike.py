"""Teachers: which texts are alike, and two of them side by side. Nothing is decided here, and students see nothing."""

from flask import render_template, request

from lti_tools.launches import Right, current_launch, require_right
from lti_tools.suite import current_suite
from tools.peer_review.service import alike
from tools.peer_review.settings import read_settings
from tools.peer_review.views.tokens import whole


@require_right(Right.RUN)
def show() -> str:
    """Every pair; with `first` and `second` in the address these two side by side."""
    first, second = whole(request.args.get("first")), whole(request.args.get("second"))
    return _pair(first, second) if first or second else _pairs()


def _pairs() -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        found = alike.texts(db, launch)
        known = alike.known_texts(db, launch.activity)
        names = alike.names_of(db, found)
    pairs = alike.compared(found, known, launch.activity)
    return render_template(
        "peer-review/alike.html",
        settings=read_settings(launch.settings),
        pairs=pairs,
        names=names,
        of_class=sum(one.activity_id == launch.activity for one in found),
        earlier=sum(one.activity_id != launch.activity for one in found),
    )


def _pair(first: int, second: int) -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        one, other = alike.two_of(alike.texts(db, launch), launch.activity, first, second)
        names = alike.names_of(db, (one, other))
    return render_template(
        "peer-review/alike_pair.html",
        settings=read_settings(launch.settings),
        works=list(zip((one, other), alike.side_by_side(one.text, other.text), strict=True)),
        names=names,
    )
