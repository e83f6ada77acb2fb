"""Where an activity's column is in the LMS: found by resource link and tag, made where the tool wants one more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lti_tools.grades.gradebook import Found, Gradebook
from lti_tools.store import grades as ledger
from lti_tools.store.database import Database

MAKING = timedelta(seconds=60)
"""Longer than making a column can take; another worker may try after it."""


@dataclass(frozen=True)
class Wanted:
    """The column looked for."""

    line_item_id: int
    lineitems_url: str
    resource_link_id: str
    tag: str
    label: str
    score_maximum: int
    may_make: bool
    """A column beside the one that the LMS couples to the link; that one is never made."""


class Busy(Exception):
    """Another worker is just making the column."""


def locate(database: Database, gradebook: Gradebook, wanted: Wanted, now: datetime) -> str:
    """Find the column, or make it; store and return its address, empty where there is none.

    A column is made by one worker at a time, and only after it was looked for: a crash between making and storing
    leaves one that the next look finds. Raises `CallFailed`, or `Busy`.
    """
    if url := find(database, gradebook, wanted, now):
        return url
    if not (wanted.may_make and wanted.lineitems_url):
        return ""
    with database.write() as db:
        if not ledger.begin_making(db, wanted.line_item_id, now, now + MAKING):
            raise Busy
    if url := find(database, gradebook, wanted, now):
        return url
    url = gradebook.create_line_item(
        wanted.lineitems_url,
        resource_link_id=wanted.resource_link_id,
        tag=wanted.tag,
        label=wanted.label or wanted.tag,
        score_maximum=wanted.score_maximum,
    )
    with database.write() as db:
        ledger.keep_address(db, wanted.line_item_id, url, now, created_by_us=True)
    return url


def find(database: Database, gradebook: Gradebook, wanted: Wanted, now: datetime) -> str:
    """Look the column up, store and return its address; empty where there is none. Raises `CallFailed`."""
    if not wanted.lineitems_url:
        return ""
    items = gradebook.line_items(wanted.lineitems_url, wanted.resource_link_id)
    with database.write() as db:
        others = ledger.siblings(db, wanted.line_item_id)
        url = choose(
            [item for item in items if item.resource_link_id == wanted.resource_link_id],
            wanted.tag,
            coupled=not wanted.may_make,
            other_tags={item.tag for item in others},
            other_urls={item.url for item in others},
        )
        if url:
            ledger.keep_address(db, wanted.line_item_id, url, now, created_by_us=False)
    return url


def choose(items: Sequence[Found], tag: str, *, coupled: bool, other_tags: set[str], other_urls: set[str]) -> str:
    """Which of a link's line items is meant, as its address; empty if none is.

    The tag decides. The coupled one (made by the LMS with the link, `coupled`) may carry no tag of ours: it is what
    remains when the activity's other columns are taken away, if one does.
    """
    tagged = [item for item in items if tag and item.tag == tag and item.url not in other_urls]
    if tagged:
        return tagged[0].url
    rest = [item for item in items if item.tag not in other_tags - {""} and item.url not in other_urls]
    return rest[0].url if coupled and len(rest) == 1 else ""
