"""The certificate of an allocation in words: what it keeps, what it cannot, and which rule is in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lti_tools.web.formats import format_list, format_number
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.peer_review.domain.allocation.certificate import Certificate
from tools.peer_review.domain.allocation.problem import Rule


@dataclass(frozen=True)
class Line:
    """One promise: its words, the number behind it, and whether it is kept."""

    text: str
    kept: bool
    why: str = ""


def lines_of(
    certificate: Certificate, impossible: Sequence[str], names: Mapping[int, str], *, pools: bool = False
) -> list[Line]:
    """Every promise, those that are not kept with the reason; `pools`: it is kept within each pool."""
    why = {rule: _why(rule, rule.value in impossible) for rule in certificate.broken}
    return [
        Line(_given(certificate.given), Rule.GIVEN not in why, why.get(Rule.GIVEN, "")),
        Line(_received(certificate.received), Rule.RECEIVED not in why, why.get(Rule.RECEIVED, "")),
        Line(_("Nobody reviews their own work."), certificate.own == 0),
        Line(_("No pair that a rule forbids."), certificate.barred == 0, why.get(Rule.BARRED, "")),
        Line(_mutual(certificate.reciprocal), certificate.reciprocal == 0, why.get(Rule.RECIPROCAL, "")),
        Line(_circles(certificate.circles, pools), certificate.circles <= 1, why.get(Rule.CONNECTED, "")),
        *([Line(_missing(certificate), False, why.get(Rule.MUST, ""))] if certificate.missing else []),
        *([Line(_few(certificate, names), False)] if certificate.fewer_choices else []),
    ]


def _given(counts: Mapping[int, int]) -> str:
    """How many reviews everybody writes, or how many of each number there are."""
    if len(counts) == 1:
        (number,) = counts
        return ngettext("Everybody writes %(num)s review.", "Everybody writes %(num)s reviews.", number)
    return _("Not everybody writes the same number of reviews: %(parts)s.", parts=_parts(counts))


def _received(counts: Mapping[int, int]) -> str:
    if len(counts) == 1:
        (number,) = counts
        return ngettext("Every work gets %(num)s review.", "Every work gets %(num)s reviews.", number)
    return _("Not every work gets the same number of reviews: %(parts)s.", parts=_parts(counts))


def _parts(counts: Mapping[int, int]) -> str:
    """ "3 (5 times) and 4 (7 times)"."""
    return format_list(
        [
            _("%(reviews)s (%(times)s times)", reviews=format_number(number), times=format_number(counts[number]))
            for number in sorted(counts)
        ]
    )


def _mutual(couples: int) -> str:
    if not couples:
        return _("No two people review each other.")
    return ngettext(
        "%(num)s couple of people reviews each other.", "%(num)s couples of people review each other.", couples
    )


def _circles(number: int, pools: bool) -> str:
    if number <= 1 and pools:
        return _("In each pool all hang together, so that strict reviewers can be told from weak works there.")
    if number <= 1:
        return _("All hang together, so that strict reviewers can be told from weak works.")
    return ngettext(
        "The class falls into %(num)s circle that never meets another.",
        "The class falls into %(num)s circles that never meet each other.",
        number,
    )


def _missing(certificate: Certificate) -> str:
    return ngettext(
        "%(num)s pair that you want is not there.",
        "%(num)s pairs that you want are not there.",
        len(certificate.missing),
    )


def _few(certificate: Certificate, names: Mapping[int, str]) -> str:
    who = format_list([names.get(one, "") for one in certificate.fewer_choices[:5]])
    return _("There are too few works that these people may review: %(names)s.", names=who)


def _why(rule: Rule, proved: bool) -> str:
    if proved:
        return _(
            "It is proved that this cannot be kept together with the other rules: there are too few people for it."
        )
    return _("This was not found within the limit of the search, or changed by hand since.")
