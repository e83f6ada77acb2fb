"""What a view of staff says about its POST: a deed of the record, asked before and undone after, or harmless.

@require_role(Role.INSTRUCTOR)
@deed("topic-vote.closed")
def close() -> Response | str:
    if not confirmed():
        with current_suite().database.read() as db:
            lose = Affected(_("Cannot vote any more"), names_of_who_has_not_voted(db))
        return ask_deed(_("Close the vote now?"), yes=_("Close the vote"), affected=[lose], back_url=...)
    with current_suite().database.write() as db:
        ...
        number = note(db, current_launch(), "topic-vote.closed", now=now())
    return done(".home", "topic-vote-closed", number)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import redirect, url_for
from werkzeug.wrappers import Response

from lti_tools.kit.audit.known import known_actions
from lti_tools.web.confirm import ask
from lti_tools.web.notices import PARAMETER, UNDO

View = TypeVar("View", bound=Callable[..., object])
NAMED = 30
"""Names that the page of a deed shows; of more it says how many."""


def deed(*actions: str) -> Callable[[View], View]:
    """Declare that this view does one of `actions`, each registered with an undo or the reason why there is none."""

    def declare(view: View) -> View:
        view.__dict__["deeds"] = actions
        return view

    return declare


def harmless(reason: str) -> Callable[[View], View]:
    """Declare that this view changes no grade, no visibility and no rule, and destroys nothing; `reason` says why."""

    def declare(view: View) -> View:
        view.__dict__["harmless"] = reason
        return view

    return declare


@dataclass(frozen=True)
class Affected:
    """One line of a deed's preview: what happens to whom. Where only the number is known, pass `count` alone."""

    label: str
    names: Sequence[str] = ()
    count: int | None = None

    @property
    def number(self) -> int:
        return len(self.names) if self.count is None else self.count

    @property
    def shown(self) -> Sequence[str]:
        return self.names[:NAMED]

    @property
    def more(self) -> int:
        return self.number - len(self.shown)


def ask_deed(
    action: str,
    question: str,
    *,
    yes: str,
    back_url: str,
    affected: Sequence[Affected] = (),
    detail: str = "",
    danger: bool = False,
) -> str:
    """The page that asks before a deed: who and what is affected, and whether it can be taken back."""
    return ask(
        question,
        yes=yes,
        back_url=back_url,
        detail=detail,
        danger=danger,
        page="lti/audit/deed.html",
        affected=affected,
        deed=known_actions()[action],
    )


def done(endpoint: str, said: str, number: int | None, **values: Any) -> Response:
    """To the page at `endpoint`, which says the notice `said` with a button that takes entry `number` back.

    None for no button.
    """
    return redirect(url_for(endpoint, **{PARAMETER: said, UNDO: number, **values}), 303)
