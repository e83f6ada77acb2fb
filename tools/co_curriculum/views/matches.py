"""Results of counts head to head: who beats whom, and the final of two."""

from collections.abc import Sequence

from markupsafe import Markup

from lti_tools.web.charts import Bar, bar_chart
from lti_tools.web.formats import format_number
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.co_curriculum.domain.methods import Method
from tools.co_curriculum.views.parts import Asked, Part


def shown(asked: Asked) -> tuple[str, list[Part]]:
    """Schulze, Ranked Pairs and Minimax: the sentence, the matches of the first option, all matches."""
    order, pairs = asked.outcome["order"], asked.outcome["pairs"]
    if not asked.outcome["winners"]:
        return _("Nobody chose an option, so none has won."), []
    first = order[0]
    margins = [pairs[first][one] - pairs[one][first] for one in order[1:]]
    return _story(asked, first, min(margins, default=0)), [_own_matches(asked, first), _matrix(asked)]


def _story(asked: Asked, first: int, least: int) -> str:
    """`least` is the smallest margin of the first option in any of its matches; below 0 it lost one."""
    name = asked.text(first)
    if not asked.final:
        return _("“%(name)s” is ahead so far, head to head.", name=name)
    if least > 0:
        return _("“%(name)s” has won: it beats every other option head to head.", name=name)
    if least == 0:
        return _("“%(name)s” has won: no other option beats it head to head.", name=name)
    if asked.card.method is Method.MINIMAX:
        return _("“%(name)s” has won: no option beats all others, and its worst defeat is the smallest.", name=name)
    return _(
        "“%(name)s” has won. No option beats all others, so the weakest wins of each circle were dropped; after that "
        "nothing stands above it.",
        name=name,
    )


def _own_matches(asked: Asked, first: int) -> Part:
    """The first option against each other one, in the order of the result."""
    pairs = asked.outcome["pairs"]
    rivals = [option for option in asked.outcome["order"] if option != first]
    rows = [[asked.text(one), format_number(pairs[first][one]), format_number(pairs[one][first])] for one in rivals]
    picture = duels([(asked.text(one), pairs[first][one], pairs[one][first]) for one in rivals])
    columns = [_("Against"), (_("Like it more"), "number"), (_("Like the other more"), "number")]
    return Part(_("The matches of “%(name)s”", name=asked.text(first)), picture, columns, rows)


def duels(lines: Sequence[tuple[str, int, int]]) -> Markup:
    """(rival, votes for, votes against): each match as a bar from both sides; those level between them stay open."""
    most = max([left + right for _text, left, right in lines], default=0) or 1
    rows = [
        Markup(
            '<li><span class="bars-label">{}</span> <span class="bars-value">{}</span>'
            '<svg aria-hidden="true" focusable="false"><rect class="bar-track" width="100%" height="100%"/>'
            '<rect class="{}" width="{}%" height="100%"/>'
            '<rect class="{}" x="{}%" width="{}%" height="100%"/></svg></li>'
        ).format(
            text,
            _("%(votes)s to %(against)s", votes=format_number(left), against=format_number(right)),
            "bar" if left > right else "bar-soft",
            round(100 * left / most, 2),
            "c2" if right > left else "vote-bar-other",
            round(100 - 100 * right / most, 2),
            round(100 * right / most, 2),
        )
        for text, left, right in lines
    ]
    return Markup('<ul class="bars">{}</ul>').format(Markup("").join(rows))


def _matrix(asked: Asked) -> Part:
    """Every two options: how many like the row's more than the column's. Wins are marked."""
    pairs, order = asked.outcome["pairs"], asked.outcome["order"]
    numbers = {option: at for at, option in enumerate(order, 1)}
    head = Markup("").join(
        Markup('<th scope="col" title="{}">{}</th>').format(asked.text(one), numbers[one]) for one in order
    )
    lines = Markup("").join(_line(asked, row, order, numbers[row]) for row in order)
    note = _("Read a line from left to right: so many people like the option of the line more than the one above.")
    table = Markup(
        '<div class="table-wrap" tabindex="0" role="region" aria-label="{0}"><table class="vote-matrix">'
        '<caption class="visually-hidden">{0}</caption><thead><tr><td></td>{1}</tr></thead>'
        "<tbody>{2}</tbody></table></div>"
    ).format(_("Every two options"), head, lines)
    wins = [[asked.text(one), format_number(_wins(pairs, one))] for one in order]
    return Part(_("Every two options"), table, [_("Option"), (_("Matches won"), "number")], wins, note)


def _line(asked: Asked, row: int, order: Sequence[int], number: int) -> Markup:
    pairs = asked.outcome["pairs"]
    cells = Markup("").join(
        Markup("<td>–</td>")
        if one == row
        else Markup('<td data-won="{}">{}</td>').format(
            "yes" if pairs[row][one] > pairs[one][row] else "no" if pairs[row][one] < pairs[one][row] else "level",
            pairs[row][one],
        )
        for one in order
    )
    return Markup('<tr><th scope="row">{}. {}</th>{}</tr>').format(number, asked.text(row), cells)


def _wins(pairs: Sequence[Sequence[int]], option: int) -> int:
    return sum(pairs[option][other] > pairs[other][option] for other in range(len(pairs)))


def final_of_two(asked: Asked) -> tuple[str, list[Part]]:
    """STAR: all stars, then the final."""
    totals, final = asked.outcome["totals"], asked.outcome["final"]
    if not asked.outcome["winners"]:
        return _("Nobody chose an option, so none has won."), []
    by_stars = sorted(range(len(totals)), key=lambda option: -totals[option])
    bars = [
        Bar(
            asked.text(one), totals[one], text=_stars(totals[one]), css="bar" if one in final["options"] else "bar-soft"
        )
        for one in by_stars
    ]
    stars = Part(
        _("First: all stars together"),
        bar_chart(bars),
        [_("Option"), (_("Stars"), "number")],
        [[asked.text(one), format_number(totals[one])] for one in by_stars],
        _("The two with most stars go to the final."),
    )
    if len(final["options"]) < 2:
        return _("“%(name)s” is the only option.", name=asked.text(final["options"][0])), [stars]
    return _star_story(asked), [stars, _final(asked)]


def _final(asked: Asked) -> Part:
    final, voters = asked.outcome["final"], asked.outcome["voters"]
    lines = list(zip(final["options"], final["votes"], strict=True))
    bars = [Bar(asked.text(one), votes, css=asked.css(one)) for one, votes in lines]
    same = voters - sum(final["votes"])
    note = ngettext("%(num)s person likes both the same.", "%(num)s people like both the same.", same) if same else ""
    return Part(
        _("Then: the final"),
        bar_chart(bars, most=voters, mark=(voters - same) / 2),
        [_("Option"), (_("Like it more"), "number")],
        [[asked.text(one), format_number(votes)] for one, votes in lines],
        note,
    )


def _stars(number: int) -> str:
    return ngettext("%(stars)s star", "%(stars)s stars", number, stars=format_number(number))


def _star_story(asked: Asked) -> str:
    final = dict(zip(asked.outcome["final"]["options"], asked.outcome["final"]["votes"], strict=True))
    winner = asked.outcome["winners"][0]
    (other,) = [option for option in final if option != winner]
    said = {"name": asked.text(winner), "other": asked.text(other), "votes": final[winner], "against": final[other]}
    if not asked.final:
        return _("“%(name)s” and “%(other)s” are in the final so far, %(votes)s to %(against)s.", **said)
    return _(
        "“%(name)s” and “%(other)s” had most stars and met in the final. “%(name)s” has won it, %(votes)s to "
        "%(against)s.",
        **said,
    )
