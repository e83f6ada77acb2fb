"""What topic vote says no to, with the sentence for the person."""

from typing import TYPE_CHECKING

from lti_tools.errors import NotFound, Refusal
from lti_tools.launches import CurrentLaunch
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.co_curriculum.domain.ballots import Fault, Kind, Paper
from tools.co_curriculum.domain.proposals import Fault as ProposalFault

if TYPE_CHECKING:
    from tools.co_curriculum.service.reading import Vote


class BallotInvalid(Refusal):
    """The ballot cannot be counted; nothing of it is stored."""

    code = "ballot-invalid"
    status = 422


def not_open_yet() -> Refusal:
    return Refusal(_("This vote has not opened yet. Come back when your teacher has opened it."))


def not_entitled() -> Refusal:
    return Refusal(_("You do not vote here: the rules of this vote say who does. Ask your teacher if that is wrong."))


def closed() -> Refusal:
    return Refusal(_("This vote has closed. What you had chosen before counts; nothing was changed now."))


def not_open() -> Refusal:
    return Refusal(_("This vote is not open, so it cannot be closed. Look at its page: somebody may have been faster."))


def nothing_to_remind_of() -> Refusal:
    return Refusal(_("This vote is not open, so nobody was reminded of it."))


def not_closed() -> Refusal:
    return Refusal(_("This vote has not closed. Look at its page: somebody may have been faster."))


def not_over() -> Refusal:
    return Refusal(_("Nothing is published before the vote is over for everybody."))


def decided_since() -> Refusal:
    return Refusal(_("Something became of this proposal since. Look at its page."))


def sealed() -> Refusal:
    return Refusal(_("This vote was secret and is sealed: whose ballot was which is lost for good. Make another vote."))


def too_few_options() -> Refusal:
    return Refusal(_("A vote opens with at least two options. Add them in the settings first."))


def date_has_passed() -> Refusal:
    return Refusal(_("The closing time of this vote has passed. Choose another one first, or none."))


def fault_text(fault: Fault, paper: Paper) -> str:
    """What is wrong with a ballot, and what to do."""
    if fault is Fault.TOO_MANY:
        most = 1 if paper.kind is Kind.SINGLE else paper.most or 0
        return ngettext("Choose at most %(num)s option.", "Choose at most %(num)s options.", most)
    if fault is Fault.OVER_BUDGET:
        return _over_budget(paper)
    texts = {
        Fault.EMPTY: _("Choose at least one option, or say that you have no preference."),
        Fault.CONTRADICTION: _("You chose options and said that you have no preference. Keep one of the two."),
        Fault.UNKNOWN: _("One of these options is not, or no longer, part of this vote. Look at the list again."),
        Fault.REPEATED: _("One option came twice. Choose each option once."),
        Fault.OFF_SCALE: _("One of these answers is none that this vote knows. Look at the list again."),
        Fault.TIED: _("Two options have the same place. This count needs an order: give each its own place."),
        Fault.NO_REASON: _("You object. Say in a sentence what would have to change so that you could live with it."),
    }
    return texts[fault]


def _over_budget(paper: Paper) -> str:
    if paper.kind is Kind.QUADRATIC:
        return _("Together your votes cost more than %(points)s points. Take some away.", points=paper.budget)
    return ngettext(
        "You have %(num)s dot. Take some away.", "You have %(num)s dots in all. Take some away.", paper.budget or 0
    )


def rule_stands(rule: str, gone: list[str]) -> str:
    """Why a rule cannot change any more; `gone` are options that new settings lack."""
    if rule == "options" and gone:
        return still_wanted(gone)
    if rule == "options":
        return _("People have voted already, so no options can be added. Close this vote and make another one.")
    if rule == "mandate":
        return _("People have voted on this mandate, so what you promised in it stays as it is.")
    return _("People have voted under this rule, so it stays until the vote is over.")


def still_wanted(texts: list[str]) -> str:
    """Options that new settings lack."""
    return ngettext(
        "People have voted already, so “%(options)s” can be neither removed nor reworded. Put the line back.",
        "People have voted already, so these can be neither removed nor reworded: “%(options)s”. Put the lines back.",
        len(texts),
        options="”, “".join(texts),
    )


def check_shown(vote: "Vote", launch: CurrentLaunch) -> None:
    """Raise a `Refusal` for students as long as they do not see the list."""
    if not (launch.is_staff or vote.shows_list):
        raise not_open_yet()


def not_over_yet() -> Refusal:
    return Refusal(_("The vote is not over for everybody yet. Decisions come after it."))


def not_on_the_list() -> Refusal:
    return Refusal(_("This proposal is not on the list, so nothing is decided on it here."))


def not_accepted() -> Refusal:
    return Refusal(_("Only what was accepted has something to follow. Decide on it first."))


def no_such_proposal() -> NotFound:
    return NotFound("no such proposal of this person's")


def proposal_refused(fault: ProposalFault, most: int = 0) -> Refusal:
    """Why a proposal, or a change to one, is not taken, and what to do."""
    if fault is ProposalFault.TOO_MANY:
        return Refusal(
            ngettext(
                "Everybody may have %(num)s proposal on the list. Change or withdraw yours instead.",
                "Everybody may have %(num)s proposals on the list. Change or withdraw one of yours first.",
                most,
            )
        )
    texts = {
        ProposalFault.NOT_OPEN: _("This is not the time for proposing. The steps of the vote say when it is."),
        ProposalFault.FROZEN: _("Voting has opened, so the list stays as it is. Write what you wanted in a comment."),
        ProposalFault.FULL: _("This list is full. Support what is on it, or ask your teacher to sort some out first."),
        ProposalFault.THERE_ALREADY: _("A proposal with this very title is there already. Look at that one."),
        ProposalFault.OVER: _("This proposal has been withdrawn, merged or stands in the settings. Look at it again."),
    }
    return Refusal(texts[fault])


def merge_is_asked() -> Refusal:
    return Refusal(_("Its authors are being asked already whether it becomes part of another proposal."))


def merge_time_has_passed() -> Refusal:
    return Refusal(_("The time until which the authors could answer has passed. Choose one that is still to come."))


def merge_is_over() -> Refusal:
    return Refusal(_("This was settled meanwhile, or its time has passed. Look at the proposal again."))


def holds_others() -> Refusal:
    return Refusal(_("Other proposals are part of this one. Take their merging back first, so that they stay."))
