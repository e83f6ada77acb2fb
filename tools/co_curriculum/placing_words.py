"""Demands, reasons and ranks in words."""

from collections.abc import Mapping
from typing import Any

from lti_tools.web.formats import format_number
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.co_curriculum.domain.placing.checking import Demand, Trouble
from tools.co_curriculum.domain.placing.problem import Aim
from tools.co_curriculum.domain.placing.reasons import Cost
from tools.co_curriculum.placing_rules import MOST_STARS, Rules


def trouble_text(trouble: Trouble, titles: Mapping[int, str], names: Mapping[int, str] | None = None) -> str:
    """A demand that cannot be met, or that a plan breaks, as a sentence for teachers."""
    known = names or {}
    values = {
        "topic": titles.get(trouble.topic or 0, ""),
        "name": trouble.name,
        "wanted": format_number(trouble.wanted),
        "found": format_number(trouble.found),
        "people": ", ".join(known.get(one) or _("Person %(number)s", number=one) for one in trouble.people),
    }
    texts = {
        Demand.SEATS: _("There are %(found)s seats for %(wanted)s people: some will have no place.", **values),
        Demand.MINIMUM: _("“%(topic)s” has to run with at least %(wanted)s people; it can have %(found)s.", **values),
        Demand.SKILL: _("“%(topic)s” needs %(wanted)s people with “%(name)s”; it can have %(found)s.", **values),
        Demand.TOGETHER: _("They are to stay together and cannot, or do not: %(people)s.", **values),
        Demand.APART: _("They are to be kept apart and are together: %(people)s.", **values),
        Demand.MAXIMUM: _("“%(topic)s” takes %(wanted)s people at most and would have %(found)s.", **values),
        Demand.SUPERVISOR: _("%(name)s takes %(wanted)s people at most and would have %(found)s.", **values),
        Demand.ALIKE: _(
            "“%(topic)s” may have %(wanted)s people with “%(name)s” at most and would have %(found)s.", **values
        ),
        Demand.CANNOT: _("They would get what they cannot do, or did not list: %(people)s.", **values),
    }
    return texts[trouble.demand]


AIMS_FIRST = (Aim.GENEROUS, Aim.RANK_MAXIMAL, Aim.BEST_ON_AVERAGE)
"""In the order in which they are shown; the first is the suggestion."""


def aim_title(aim: Aim) -> str:
    return {
        Aim.GENEROUS: _("Fewest low choices"),
        Aim.RANK_MAXIMAL: _("Most first choices"),
        Aim.BEST_ON_AVERAGE: _("Best on average"),
    }[aim]


def aim_text(aim: Aim) -> str:
    """What the aim does, for teachers and students alike."""
    return {
        Aim.GENEROUS: _("As few people as can be get the lowest choice, then the next lowest, and so on up."),
        Aim.RANK_MAXIMAL: _("As many people as can be get their first choice, then their second, and so on down."),
        Aim.BEST_ON_AVERAGE: _("The ranks of all people together are as small as can be."),
    }[aim]


def rank_text(rank: int | None, rules: Rules) -> str:
    """ "Choice 1" or "Rated 5 of 5" for pages; a rank below all of them is a topic nobody asked for, None no place."""
    if rank is None:
        return _("No place")
    if rank > rules.depth:
        return _("Not rated") if rules.rated else _("Not on the list")
    if rules.rated:
        stars = format_number(MOST_STARS + 1 - rank)
        return _("Rated %(stars)s of %(most)s", stars=stars, most=format_number(MOST_STARS))
    return _("Choice %(number)s", number=format_number(rank))


def reason_text(reason: Mapping[str, Any], topic: str, rules: Rules) -> str:
    """Why somebody has not `topic`, for that person."""
    cost, people, rank = Cost(reason["cost"]), int(reason["people"]), int(reason["rank"])
    values = {"topic": topic, "choice": rank_text(rank, rules)}
    if cost is Cost.NO_PLAN:
        return _("No plan that keeps all the rules has you in “%(topic)s”.", **values)
    if cost is Cost.NOTHING:
        return _(
            "A plan that is just as good has you in “%(topic)s”. Between the two the public draw decided.",
            **values,
        )
    if cost is Cost.PLACES:
        return ngettext(
            "With you in “%(topic)s”, %(num)s person more would have no place at all.",
            "With you in “%(topic)s”, %(num)s people more would have no place at all.",
            people,
            **values,
        )
    if cost is Cost.MOVES:
        return ngettext(
            "With you in “%(topic)s”, %(num)s person more would lose the place they have.",
            "With you in “%(topic)s”, %(num)s people more would lose the place they have.",
            people,
            **values,
        )
    if cost is Cost.LOW:
        return ngettext(
            "With you in “%(topic)s”, %(num)s person more would be at “%(choice)s”, even in the best such plan.",
            "With you in “%(topic)s”, %(num)s people more would be at “%(choice)s”, even in the best such plan.",
            people,
            **values,
        )
    if cost is Cost.HIGH:
        return ngettext(
            "With you in “%(topic)s”, %(num)s person fewer would be at “%(choice)s”, even in the best such plan.",
            "With you in “%(topic)s”, %(num)s people fewer would be at “%(choice)s”, even in the best such plan.",
            people,
            **values,
        )
    return ngettext(
        "With you in “%(topic)s”, the others together would be %(num)s rank further from their wishes.",
        "With you in “%(topic)s”, the others together would be %(num)s ranks further from their wishes.",
        people,
        **values,
    )
