"""How a changed list of options meets the one that people already voted on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """What to do with the stored options so that they read like the new list."""

    places: Mapping[int, int]
    """Option id -> its new place, from 0."""
    added: Sequence[tuple[int, str]]
    """(place, wording) of new options."""
    dropped: Collection[int]


def missing(stored: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The wordings that the new list lacks: removed or reworded, either would change a vote."""
    return [text for text in stored if text not in wanted]


def plan(stored: Mapping[int, str], wanted: Sequence[str]) -> Plan:
    """Options are the same where their wording is; `wanted` has no wording twice."""
    ids = {text: option for option, text in stored.items()}
    return Plan(
        places={ids[text]: place for place, text in enumerate(wanted) if text in ids},
        added=[(place, text) for place, text in enumerate(wanted) if text not in ids],
        dropped=[option for option, text in stored.items() if text not in wanted],
    )
