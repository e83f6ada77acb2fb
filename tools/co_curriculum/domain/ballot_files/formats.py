"""The one door to files of ballots: which format a text is in, and what of a published vote may be written to one."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from tools.co_curriculum.domain.ballot_files import abif, blt, pabulib
from tools.co_curriculum.domain.ballot_files.election import Broken, Election, Fault, grouped
from tools.co_curriculum.domain.ballots import Kind
from tools.co_curriculum.domain.publishing import Detail
from tools.co_curriculum.domain.rule_card import RuleCard
from tools.co_curriculum.domain.rule_card import read as read_card


class Format(StrEnum):
    """The values are the endings of file names."""

    BLT = "blt"
    ABIF = "abif"
    PB = "pb"


WRITERS: Mapping[Format, Callable[[Election], str]] = {
    Format.BLT: blt.write,
    Format.ABIF: abif.write,
    Format.PB: pabulib.write,
}
_READERS: Mapping[Format, Callable[[str], Election]] = {
    Format.BLT: blt.read,
    Format.ABIF: abif.read,
    Format.PB: pabulib.read,
}


def read(content: bytes) -> Election:
    """The election in a file of any of the formats. Raises `Broken`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Broken(Fault.TEXT) from None
    if "\0" in text:
        raise Broken(Fault.TEXT)
    return _READERS[_format(text)](text)


def _format(text: str) -> Format:
    lines = (line.strip() for line in text.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if first.startswith("META"):
        return Format.PB
    if first.startswith(("{", "=")) or ":" in first or "*" in first:
        return Format.ABIF
    if first[:1].isdigit():
        return Format.BLT
    raise Broken(Fault.FORMAT)


def offered(document: Mapping[str, Any]) -> tuple[Format, ...]:
    """What a published vote can be had in: only where its whole ballots are published."""
    if document["detail"] != Detail.WHOLE or not document["ballots"]:
        return ()
    card = read_card(document["card"])
    if card.kind is Kind.RANKED:
        return (Format.BLT, Format.ABIF)
    if card.kind is Kind.STARS:
        return (Format.ABIF,)
    return (Format.PB,) if card.weeks is not None or card.kind is Kind.DOTS else ()


def published(document: Mapping[str, Any], title: str) -> Election:
    """The ballots that a vote has published whole."""
    card = read_card(document["card"])
    return Election(
        title=title,
        options=card.options,
        kind=card.kind,
        ballots=grouped(document["ballots"]),
        winners=card.winners,
        costs=card.costs,
        weeks=card.weeks,
        undecided=document["undecided"] or 0,
    )


SEED = "practice"


def card(election: Election, method: Any) -> RuleCard:
    """The rules under which a file is counted for practice; the lot is the same for everybody."""
    return RuleCard(
        options=election.options,
        method=method,
        winners=election.winners,
        weeks=election.weeks,
        costs=election.costs,
        seed=SEED,
    )
