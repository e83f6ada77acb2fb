"""Where everybody of a course tries ways to count on a file of ballots. Nothing of it is stored."""

from typing import Any

from flask import render_template, request

from lti_tools.errors import NotFound
from lti_tools.kit.audit.deeds import harmless
from lti_tools.launches import require_role
from lti_tools.suite import current_suite
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.co_curriculum.domain.ballot_files.election import MOST_BALLOTS, MOST_OPTIONS, Broken, Fault
from tools.co_curriculum.domain.ballot_files.examples import EXAMPLES
from tools.co_curriculum.method_words import EXPLAINED, NAMES
from tools.co_curriculum.service.practice import Practised, methods_for, practise
from tools.co_curriculum.service.reading import Count
from tools.co_curriculum.views.current import current_vote
from tools.co_curriculum.views.pictures import result_of
from tools.co_curriculum.views.record import COURSE

LARGEST = 400_000
"""Bytes of a file."""
SHOWN = 1200
"""Characters of ballots that can be written down in the page, and sent in its address."""
TITLES = {
    "capital": lazy("A capital: four ways to count, three winners"),
    "circle": lazy("Nobody beats everybody: 45 voters in a circle"),
    "food": lazy("Three of five: votes that move on"),
    "stars": lazy("Stars: the middle that everybody likes"),
    "weeks": lazy("Four weeks: a small group gets its share"),
}


@require_role(*COURSE)
def show() -> tuple[str, int]:
    """The page, with an example or with what was written down, counted. It comes by GET, so going back keeps it."""
    name, text = request.args.get("example", ""), request.args.get("ballots", "")
    if name and name not in EXAMPLES:
        raise NotFound
    if name:
        return _counted(EXAMPLES[name].text.encode(), EXAMPLES[name].method.value)
    return _counted(text.encode(), request.args.get("method", "")) if text.strip() else _page("")


@require_role(*COURSE)
@harmless("counts a file, writes nothing")
def count() -> tuple[str, int]:
    brought = request.files.get("file")
    content = brought.read(LARGEST + 1) if brought is not None else b""
    if not content.strip():
        return _page("", problem=_("Choose a file first."), status=422)
    if len(content) > LARGEST:
        return _page("", problem=_("This file is too large to be counted here."), status=422)
    return _counted(content, request.form.get("method", ""))


def _counted(content: bytes, method: str) -> tuple[str, int]:
    found = practise(content, method)
    text = content.decode("utf-8-sig", "replace")
    if isinstance(found, Broken):
        return _page(text, problem=problem_words(found), status=422)
    card, shown = found.card, Count(found.outcome, found.others, found.ballots)
    return _page(
        text,
        practised=found,
        result=result_of(card, shown, final=True),
        methods=[(one.value, NAMES[one], one is card.method) for one in methods_for(found.election)],
        explained=EXPLAINED[card.method],
    )


def _page(
    text: str, *, problem: str = "", practised: Practised | None = None, status: int = 200, **more: Any
) -> tuple[str, int]:
    with current_suite().database.read() as db:
        vote = current_vote(db)
    page = render_template(
        "topic-vote/practice.html",
        vote=vote,
        text=text if len(text) <= SHOWN else "",
        most=SHOWN,
        problem=problem,
        practised=practised,
        examples=TITLES,
        **more,
    )
    return page, status


def problem_words(broken: Broken) -> str:
    """What is wrong with a file, and in which line."""
    said = {
        Fault.TEXT: _("This file is no text. Save it as plain text (UTF-8)."),
        Fault.FORMAT: _("This is none of the formats that are counted here: BLT, ABIF, .pb."),
        Fault.LINE: _("This line cannot be read."),
        Fault.NUMBER: _("A whole number should stand here."),
        Fault.UNKNOWN: _("An option is named here that the file does not list."),
        Fault.REPEATED: _("The same option stands here twice."),
        Fault.NAMES: _("The file does not have a name for each option."),
        Fault.END: _("The file ends too early: something is missing."),
        Fault.EMPTY: _("No ballot of this file names an option."),
        Fault.OPTIONS: _("Files with 2 to %(most)s options are counted here.", most=MOST_OPTIONS),
        Fault.BALLOTS: _("Files with up to %(most)s ballots are counted here.", most=MOST_BALLOTS),
        Fault.BUDGET: _("Budget and costs have to be whole numbers from 1 on, and not too large."),
        Fault.KIND: _("This kind of ballot is not counted here."),
    }[broken.fault]
    return _("Line %(number)s: %(problem)s", number=broken.line, problem=said) if broken.line else said
