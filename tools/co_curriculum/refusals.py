"""What topic vote says no to, with the sentence for the person."""

from lti_tools.errors import Refusal
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.co_curriculum.domain.ballots import Fault


class BallotInvalid(Refusal):
    """The ballot cannot be counted; nothing of it is stored."""

    code = "ballot-invalid"
    status = 422


def not_open_yet() -> Refusal:
    return Refusal(_("This vote has not opened yet. Come back when your teacher has opened it."))


def closed() -> Refusal:
    return Refusal(_("This vote has closed. What you had chosen before counts; nothing was changed now."))


def not_open() -> Refusal:
    return Refusal(_("This vote is not open, so it cannot be closed. Look at its page: somebody may have been faster."))


def nothing_to_remind_of() -> Refusal:
    return Refusal(_("This vote is not open, so nobody was reminded of it."))


def not_closed() -> Refusal:
    return Refusal(_("This vote has not closed. Look at its page: somebody may have been faster."))


def too_few_options() -> Refusal:
    return Refusal(_("A vote opens with at least two options. Add them in the settings first."))


def date_has_passed() -> Refusal:
    return Refusal(_("The closing time of this vote has passed. Choose another one first, or none."))


def fault_text(fault: Fault, most: int | None) -> str:
    """What is wrong with a ballot, and what to do."""
    if fault is Fault.TOO_MANY:
        return ngettext("Choose at most %(num)s option.", "Choose at most %(num)s options.", most or 0)
    texts = {
        Fault.EMPTY: _("Choose at least one option, or say that you have no preference."),
        Fault.CONTRADICTION: _("You chose options and said that you have no preference. Keep one of the two."),
        Fault.UNKNOWN: _("One of these options is not, or no longer, part of this vote. Look at the list again."),
        Fault.REPEATED: _("One option came twice. Choose each option once."),
    }
    return texts[fault]


def still_wanted(texts: list[str]) -> str:
    """Options that have votes and that new settings lack."""
    return ngettext(
        "Somebody has voted for “%(options)s” already, so it can be neither removed nor reworded. Put the line back.",
        "People have voted for these already, so they can be neither removed nor reworded: “%(options)s”. "
        "Put the lines back.",
        len(texts),
        options="”, “".join(texts),
    )
