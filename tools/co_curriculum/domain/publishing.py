"""What is published of a counted vote: as much as lets anybody count again, as little as gives nobody away.

Of fewer than five ballots, or when all ballots are alike, only the winner is told; of fewer than fifteen, counts and
tables instead of whole ballots, unless the rule card says otherwise. Lists are sorted by their content, so that no
order of casting is left in them.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from lti_tools.pure.lots import freeze
from tools.co_curriculum.domain.outcomes import Outcome, Row, count, others
from tools.co_curriculum.domain.rule_card import RuleCard, digest, write

FORMAT, VERSION = "lti-tools/vote-record", 1
FEW, SMALL = 5, 15
"""Ballots below which only the winner is told, and below which whole ballots are not."""


class Detail(StrEnum):
    WHOLE = "whole"
    SUMMARY = "summary"
    WINNER = "winner"


def detail(card: RuleCard, rows: Sequence[Row], undecided: int) -> Detail:
    """How much of these ballots may be told."""
    ballots = len(rows) + undecided
    alike = ballots > 0 and len({tuple(row) for row in rows}) + bool(undecided) <= 1
    if card.is_secret and (ballots < FEW or alike):
        return Detail.WINNER
    return Detail.SUMMARY if ballots < SMALL and not card.whole else Detail.WHOLE


def publish(
    card: RuleCard,
    rows: Sequence[Row],
    *,
    undecided: int,
    entitled: int,
    words: Sequence[str] = (),
    receipts: Sequence[str] = (),
) -> dict[str, Any]:
    """The published document, with a hash over all of it."""
    level = detail(card, rows, undecided)
    result = count(card, rows, undecided=undecided, entitled=entitled)
    document = {
        "format": FORMAT,
        "version": VERSION,
        "card": write(card),
        "card_hash": digest(card),
        "detail": level.value,
        "cast": len(rows) + undecided,
        "entitled": entitled,
        "undecided": undecided if level is not Detail.WINNER else None,
        "ballots": sorted((list(row) for row in rows), key=str) if level is Detail.WHOLE else None,
        "words": sorted(words) if level is not Detail.WINNER else [],
        "receipts": sorted(receipts),
        "result": result if level is not Detail.WINNER else winner_only(result),
        "others": others(card, rows) if level is not Detail.WINNER else {},
    }
    return document | {"hash": freeze(document)}


def winner_only(result: Outcome) -> Outcome:
    """An outcome without any number. The order beyond the winners would tell of single ballots."""
    return {"method": result["method"], "winners": sorted(result["winners"])}


def intact(document: dict[str, Any]) -> bool:
    """Whether a document is the one that its hash was made of."""
    rest = {name: value for name, value in document.items() if name != "hash"}
    try:
        return freeze(rest) == document.get("hash")
    except ValueError:
        return False
