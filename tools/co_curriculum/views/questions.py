"""Results of small questions: yes or no, consent, cards, dates."""

from collections.abc import Sequence

from markupsafe import Markup

from lti_tools.web.formats import format_number
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.co_curriculum.domain.methods import Method
from tools.co_curriculum.views.parts import Asked, Part, names, quoted


def answers(asked: Asked) -> tuple[str, list[Part]]:
    """Yes and no of every line, with its verdict."""
    found, consent = asked.outcome["answers"], asked.card.method is Method.CONSENT
    yes, no = (_("Can live with it"), _("Object")) if consent else (_("Yes"), _("No"))
    rows = [
        [
            asked.text(option),
            format_number(one[0]),
            format_number(one[1]),
            format_number(one[2]),
            _verdict(one[4], consent),
        ]
        for option, one in enumerate(found)
    ]
    picture = split([(asked.text(option), one[:3], _verdict(one[4], consent)) for option, one in enumerate(found)])
    columns = [_("Option"), (yes, "number"), (no, "number"), (_("Abstained"), "number"), _("Outcome")]
    return _story(asked), [Part(_("The answers"), picture, columns, rows, _needed(asked))]


def _needed(asked: Asked) -> str:
    needed = asked.outcome["answers"][0][3] if asked.outcome["answers"] else 0
    if not asked.card.quorum:
        return ""
    return ngettext("%(num)s person had to take part.", "%(num)s people had to take part.", needed)


def _verdict(verdict: str, consent: bool) -> str:
    return {
        "yes": _("Agreed") if consent else _("Accepted"),
        "no": _("Objection: talk it over") if consent else _("Not accepted"),
        "tie": _("As many for as against: nothing changes"),
        "no-quorum": _("Too few took part"),
    }[verdict]


def _story(asked: Asked) -> str:
    winners = asked.outcome["winners"]
    if not asked.final:
        return _("The answers so far are below.")
    if not winners:
        return _("Nothing was accepted.")
    return _("Accepted: %(names)s.", names=quoted(asked, winners))


def split(lines: Sequence[tuple[str, Sequence[int], str]]) -> Markup:
    """(label, up to three numbers, text): bars in parts, first, last, and what lies between."""
    rows = []
    for label, numbers, text in lines:
        whole = sum(numbers) or 1
        first, second, rest = (*(round(100 * number / whole, 2) for number in numbers),)
        rows.append(
            Markup(
                '<li><span class="bars-label">{}</span> <span class="bars-value">{}</span>'
                '<svg aria-hidden="true" focusable="false"><rect class="bar-track" width="100%" height="100%"/>'
                '<rect class="bar" width="{}%" height="100%"/>'
                '<rect class="bar-soft" x="{}%" width="{}%" height="100%"/>'
                '<rect class="c2" x="{}%" width="{}%" height="100%"/></svg></li>'
            ).format(label, text, first, first, rest, round(first + rest, 2), second)
        )
    return Markup('<ul class="bars">{}</ul>').format(Markup("").join(rows))


def cards(asked: Asked) -> tuple[str, list[Part]]:
    """Ideas in the order of their support."""
    found, order = asked.outcome["cards"], asked.outcome["order"]
    rows = [
        [asked.text(one), format_number(at), *(format_number(number) for number in found[one])]
        for at, one in enumerate(order, 1)
    ]
    picture = split([(asked.text(one), found[one][:3], f"{found[one][3]} %") for one in order])
    columns = [
        _("Option"),
        (_("Place"), "number"),
        (_("Agree"), "number"),
        (_("Disagree"), "number"),
        (_("Pass"), "number"),
        (_("Support in percent"), "number"),
    ]
    note = _("Support: the share that agrees among those with an opinion, with one imagined voice each way.")
    return _chosen(asked), [Part(_("What people think of each idea"), picture, columns, rows, note)]


def dates(asked: Asked) -> tuple[str, list[Part]]:
    """Dates in the order of how many can come."""
    found, order = asked.outcome["days"], asked.outcome["order"]
    rows = [
        [asked.text(one), format_number(at), *(format_number(number) for number in found[one])]
        for at, one in enumerate(order, 1)
    ]
    lines = []
    for one in order:
        suits, need, no = found[one]
        can = ngettext("%(num)s can come", "%(num)s can come", suits + need)
        lines.append((asked.text(one), (suits, no, need), can))
    columns = [
        _("Option"),
        (_("Place"), "number"),
        (_("Suits"), "number"),
        (_("If need be"), "number"),
        (_("Does not"), "number"),
    ]
    return _chosen(asked), [Part(_("Who can come when"), split(lines), columns, rows)]


def _chosen(asked: Asked) -> str:
    winners = asked.outcome["winners"]
    if not winners:
        return _("Nobody chose an option, so none has won.")
    return names(asked, winners)
