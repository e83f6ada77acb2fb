"""What can be moderated: each part or tool says how its things are shown to who decides."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Item:
    """One thing as the queue shows it."""

    text: str
    author_name: str
    address: str = ""
    """Where it stands, in the activity that it belongs to."""


@dataclass(frozen=True, kw_only=True)
class Moderated:
    """A kind of thing that people can report."""

    kind: str
    """A word without spaces, e.g. "comment"; never changes."""
    title: str
    """What one is called, a `lazy` message: "Comment"."""
    items: Callable[[Session, Collection[int]], Mapping[int, Item]]
    """Item ids -> the things; one query or a constant number. Ids that are gone are left out."""
