"""What a notice says: a tool registers its kinds by code, and each is put into words when somebody reads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


def _no_values(_arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of notice. Its code begins with the tool's slug: "topic-vote.opened"."""

    say: Callable[[Mapping[str, Any]], str]
    """The notice's arguments, with the activity's `title` -> one sentence in the reader's language."""
    endpoint: str = ""
    """The page of the activity where one acts on it, e.g. "topic-vote.home"; empty: the activity's first page."""
    values: Callable[[Mapping[str, Any]], Mapping[str, Any]] = _no_values
    """The notice's arguments -> values for the endpoint's address, where the page is about one thing."""
    mail: bool = True
    """Whether it is worth a line in the e-mail digest."""
