"""Sentences of groups: why a line was not taken, how a wish was met, why a rule is broken."""

from collections.abc import Mapping

from lti_tools.kit.groups.facts import LMS_FACT
from lti_tools.kit.groups.importing import Problem
from lti_tools.kit.groups.matching import Unmatched
from lti_tools.pure.teams.making import Broken, Plan, Why
from lti_tools.pure.teams.scoring import Met
from lti_tools.pure.teams.wishes import AtLeast, Balance, Key, NewMates, NotAlone, Spread, Together
from lti_tools.web.formats import format_list, format_percent
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy

PROBLEMS = {
    Unmatched.UNKNOWN: lazy("No student of this course is called that."),
    Unmatched.SEVERAL: lazy("Several students are called that. Use their e-mail address or id."),
    Unmatched.TWICE: lazy("This student is in another group further up in the list."),
    Unmatched.NO_GROUP: lazy("No group stands in this line."),
}
REASONS = {
    Why.CONTRADICTION: lazy("they are to be together and apart"),
    Why.TOO_LARGE: lazy("no group has so many places"),
    Why.TOO_FEW_TEAMS: lazy("there are fewer groups than students to keep apart"),
    Why.IMPOSSIBLE: lazy("all rules together cannot be kept"),
    Why.NOT_FOUND: lazy("no plan that keeps it was found"),
}


def problem_text(problem: Problem) -> str:
    return str(PROBLEMS[problem.why])


def fact_name(name: str) -> str:
    """What a fact is called; the LMS's sets have names of their own, or none."""
    if not name.startswith(LMS_FACT):
        return name
    return _("LMS group (%(name)s)", name=name[len(LMS_FACT) :]) if name != LMS_FACT else _("LMS group")


def wish_rows(plan: Plan) -> list[tuple[str, str, str]]:
    """(wish, how well in percent, plain count) of each wish."""
    return [(_wish(met), format_percent(met.score), f"{_counted(met)}: {_of(met)}") for met in plan.met]


def _wish(met: Met) -> str:
    wish = met.wish
    if isinstance(wish, Balance):
        return _("%(name)s about equally strong", name=fact_name(wish.skill))
    if isinstance(wish, Spread):
        return _("%(name)s spread over the groups", name=fact_name(wish.trait))
    if isinstance(wish, AtLeast):
        return _("Every group has %(value)s (%(name)s)", value=wish.value, name=fact_name(wish.trait))
    if isinstance(wish, NotAlone):
        return _("Nobody the only %(value)s (%(name)s)", value=wish.value, name=fact_name(wish.trait))
    return _("New mates")


def _counted(met: Met) -> str:
    if isinstance(met.wish, Balance):
        return _("groups close to the class's average")
    if isinstance(met.wish, Spread):
        return _("groups with their share of each")
    if isinstance(met.wish, AtLeast):
        return _("groups that have one")
    if isinstance(met.wish, NotAlone):
        return _("students who are not alone")
    assert isinstance(met.wish, NewMates)
    return _("pairs that are new")


def _of(met: Met) -> str:
    return _("%(value)s of %(most)s", value=met.met, most=met.of)


def broken_text(broken: Broken, names: Mapping[int, str]) -> str:
    """A rule that is broken, by the names of its people, and why."""
    listed = format_list(sorted(_called(key, names) for key in broken.rule.keys))
    reason = str(REASONS[broken.why])
    if isinstance(broken.rule, Together):
        return _("%(names)s are not together: %(reason)s.", names=listed, reason=reason)
    return _("%(names)s are not apart: %(reason)s.", names=listed, reason=reason)


def _called(key: Key, names: Mapping[int, str]) -> str:
    return names.get(int(key), str(key))
