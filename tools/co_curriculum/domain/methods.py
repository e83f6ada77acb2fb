"""The ways to count that a vote can choose, the ballot each needs, and the question that each answers best."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tools.co_curriculum.domain.ballots import Kind


class Method(StrEnum):
    """How ballots are counted. The values stand in rule cards and published files, so they never change."""

    APPROVAL = "approval"
    EQUAL_SHARES = "equal-shares"
    PHRAGMEN = "phragmen"
    STARS = "stars-schulze"
    """Stars, counted head to head by Schulze's method."""
    STAR = "star"
    SCORE = "score"
    SCHULZE = "schulze"
    RANKED_PAIRS = "ranked-pairs"
    MINIMAX = "minimax"
    BORDA = "borda"
    IRV = "irv"
    STV = "stv-scottish"
    STV_EXACT = "stv-exact"
    SINGLE = "single"
    DOTS = "dots"
    QUADRATIC = "quadratic"
    MAJORITY = "majority"
    CONSENT = "consent"
    CARDS = "cards"
    DATES = "dates"


@dataclass(frozen=True)
class Needs:
    """What a method asks of ballots and of the teacher."""

    kind: Kind
    winners: bool = False
    """It can have several winners, a number that the teacher sets."""
    weeks: bool = False
    """It fills a budget of weeks."""
    budget: bool = False
    """Each person has a budget of dots or points."""
    quorum: bool = False
    level: bool = True
    """Options may share a place on a ballot."""


METHODS: Mapping[Method, Needs] = {
    Method.APPROVAL: Needs(Kind.APPROVAL),
    Method.EQUAL_SHARES: Needs(Kind.APPROVAL, weeks=True),
    Method.PHRAGMEN: Needs(Kind.APPROVAL, weeks=True),
    Method.STARS: Needs(Kind.STARS),
    Method.STAR: Needs(Kind.STARS),
    Method.SCORE: Needs(Kind.STARS, winners=True),
    Method.SCHULZE: Needs(Kind.RANKED),
    Method.RANKED_PAIRS: Needs(Kind.RANKED),
    Method.MINIMAX: Needs(Kind.RANKED),
    Method.BORDA: Needs(Kind.RANKED, winners=True),
    Method.IRV: Needs(Kind.RANKED, level=False),
    Method.STV: Needs(Kind.RANKED, winners=True, level=False),
    Method.STV_EXACT: Needs(Kind.RANKED, winners=True, level=False),
    Method.SINGLE: Needs(Kind.SINGLE),
    Method.DOTS: Needs(Kind.DOTS, winners=True, budget=True),
    Method.QUADRATIC: Needs(Kind.QUADRATIC, winners=True, budget=True),
    Method.MAJORITY: Needs(Kind.YES_NO, quorum=True),
    Method.CONSENT: Needs(Kind.CONSENT, quorum=True),
    Method.CARDS: Needs(Kind.CARDS, winners=True),
    Method.DATES: Needs(Kind.DATES),
}


class Question(StrEnum):
    """What a teacher wants to know from the class."""

    QUICK = "quick"
    """What do most people like? The ballot everybody understands at once."""
    ONE = "one"
    """Which one shall we take?"""
    ONE_SIMPLE = "one-simple"
    FILL = "fill"
    """What fits into so many weeks?"""
    SHORTLIST = "shortlist"
    """Which of many raw ideas are worth a closer look?"""
    RULE = "rule"
    """Do we want this?"""
    CONSENT = "consent"
    """Can everybody live with this?"""
    PEOPLE = "people"
    """Who speaks for us, when several do?"""
    WARM_UP = "warm-up"
    DATE = "date"


RECOMMENDED: Mapping[Question, Method] = {
    Question.QUICK: Method.APPROVAL,
    Question.ONE: Method.STARS,
    Question.ONE_SIMPLE: Method.STAR,
    Question.FILL: Method.EQUAL_SHARES,
    Question.SHORTLIST: Method.CARDS,
    Question.RULE: Method.MAJORITY,
    Question.CONSENT: Method.CONSENT,
    Question.PEOPLE: Method.STV,
    Question.WARM_UP: Method.DOTS,
    Question.DATE: Method.DATES,
}
