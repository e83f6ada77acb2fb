"""Words for the ways to vote: what a teacher asks, what a count is called, and how a pupil is told how it works."""

from collections.abc import Mapping, Sequence

from lti_tools.web.formats import format_list, format_number, format_percent
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy, ngettext
from tools.co_curriculum.domain.ballots import SCALES, Kind
from tools.co_curriculum.domain.methods import Method, Question
from tools.co_curriculum.domain.rule_card import RuleCard

QUESTIONS: Mapping[str, str] = {
    Question.QUICK: lazy("What do most of us like? Everybody ticks what they would be happy with."),
    Question.ONE: lazy("Which one do we take? Everybody gives stars, and every two options play a match."),
    Question.ONE_SIMPLE: lazy("Which one do we take, counted as simply as possible? Stars, then a final of two."),
    Question.FILL: lazy("What fits into our weeks? Everybody ticks, and everybody gets the same share of the weeks."),
    Question.SHORTLIST: lazy("Which of many raw ideas deserve a closer look? Agree, disagree or pass."),
    Question.RULE: lazy("Do we want this? Yes or no to each line."),
    Question.CONSENT: lazy("Can everybody live with this? Agree, or object with a reason."),
    Question.PEOPLE: lazy("Which few shall speak for all of us? Everybody ranks, several win in proportion."),
    Question.WARM_UP: lazy("Where do we stand? A few dots for everybody to spread; for a warm-up, not for decisions."),
    Question.DATE: lazy("Which date suits? It suits, it does if need be, or it does not."),
    "own": lazy("I know which count I want"),
}
"""In the order in which the settings show them."""

NAMES: Mapping[Method, str] = {
    Method.APPROVAL: lazy("Approval: most ticks"),
    Method.EQUAL_SHARES: lazy("Method of Equal Shares, completed"),
    Method.PHRAGMEN: lazy("Phragmén's method"),
    Method.STARS: lazy("Stars, head to head (Schulze)"),
    Method.STAR: lazy("STAR: stars, then a final"),
    Method.SCORE: lazy("Most stars"),
    Method.SCHULZE: lazy("Ranking, head to head (Schulze)"),
    Method.RANKED_PAIRS: lazy("Ranked pairs"),
    Method.MINIMAX: lazy("Minimax: smallest defeat"),
    Method.BORDA: lazy("Borda count"),
    Method.IRV: lazy("Instant run-off"),
    Method.STV: lazy("Single transferable vote (Scottish rules of 2007)"),
    Method.STV_EXACT: lazy("Single transferable vote (exact fractions)"),
    Method.SINGLE: lazy("One choice each"),
    Method.DOTS: lazy("Dots"),
    Method.QUADRATIC: lazy("Quadratic points"),
    Method.MAJORITY: lazy("Yes or no, by majority"),
    Method.CONSENT: lazy("Consent"),
    Method.CARDS: lazy("Cards: agree, disagree, pass"),
    Method.DATES: lazy("Date poll"),
}

EXPLAINED: Mapping[Method, str] = {
    Method.APPROVAL: lazy(
        "Tick everything that you would be happy with. The option with most ticks wins; if several are level, the "
        "teacher decides between them, openly."
    ),
    Method.EQUAL_SHARES: lazy(
        "Everybody gets the same share of the weeks. A topic is taken when those who ticked it can pay for it "
        "together, the one that costs each of them least first."
    ),
    Method.PHRAGMEN: lazy(
        "Everybody earns time at the same speed. A topic is taken as soon as those who ticked it have earned enough "
        "for it together."
    ),
    Method.STARS: lazy(
        "Every two options play a match: if more people gave one of them more stars, it wins the match. The option "
        "that beats all others wins; if they beat each other in a circle, the weakest wins are dropped."
    ),
    Method.STAR: lazy(
        "All stars are added up, and the two with most stars go to a final. In the final your whole vote goes to the "
        "one to which you gave more stars."
    ),
    Method.SCORE: lazy("All stars are added up. The option with most stars wins."),
    Method.SCHULZE: lazy(
        "Every two options play a match: if more people put one of them higher, it wins the match. The option that "
        "beats all others wins; if they beat each other in a circle, the weakest wins are dropped."
    ),
    Method.RANKED_PAIRS: lazy(
        "Every two options play a match. The clearest wins are written down first, and a win that would close a "
        "circle is left out."
    ),
    Method.MINIMAX: lazy("Every two options play a match. The option whose worst defeat is smallest wins."),
    Method.BORDA: lazy(
        "An option gets a point from you for each option that you put below it. The option with most points wins."
    ),
    Method.IRV: lazy(
        "Your vote lies with your first choice; the option with fewest votes goes out, and its votes move on to the "
        "next choice. That goes on until one option has more than half."
    ),
    Method.STV: lazy(
        "Your vote lies with your first choice. It moves on to your next one if your choice does not need it any more "
        "or cannot win."
    ),
    Method.STV_EXACT: lazy(
        "Your vote lies with your first choice. It moves on to your next one if your choice does not need it any more "
        "or cannot win, to the exact fraction."
    ),
    Method.SINGLE: lazy("Choose one. The option that most people choose wins."),
    Method.DOTS: lazy("Spread your dots as you like, several on one option too. Most dots are ahead."),
    Method.QUADRATIC: lazy(
        "You have points to spend: one vote for an option costs 1 point, two cost 4, three cost 9. So it is cheap to "
        "say a little about much, and dear to say much about one."
    ),
    Method.MAJORITY: lazy(
        "Say yes or no to each line. A line is accepted if more say yes than no, and enough people take part."
    ),
    Method.CONSENT: lazy("Can you live with it? If not, say why; one objection is enough for talking it over again."),
    Method.CARDS: lazy(
        "Say to each idea whether you agree or disagree, or pass. Ideas that most people agree with go on, and nobody "
        "sees the score before the end."
    ),
    Method.DATES: lazy(
        "Say for each date whether it suits you. The date on which most people can come wins, then the one that more "
        "people like."
    ),
}
"""What a pupil reads before voting."""


def tie_words(rule: str, *, out: bool = False) -> str:
    """What decided between level options, as a clause; `out`: which of them goes out."""
    fewer = {
        "earlier-round": _("fewer votes in an earlier round"),
        "earlier-stage": _("fewer votes in an earlier stage"),
    }
    words = {
        "stars": _("more stars"),
        "fives": _("more people giving five stars"),
        "head-to-head": _("the matches among them"),
        "earlier-round": _("more votes in an earlier round"),
        "earlier-stage": _("more votes in an earlier stage"),
        "agree": _("more people agreeing"),
        "yes": _("more people whom it suits"),
        "lot": _("the lot drawn when the vote opened"),
        "teacher": _("the teacher decides, openly"),
    }
    return (words | fewer if out else words).get(rule, rule)


def mark_words(kind: Kind, mark: int) -> str:
    """What a person put beside an option; empty for a plain tick."""
    if kind in (Kind.APPROVAL, Kind.SINGLE):
        return ""
    if kind is Kind.STARS:
        return ngettext("%(num)s star", "%(num)s stars", mark)
    if kind is Kind.RANKED:
        return _("place %(place)s", place=mark)
    if kind is Kind.DOTS:
        return ngettext("%(num)s dot", "%(num)s dots", mark)
    if kind is Kind.QUADRATIC:
        return ngettext("%(num)s vote", "%(num)s votes", mark)
    return dict(answers(kind))[str(mark)]


def answers(kind: Kind) -> Sequence[tuple[str, str]]:
    """(value, words) of the answers that a ballot with a scale offers to each option, in order."""
    words: Mapping[Kind, Mapping[int, str]] = {
        Kind.YES_NO: {1: _("Yes"), -1: _("No")},
        Kind.CONSENT: {1: _("I can live with it"), -1: _("I object")},
        Kind.CARDS: {1: _("Agree"), -1: _("Disagree"), 0: _("Pass")},
        Kind.DATES: {2: _("Suits me"), 1: _("If need be"), 0: _("Does not suit me")},
    }
    listed = [(str(mark), words.get(kind, {}).get(mark, str(mark))) for mark in SCALES[kind]]
    if kind is Kind.CARDS:
        return [*listed, ("-", _("Not looked at"))]
    return listed if kind in (Kind.STARS, Kind.DATES) else [*listed, ("-", _("Abstain"))]


def rules(card: RuleCard) -> list[tuple[str, str]]:
    """(name, value) of what a rule card fixes, in words."""
    found = [(_("Count"), str(NAMES[card.method])), (_("Ballots"), secrecy_word(card))]
    if card.needs.winners:
        found.append((_("How many win"), format_number(card.winners)))
    if card.weeks is not None:
        found.append((_("Weeks to fill"), format_number(card.weeks)))
    if card.budget is not None:
        found.append((_("Each person has"), format_number(card.budget)))
    if card.most is not None:
        found.append((_("Ticks at most"), format_number(card.most)))
    if card.voters:
        found.append((_("Who votes"), format_list(card.voters)))
    if not card.latecomers:
        found.append((_("Who joins the course later"), _("does not vote: who is here when voting opens does")))
    if card.needs.quorum:
        found.append((_("Quorum"), format_percent(card.quorum / 100)))
    if card.ties:
        found.append((_("Level options"), format_list([tie_words(rule) for rule in card.ties])))
    found.append((_("Taking back, merging"), _("not once voting has opened: every option stays and counts")))
    if card.seed and "lot" in card.ties:
        found.append((_("The lot, first to last"), format_list([card.options[option] for option in card.lot])))
        found.append((_("Drawn from the seed"), card.seed))
    return found


def secrecy_word(card: RuleCard) -> str:
    return _("secret") if card.is_secret else _("named")
