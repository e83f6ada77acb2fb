"""Results that fill weeks: what was taken in which order, who paid, and what is left."""

from fractions import Fraction

from markupsafe import Markup

from lti_tools.web.charts import Bar, bar_chart
from lti_tools.web.formats import format_number, format_percent
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.co_curriculum.views.parts import Asked, Part, names


def shown(asked: Asked) -> tuple[str, list[Part]]:
    """The weeks filling up, then the ticks of every option."""
    if not asked.outcome["winners"]:
        return _("Nobody chose an option, so none has won."), []
    return names(asked, asked.outcome["winners"]), [_filling(asked), _ticks(asked)]


def _filling(asked: Asked) -> Part:
    bought, weeks = asked.outcome["bought"], asked.card.weeks or 1
    rows = []
    for at, one in enumerate(bought, 1):
        price = format_number(float(Fraction(one["each"])), 2)
        way = (
            _("each fan pays at most %(price)s weeks", price=price)
            if one["way"] == "shares"
            else _("after everybody was given %(price)s weeks more", price=price)
        )
        rows.append(
            [asked.text(one["option"]), format_number(at), format_number(one["fans"]), way, format_number(one["left"])]
        )
    columns = [
        _("Option"),
        (_("Taken"), "number"),
        (_("Fans"), "number"),
        _("How it was paid"),
        (_("Weeks left"), "number"),
    ]
    pleased, voters = asked.outcome["pleased"], asked.outcome["voters"]
    note = _(
        "%(share)s of those with a preference find something that they ticked among what was chosen.",
        share=format_percent(pleased / voters),
    )
    return Part(_("How the weeks filled up"), _blocks(asked, weeks), columns, rows, note)


def _blocks(asked: Asked, weeks: int) -> Markup:
    """One line of weeks for each thing taken, its own ones filled."""
    start, rows = 0, []
    for one in asked.outcome["bought"]:
        cost = asked.card.costs[one["option"]]
        rows.append(
            Markup(
                '<li><span class="bars-label">{}</span> <span class="bars-value">{}</span>'
                '<svg aria-hidden="true" focusable="false"><rect class="bar-track" width="100%" height="100%"/>'
                '<rect class="bar-soft" width="{}%" height="100%"/>'
                '<rect class="bar" x="{}%" width="{}%" height="100%"/></svg></li>'
            ).format(
                asked.text(one["option"]),
                ngettext("%(num)s week", "%(num)s weeks", cost),
                round(100 * start / weeks, 2),
                round(100 * start / weeks, 2),
                round(100 * cost / weeks, 2),
            )
        )
        start += cost
    return Markup('<ul class="bars">{}</ul>').format(Markup("").join(rows))


def _ticks(asked: Asked) -> Part:
    totals = asked.outcome["totals"]
    order = sorted(range(len(totals)), key=lambda option: -totals[option])
    bars = [Bar(asked.text(one), totals[one], css=asked.css(one)) for one in order]
    rows = [[asked.text(one), format_number(totals[one])] for one in order]
    return Part(
        _("Ticks for each option"),
        bar_chart(bars, most=max(asked.outcome["voters"], 1)),
        [_("Option"), (_("Ticks"), "number")],
        rows,
        _("Not simply most ticks win: everybody has the same share of the weeks, so smaller groups get theirs too."),
    )
