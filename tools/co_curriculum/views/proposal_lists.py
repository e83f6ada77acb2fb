"""Proposals as one reader sees them: the page of the list, and one proposal whole."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from sqlalchemy.orm import Session

from lti_tools.errors import NotFound
from lti_tools.kit.comments.comments import counts
from lti_tools.kit.pseudonyms.pseudonyms import Veil, activity_key, order_for
from lti_tools.kit.uploads.files import files_of
from lti_tools.kit.uploads.showing import ShownFile, shown_files
from lti_tools.launches import CurrentLaunch, Right, Role
from lti_tools.suite import current_suite
from lti_tools.web.locale import gettext as _
from lti_tools.web.markdown import render
from lti_tools.web.paging import Page, page_of
from tools.co_curriculum import electorate, store_merging, store_proposals
from tools.co_curriculum.domain.proposals import CHANGEABLE, State, beside_their_group
from tools.co_curriculum.forms_proposals import KINDS
from tools.co_curriculum.models import Option, Wording
from tools.co_curriculum.option_pictures import PLACE
from tools.co_curriculum.service.reading import Vote
from tools.co_curriculum.service.talking import OPTION, may_talk

EXCERPT = 200
"""Characters of a proposal's text that the list shows."""
SIZE = 20
"""Proposals on one page of the list."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A proposal for one reader."""

    id: int
    text: str
    body: str
    excerpt: str
    """The beginning of the body, without its marks."""
    kind: str
    """In words; empty for an option of the teacher's list."""
    summary: str
    """Markdown: what a teacher sums up of the talk about it."""
    link: str
    effort: int | None
    skills: str
    group: str
    """The name under which it stands with others."""
    state: State
    reason: str
    author: str
    """What its author is called; empty for the teacher's list and for who is erased."""
    mine: bool
    by_staff: bool
    at: datetime | None
    changed_at: datetime | None
    picture: ShownFile | None
    may_change: bool
    """Its reader may change its words and picture now, ..."""
    may_withdraw: bool
    may_judge: bool
    """... publish or refuse it."""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One page of the list."""

    page: Page[Shown]
    waiting: int
    """How many wait for a teacher; 0 for students."""
    words: str
    """What the reader looks for."""
    talk: Mapping[str, int] | None
    supports: Mapping[int, int] | None
    """Id -> how many would like it; None where nobody is asked."""


def proposal_page(db: Session, launch: CurrentLaunch, vote: Vote, number: int, words: str = "") -> Listing:
    """A page of the list: for staff what waits first, for everybody in an order of their own; constant queries."""
    staff, suite = launch.is_staff, current_suite()
    states = (State.WAITING, State.PUBLISHED, State.REFUSED) if staff else (State.PUBLISHED,)
    there = store_proposals.visible(db, launch.activity, states, launch.person_id, words)
    key = activity_key(suite.keys.keyed_hash, launch.activity)
    ordered = order_for(key, "proposal", list(there), launch.person_id)
    waiting = {one for one, listed in there.items() if listed.state is State.WAITING} if staff else set()
    ordered = beside_their_group(ordered, {one: listed.group for one, listed in there.items() if listed.group})
    ordered.sort(key=lambda one: one not in waiting)
    page = page_of(ordered, number, SIZE)
    rows = store_proposals.get_many(db, launch.activity, page.items)
    shown = shown_proposals(db, launch, vote, [rows[one] for one in page.items])
    return Listing(
        page=Page(shown, page.number, page.total, page.size),
        waiting=len(waiting),
        words=words,
        talk=counts(db, launch.activity, OPTION) if may_talk(launch, vote) else None,
        supports=store_merging.supports(db, launch.activity) if vote.settings.proposals.supports else None,
    )


def shown_proposals(db: Session, launch: CurrentLaunch, vote: Vote, rows: Sequence[Option]) -> list[Shown]:
    """Rows as the person of the launch sees them."""
    suite = current_suite()
    names = author_names(db, launch.activity, vote, {row.author_id for row in rows if row.author_id is not None})
    files = files_of(db, launch.activity, PLACE, [str(row.id) for row in rows])
    pictures = {int(file.thing): one for file in files for one in shown_files(suite, db, launch, [file])}
    return [_shown(launch, vote, row, names, pictures.get(row.id)) for row in rows]


def author_names(db: Session, activity_id: int, vote: Vote, people: Collection[int]) -> dict[int, str]:
    """What authors are called: their names, or invented ones where the vote has it so."""
    if not vote.settings.proposals.pseudonyms:
        return electorate.names_of(db, people)
    veil = Veil.over(db, current_suite().keys.keyed_hash, activity_id)
    return {person: veil.name(person) for person in people if person in veil.slots} | {
        person: _("A teacher") for person in people if person not in veil.slots
    }


def _shown(
    launch: CurrentLaunch, vote: Vote, row: Option, names: Mapping[int, str], picture: ShownFile | None
) -> Shown:
    state, mine = State(row.state), row.author_id == launch.person_id
    free = not row.listed and state in CHANGEABLE and not vote.is_frozen
    runs = launch.may(Right.RUN)
    return Shown(
        id=row.id,
        text=row.text,
        body=row.body,
        excerpt=_excerpt(row.body),
        kind="" if row.listed else str(next(label for kind, label in KINDS.items() if kind.value == row.kind)),
        summary=row.summary,
        link=row.link,
        effort=row.effort,
        skills=row.skills,
        group=row.cluster,
        state=state,
        reason=row.reason if mine or launch.is_staff else "",
        author=names.get(row.author_id, "") if row.author_id is not None else "",
        mine=mine,
        by_staff=row.by_staff,
        at=row.created_at,
        changed_at=row.changed_at,
        picture=picture,
        may_change=free and (runs or (mine and launch.role is Role.LEARNER and vote.can_change)),
        may_withdraw=free and mine,
        may_judge=free and runs,
    )


def _excerpt(body: str) -> str:
    """The beginning of a text in one line; a dot stands between the points of a list."""
    pointed = render(body[: EXCERPT * 4]).replace("</li>\n<li>", Markup("</li> · <li>"))
    plain = " ".join(str(pointed.striptags()).split())
    return plain if len(plain) <= EXCERPT else plain[:EXCERPT].rsplit(" ", 1)[0] + " …"


def one_proposal(
    db: Session, launch: CurrentLaunch, vote: Vote, option_id: int
) -> tuple[Shown, Sequence[tuple[Wording, str]]]:
    """A proposal with how it read before and who changed it; raises `NotFound` where this person may not see it."""
    row = store_proposals.get(db, launch.activity, option_id)
    public = State(row.state) in (State.PUBLISHED, State.MERGED)
    if not (launch.is_staff or row.author_id == launch.person_id or (public and vote.shows_list)):
        raise NotFound
    before = store_proposals.wordings(db, row.id)
    names = author_names(db, launch.activity, vote, {one.changed_by for one in before if one.changed_by is not None})
    history = [(one, names.get(one.changed_by, "") if one.changed_by is not None else "") for one in before]
    return shown_proposals(db, launch, vote, [row])[0], history


def alike(db: Session, activity_id: int, title: str, but: int | None = None) -> list[tuple[int, str]]:
    """(id, title) of published proposals whose titles look like this one."""
    titles = store_proposals.titles(db, activity_id, (State.PUBLISHED,))
    titles.pop(but or 0, None)
    return [(one, titles[one]) for one in store_proposals.alike_ids(title, titles)]
