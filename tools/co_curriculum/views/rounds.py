"""Results of counts by transfers, round by round: whose votes moved on to whom."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from lti_tools.web.formats import format_number
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.co_curriculum.views.parts import Asked, Part, names, quoted

PLACES = 2
"""Decimals of a vote that pages show; the published file has them all."""
ROOM = Fraction(10, 9)
"""A line of votes that nobody reaches stands a little before the end of the bars, where it is seen whole."""


def instant_runoff(asked: Asked) -> tuple[str, list[Part]]:
    """One part for each round."""
    if not asked.outcome["winners"]:
        return _("Nobody chose an option, so none has won."), []
    rounds, winner = asked.outcome["rounds"], asked.outcome["winners"][0]
    votes, whole = rounds[-1]["votes"][winner], sum(one for one in rounds[-1]["votes"] if one is not None)
    said = {"name": asked.text(winner), "votes": format_number(votes), "ballots": format_number(whole)}
    story = (
        ngettext(
            "“%(name)s” has won in round %(num)s with %(votes)s of %(ballots)s votes.",
            "“%(name)s” has won in round %(num)s with %(votes)s of %(ballots)s votes.",
            len(rounds),
            **said,
        )
        if asked.final
        else _("“%(name)s” is ahead so far with %(votes)s of %(ballots)s votes.", **said)
    )
    return story, [_round(asked, rounds, at) for at in range(len(rounds))]


def _round(asked: Asked, rounds: Sequence[dict[str, Any]], at: int) -> Part:
    now = rounds[at]
    before = rounds[at - 1] if at else None
    lines = []
    for option, votes in enumerate(now["votes"]):
        if votes is not None:
            gained = before["moved"][option] if before else 0
            lines.append((option, Fraction(votes - gained), Fraction(gained)))
    voters, naming = (sum(one for one in told["votes"] if one is not None) for told in (rounds[0], now))
    said = [] if at else [_("The line stands at half of the votes that still name an option.")]
    return Part(
        _("Round %(number)s", number=at + 1),
        stacked(asked, lines, Fraction(naming, 2), Fraction(voters)),
        [_("Option"), (_("Votes"), "number"), (_("Moved here"), "number")],
        [[asked.text(option), _shown(kept + gained), _shown(gained)] for option, kept, gained in lines],
        " ".join([*said, _moved(asked, now)]),
    )


def _moved(asked: Asked, now: dict[str, Any]) -> str:
    """What happens after a round, in words."""
    if now["out"] is None:
        return _("More than half of the votes that still name an option: the count ends.")
    out = asked.text(now["out"])
    moved = sorted(((n, option) for option, n in enumerate(now["moved"]) if n), reverse=True)
    if not moved:
        return _("“%(name)s” is out; its votes name nobody further.", name=out)
    number, best = moved[0]
    if number == now["votes"][now["out"]]:
        return _("“%(name)s” is out; all of its votes go to “%(other)s”.", name=out, other=asked.text(best))
    return ngettext(
        "“%(name)s” is out; most of its votes, %(votes)s of %(num)s, go to “%(other)s”.",
        "“%(name)s” is out; most of its votes, %(votes)s of %(num)s, go to “%(other)s”.",
        now["votes"][now["out"]],
        name=out,
        votes=format_number(number),
        other=asked.text(best),
    )


def stacked(asked: Asked, lines: Sequence[tuple[int, Fraction, Fraction]], needed: Fraction, most: Fraction) -> Markup:
    """(option, votes kept, votes gained): bars with what has just moved here in a colour of its own.

    The line stands at `needed` votes; `most` fill the width, the same in every round, so that rounds can be compared.
    """
    most = most or Fraction(1)
    mark = _percent(needed, most)
    rows = [
        Markup(
            '<li><span class="bars-label">{}</span> <span class="bars-value">{}</span>'
            '<svg aria-hidden="true" focusable="false"><rect class="bar-track" width="100%" height="100%"/>'
            '<rect class="{}" width="{}%" height="100%"/><rect class="c2" x="{}%" width="{}%" height="100%"/>'
            '<line class="bar-mark-under" x1="{}%" x2="{}%" y1="0" y2="100%"/>'
            '<line class="bar-mark" x1="{}%" x2="{}%" y1="0" y2="100%"/></svg></li>'
        ).format(
            asked.text(option),
            f"{_shown(kept + gained)}" + (f" (+{_shown(gained)})" if gained else ""),
            asked.css(option),
            _percent(kept, most),
            _percent(kept, most),
            _percent(gained, most),
            *[mark] * 4,
        )
        for option, kept, gained in lines
    ]
    return Markup('<ul class="bars">{}</ul>').format(Markup("").join(rows))


def _percent(part: Fraction, whole: Fraction) -> float:
    return round(float(100 * part / whole), 2)


def _shown(votes: Fraction) -> str:
    return format_number(int(votes)) if votes.denominator == 1 else format_number(float(votes), PLACES)


def transfers(asked: Asked) -> tuple[str, list[Part]]:
    """STV: one part for each stage."""
    if not asked.outcome["winners"]:
        return _("Nobody chose an option, so none has won."), []
    unit = Fraction(asked.outcome["unit"])
    stages = [[Fraction(value) / unit for value in stage["votes"]] for stage in asked.outcome["stages"]]
    quota = Fraction(asked.outcome["quota"]) / unit
    most = max([quota * ROOM, *(votes for stage in stages for votes in stage)])
    return names(asked, asked.outcome["winners"]), [_stage(asked, stages, at, quota, most) for at in range(len(stages))]


def _stage(asked: Asked, stages: Sequence[Sequence[Fraction]], at: int, quota: Fraction, most: Fraction) -> Part:
    told, votes = asked.outcome["stages"][at], stages[at]
    lines = []
    for option, now in enumerate(votes):
        gained = max(now - stages[at - 1][option], Fraction(0)) if at else Fraction(0)
        if now or gained:
            lines.append((option, now - gained, gained))
    return Part(
        _("Stage %(number)s", number=at + 1),
        stacked(asked, lines, quota, most),
        [_("Option"), (_("Votes"), "number"), (_("Moved here"), "number")],
        [[asked.text(option), _shown(kept + gained), _shown(gained)] for option, kept, gained in lines],
        " ".join(_stage_words(asked, told, quota)),
    )


def _stage_words(asked: Asked, told: dict[str, Any], quota: Fraction) -> list[str]:
    said = []
    if told["step"] == "surplus":
        said.append(
            _("“%(name)s” has more votes than it needs; what is over moves on.", name=asked.text(told["option"]))
        )
    elif told["step"] == "exclusion":
        said.append(_("“%(name)s” is out; its votes move on.", name=asked.text(told["option"])))
    else:
        said.append(_("First choices; %(quota)s votes are needed (the line).", quota=_shown(quota)))
    if told["elected"]:
        said.append(_("Chosen now: %(names)s.", names=quoted(asked, told["elected"])))
    return said
