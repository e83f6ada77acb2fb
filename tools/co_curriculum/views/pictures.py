"""The result as pages show it: a sentence, how it came about step by step, pictures, and a table behind each."""

from collections.abc import Mapping, Sequence
from typing import Any

from lti_tools.web.charts import Bar, bar_chart
from lti_tools.web.formats import format_list, format_number, format_percent
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.co_curriculum.domain.counting.stages import Step
from tools.co_curriculum.domain.methods import Method
from tools.co_curriculum.domain.publishing import Detail
from tools.co_curriculum.domain.rule_card import RuleCard
from tools.co_curriculum.method_words import NAMES, tie_words
from tools.co_curriculum.service.reading import Count, Vote
from tools.co_curriculum.store_ballots import CastBallot
from tools.co_curriculum.views import matches, questions, rounds, weeks
from tools.co_curriculum.views.parts import Asked, Part, Result, names, quoted

NAMED = 4
"""Of more level options than this only the number is said; the table names them."""


def result(vote: Vote, count: Count, own: CastBallot | None = None) -> Result:
    """The count in words, pictures and tables; `own` marks what its reader chose."""
    if count.detail == Detail.WINNER:
        return _winner_only(vote, count)
    return result_of(vote.card, count, final=vote.is_over, mine=frozenset(own.options if own else ()))


def result_of(card: RuleCard, count: Count, *, final: bool, mine: frozenset[int] = frozenset()) -> Result:
    """A count under the rules of `card`, as far as it is told."""
    asked = Asked(card, count.outcome, final=final, mine=mine)
    story, parts = _WAYS[card.method](asked)
    return Result(
        story=story,
        steps=tuple(_ties(asked)),
        parts=tuple(parts),
        note=_note(count),
        others=tuple(_others(asked, count.others)),
    )


def _winner_only(vote: Vote, count: Count) -> Result:
    """So few ballots, or all alike, that any number would tell who chose what."""
    asked = Asked(vote.card, count.outcome, final=True)
    winners = count.outcome["winners"]
    story = names(asked, winners) if winners else nobody(asked)
    why = _("So few people voted, or all alike, that only the winner is told: any number would tell who chose what.")
    return Result(story=story, steps=(why,), parts=(), note="")


def _approval(asked: Asked) -> tuple[str, list[Part]]:
    return _story(asked), [_votes_for_each(asked, asked.outcome["voters"])]


def _single(asked: Asked) -> tuple[str, list[Part]]:
    """One choice each; where options are level, a rule has put them in order."""
    totals, winners = asked.outcome["totals"], asked.outcome["winners"]
    part = _votes_for_each(asked, sum(totals))
    if not winners:
        return nobody(asked), [part]
    if len(winners) > 1:
        return names(asked, winners), [part]
    return _ahead(asked, winners[0], sum(totals)), [part]


def _votes_for_each(asked: Asked, voters: int) -> Part:
    totals, rows = asked.outcome["totals"], []
    for option in asked.outcome["order"]:
        place = 1 + sum(other > totals[option] for other in totals)
        share = format_percent(totals[option] / voters) if voters else "–"
        rows.append([asked.text(option), format_number(place), format_number(totals[option]), share])
    bars = [
        Bar(asked.text(one), totals[one], text=_votes(totals[one]), css=asked.css(one))
        for one in asked.outcome["order"]
    ]
    columns = [_("Option"), (_("Place"), "number"), (_("Votes"), "number"), (_("Of those with a preference"), "number")]
    return Part(_("Votes for each option"), bar_chart(bars, most=max(voters, 1)), columns, rows)


def _votes(number: int) -> str:
    return ngettext("%(votes)s vote", "%(votes)s votes", number, votes=format_number(number))


def _story(asked: Asked) -> str:
    """The outcome in a sentence or two: who is ahead, by how much, and what happens where options are level."""
    winners = asked.outcome["winners"]
    if not winners:
        return nobody(asked)
    of = {
        "votes": format_number(asked.outcome["totals"][winners[0]]),
        "ballots": format_number(asked.outcome["voters"]),
    }
    if len(winners) > 1:
        return _level(asked, winners, of)
    return _ahead(asked, winners[0], asked.outcome["voters"])


def _ahead(asked: Asked, option: int, voters: int) -> str:
    """One option before all others, chosen by so many of `voters`."""
    of = {"votes": format_number(asked.outcome["totals"][option]), "ballots": format_number(voters)}
    name = asked.text(option)
    if not asked.final:
        return _("“%(name)s” is ahead so far: %(votes)s of %(ballots)s chose it.", name=name, **of)
    return _("“%(name)s” has won: %(votes)s of %(ballots)s chose it.", name=name, **of)


def nobody(asked: Asked) -> str:
    if not asked.final:
        return _("Nobody has chosen an option.")
    return _("Nobody chose an option, so none has won.")


def _level(asked: Asked, winners: Sequence[int], of: dict[str, str]) -> str:
    listed = quoted(asked, winners[:NAMED])
    if len(winners) > NAMED:
        listed = ngettext("%(num)s option", "%(num)s options", len(winners))
    if not asked.final:
        return _("%(names)s are level so far, each chosen by %(votes)s of %(ballots)s.", names=listed, **of)
    return _(
        "%(names)s are level: each was chosen by %(votes)s of %(ballots)s. The teacher decides between them, openly.",
        names=listed,
        **of,
    )


def _sum(asked: Asked) -> tuple[str, list[Part]]:
    """Counts that add up: stars, dots, points, votes that were paid for."""
    totals, order, half = asked.outcome["totals"], asked.outcome["order"], asked.outcome.get("halves", 0)
    shown = {option: format_number(totals[option] / 2 if half else totals[option]) for option in order}
    bars = [Bar(asked.text(one), totals[one], text=shown[one], css=asked.css(one)) for one in order]
    rows = [[asked.text(one), format_number(at), shown[one]] for at, one in enumerate(order, 1)]
    title, unit = {
        Method.SCORE: (_("Stars for each option"), _("Stars")),
        Method.DOTS: (_("Dots for each option"), _("Dots")),
        Method.BORDA: (_("Points for each option"), _("Points")),
    }.get(asked.card.method, (_("Votes for each option"), _("Votes")))
    part = Part(title, bar_chart(bars), [_("Option"), (_("Place"), "number"), (unit, "number")], rows)
    winners = asked.outcome["winners"]
    if not winners:
        return nobody(asked), [part]
    best = shown[winners[0]]
    if len(winners) == 1:
        said = (
            _("“%(name)s” has won with the highest sum: %(sum)s.", name=asked.text(winners[0]), sum=best)
            if asked.final
            else _("“%(name)s” has the highest sum so far: %(sum)s.", name=asked.text(winners[0]), sum=best)
        )
        return said, [part]
    return names(asked, winners), [part]


_WAYS = {
    Method.APPROVAL: _approval,
    Method.EQUAL_SHARES: weeks.shown,
    Method.PHRAGMEN: weeks.shown,
    Method.STARS: matches.shown,
    Method.STAR: matches.final_of_two,
    Method.SCORE: _sum,
    Method.SCHULZE: matches.shown,
    Method.RANKED_PAIRS: matches.shown,
    Method.MINIMAX: matches.shown,
    Method.BORDA: _sum,
    Method.IRV: rounds.instant_runoff,
    Method.STV: rounds.transfers,
    Method.STV_EXACT: rounds.transfers,
    Method.SINGLE: _single,
    Method.DOTS: _sum,
    Method.QUADRATIC: _sum,
    Method.MAJORITY: questions.answers,
    Method.CONSENT: questions.answers,
    Method.CARDS: questions.cards,
    Method.DATES: questions.dates,
}


def _ties(asked: Asked) -> list[str]:
    """Where options were level, and what decided for one of them, or that one of them goes out."""
    ties: list[dict[str, Any]] = asked.outcome["ties"]
    out = _out(asked.outcome)
    return [
        (
            _(
                "%(names)s were level; %(rule)s decided that “%(first)s” goes out.",
                names=quoted(asked, tie["options"]),
                rule=tie_words(tie["rule"], out=True),
                first=asked.text(tie["first"]),
            )
            if tie["first"] in out
            else _(
                "%(names)s were level; %(rule)s decided for “%(first)s”.",
                names=quoted(asked, tie["options"]),
                rule=tie_words(tie["rule"]),
                first=asked.text(tie["first"]),
            )
        )
        for tie in ties
        if tie["first"] is not None
        and len(tie["options"]) <= NAMED
        and set(tie["options"]) & set(asked.outcome["winners"])
    ]


def _out(outcome: Mapping[str, Any]) -> set[int]:
    """The options that a count by transfers has put out."""
    rounds = {one["out"] for one in outcome.get("rounds", ())}
    return rounds | {one["option"] for one in outcome.get("stages", ()) if one["step"] == Step.EXCLUSION}


def _others(asked: Asked, others: Mapping[str, Sequence[int]]) -> list[tuple[str, str]]:
    """(way to count, what it would have chosen), for teaching."""
    return [
        (str(NAMES[Method(method)]), format_list([asked.text(option) for option in winners]) if winners else "–")
        for method, winners in others.items()
    ]


def _note(count: Count) -> str:
    """How many voted, and how many of them without a preference."""
    voted = ngettext(
        "%(people)s person voted.", "%(people)s people voted.", count.ballots, people=format_number(count.ballots)
    )
    undecided = count.outcome["undecided"]
    if not undecided:
        return voted
    said = ngettext(
        "%(people)s of them had no preference.",
        "%(people)s of them had no preference.",
        undecided,
        people=format_number(undecided),
    )
    return f"{voted} {said}"
