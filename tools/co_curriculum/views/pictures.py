"""The result as pages show it: a sentence, a bar chart and the table behind it."""

from dataclasses import dataclass

from markupsafe import Markup

from lti_tools.web.charts import Bar, bar_chart
from lti_tools.web.formats import format_list, format_number, format_percent
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.co_curriculum.domain.tally import Line, Tally
from tools.co_curriculum.service.reading import Vote
from tools.co_curriculum.store import CastBallot

NAMED = 4
"""Of more level options than this only the number is said; the table names them."""


@dataclass(frozen=True)
class Row:
    """One option of the table: its place, wording, votes, and the share of those who had a preference."""

    place: int
    text: str
    approvals: int
    share: str
    won: bool
    mine: bool


@dataclass(frozen=True)
class Result:
    """What a result page shows."""

    story: str
    note: str
    chart: Markup
    rows: tuple[Row, ...]
    ballots: int


def result(vote: Vote, tally: Tally, own: CastBallot | None = None) -> Result:
    """The count in words, as bars and as rows; `own` marks what its reader chose."""
    mine = set(own.options) if own else set()
    rows = tuple(_row(vote, tally, line, line.option in mine) for line in tally.lines)
    bars = [
        Bar(row.text, row.approvals, text=_votes(row.approvals), css="bar" if row.won else "bar-soft") for row in rows
    ]
    return Result(
        story=_story(vote, tally),
        note=_note(tally),
        chart=bar_chart(bars, most=max(tally.with_preference, 1)),
        rows=rows,
        ballots=tally.ballots,
    )


def _row(vote: Vote, tally: Tally, line: Line, mine: bool) -> Row:
    share = format_percent(line.approvals / tally.with_preference) if tally.with_preference else "–"
    won = line.option in tally.winners
    return Row(line.place, vote.options[line.option], line.approvals, share, won, mine)


def _votes(number: int) -> str:
    return ngettext("%(votes)s vote", "%(votes)s votes", number, votes=format_number(number))


def _story(vote: Vote, tally: Tally) -> str:
    """The outcome in a sentence or two: who is ahead, by how much, and what happens where options are level."""
    if not tally.winners:
        return _("Nobody has chosen an option.") if not vote.is_over else _("Nobody chose an option, so none has won.")
    names = vote.texts(tally.winners)
    of = {"votes": format_number(tally.lines[0].approvals), "ballots": format_number(tally.with_preference)}
    if len(names) > 1:
        return _level(vote, names, of)
    if not vote.is_over:
        return _("“%(name)s” is ahead so far: %(votes)s of %(ballots)s chose it.", name=names[0], **of)
    return _("“%(name)s” has won: %(votes)s of %(ballots)s chose it.", name=names[0], **of)


def _level(vote: Vote, names: list[str], of: dict[str, str]) -> str:
    listed = format_list([f"“{name}”" for name in names[:NAMED]])
    if len(names) > NAMED:
        listed = ngettext("%(num)s option", "%(num)s options", len(names))
    if not vote.is_over:
        return _("%(names)s are level so far, each chosen by %(votes)s of %(ballots)s.", names=listed, **of)
    return _(
        "%(names)s are level: each was chosen by %(votes)s of %(ballots)s. The teacher decides between them, openly.",
        names=listed,
        **of,
    )


def _note(tally: Tally) -> str:
    """How many voted, and how many of them without a preference."""
    voted = ngettext(
        "%(people)s person voted.", "%(people)s people voted.", tally.ballots, people=format_number(tally.ballots)
    )
    if not tally.without_preference:
        return voted
    undecided = ngettext(
        "%(people)s of them had no preference.",
        "%(people)s of them had no preference.",
        tally.without_preference,
        people=format_number(tally.without_preference),
    )
    return f"{voted} {undecided}"
