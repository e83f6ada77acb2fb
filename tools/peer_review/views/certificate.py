"""The certificate of an allocation in words: which promises are kept, which are broken and why, and what is to know."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lti_tools.web.formats import format_list, format_number
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.peer_review.domain.allocation.certificate import Certificate
from tools.peer_review.domain.allocation.problem import Rule

NAMED = 5
"""So many people are named in one line, the others are counted."""


@dataclass(frozen=True)
class Line:
    """One promise in words, and whether it is kept; None: it is no promise, and merely to be known."""

    text: str
    kept: bool | None
    why: str = ""
    """Of a broken one."""


def lines_of(
    certificate: Certificate,
    impossible: Sequence[str],
    names: Mapping[int, str],
    *,
    pools: bool = False,
    from_file: bool = False,
) -> list[Line]:
    """Every promise, those that are broken with the reason; what is merely to be known comes last.

    `pools`: promises are kept within each pool; `from_file`: the pairs are a list that somebody brings.
    """

    def line(rule: Rule, say: Callable[[Certificate, bool], str]) -> Line:
        is_kept = rule not in certificate.broken
        why = "" if is_kept else _why(from_file, rule.value in impossible)
        return Line(say(certificate, is_kept), is_kept, why)

    found = [
        line(Rule.GIVEN, _given),
        line(Rule.RECEIVED, _received_in_pools if pools else _received),
        line(Rule.OWN, _own),
        line(Rule.BARRED, _barred),
        line(Rule.RECIPROCAL, _mutual),
        line(Rule.CONNECTED, _circles_in_pools if pools else _circles),
    ]
    if certificate.wished:
        found.append(line(Rule.MUST, _wished))
    if certificate.fewer_choices:
        found.append(Line(_few(certificate, names), None))
    return found


def _given(found: Certificate, is_kept: bool) -> str:
    if not is_kept:
        return ngettext(
            "Not everybody writes %(num)s review: %(parts)s.",
            "Not everybody writes %(num)s reviews: %(parts)s.",
            found.k,
            parts=_writing(found.given),
        )
    if len(found.given) == 1:
        (number,) = found.given
        return ngettext("Everybody writes %(num)s review.", "Everybody writes %(num)s reviews.", number)
    return ngettext(
        "Everybody writes %(num)s review, or as many as there are works for them: %(parts)s.",
        "Everybody writes %(num)s reviews, or as many as there are works for them: %(parts)s.",
        found.k,
        parts=_writing(found.given),
    )


def _received(found: Certificate, is_kept: bool) -> str:
    if len(found.received) == 1:
        return _all_the_same(found)
    if is_kept:
        return _("No work gets more than one review more than another: %(parts)s.", parts=_getting(found.received))
    return _("Some works get far more reviews than others: %(parts)s.", parts=_getting(found.received))


def _received_in_pools(found: Certificate, is_kept: bool) -> str:
    if len(found.received) == 1:
        return _all_the_same(found)
    if is_kept:
        return _(
            "In each pool no work gets more than one review more than another: %(parts)s.",
            parts=_getting(found.received),
        )
    return _("In a pool some works get far more reviews than others: %(parts)s.", parts=_getting(found.received))


def _all_the_same(found: Certificate) -> str:
    (number,) = found.received
    return ngettext("Every work gets %(num)s review.", "Every work gets %(num)s reviews.", number)


def _writing(counts: Mapping[int, int]) -> str:
    """ "1 person writes 3 and 7 people write 4"."""
    return format_list(
        [
            ngettext(
                "%(num)s person writes %(reviews)s",
                "%(num)s people write %(reviews)s",
                counts[number],
                reviews=format_number(number),
            )
            for number in sorted(counts)
        ]
    )


def _getting(counts: Mapping[int, int]) -> str:
    """ "1 work gets 3 and 7 works get 4"."""
    return format_list(
        [
            ngettext(
                "%(num)s work gets %(reviews)s",
                "%(num)s works get %(reviews)s",
                counts[number],
                reviews=format_number(number),
            )
            for number in sorted(counts)
        ]
    )


def _own(found: Certificate, is_kept: bool) -> str:
    if is_kept:
        return _("Nobody reviews their own work.")
    return ngettext("%(num)s person reviews their own work.", "%(num)s people review their own work.", found.own)


def _barred(found: Certificate, is_kept: bool) -> str:
    if is_kept:
        return _("No pair is against a rule about pairs.")
    return ngettext(
        "%(num)s pair is against a rule about pairs.", "%(num)s pairs are against a rule about pairs.", found.barred
    )


def _mutual(found: Certificate, is_kept: bool) -> str:
    if is_kept:
        return _("No two people review each other.")
    return ngettext(
        "%(num)s couple of people reviews each other.",
        "%(num)s couples of people review each other.",
        found.reciprocal,
    )


def _circles(found: Certificate, is_kept: bool) -> str:
    if is_kept:
        return _("All hang together, so that strict reviewers can be told from weak works.")
    return ngettext(
        "The class falls into %(num)s circle that never meets another.",
        "The class falls into %(num)s circles that never meet each other.",
        found.circles,
    )


def _circles_in_pools(found: Certificate, is_kept: bool) -> str:
    if is_kept:
        return _("In each pool all hang together, so that strict reviewers can be told from weak works there.")
    return _circles(found, is_kept)


def _wished(found: Certificate, is_kept: bool) -> str:
    if is_kept:
        return _("Every pair that you want is there.")
    return ngettext(
        "%(num)s pair that you want is not there.",
        "%(num)s pairs that you want are not there.",
        len(found.missing),
    )


def _few(found: Certificate, names: Mapping[int, str]) -> str:
    who = [names.get(one, "") or _("Person %(number)s", number=one) for one in found.fewer_choices[:NAMED]]
    more = len(found.fewer_choices) - len(who)
    if more:
        who.append(ngettext("%(num)s more person", "%(num)s more people", more))
    return ngettext(
        "There are too few works for %(num)s review of each of these people: %(names)s.",
        "There are too few works for %(num)s reviews of each of these people: %(names)s.",
        found.k,
        names=format_list(who),
    )


def _why(from_file: bool, proved: bool) -> str:
    if from_file:
        return _("The pairs of the table make it so.")
    if proved:
        return _(
            "It is proved that this cannot be kept together with the other rules: there are too few people for it."
        )
    return _("This was not found within the limit of the search, or changed by hand since.")
