"""What peer review says no to, with the sentence for the person."""

from lti_tools.errors import Refusal
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.peer_review.domain.rubric.answers import LONGEST_COMMENT, Fault
from tools.peer_review.domain.rubric.criteria import Criterion


class Invalid(Refusal):
    """What was sent cannot be stored; nothing of it is."""

    code = "review-invalid"
    status = 422


def handing_in_not_open() -> Refusal:
    return Refusal(_("Handing in has not opened yet. Come back when your teacher has opened it."))


def nothing_said_of_changes() -> Refusal:
    return Invalid(_("Say what you changed, and why: those who read it again want to know."))


def nothing_revised() -> Refusal:
    return Refusal(_("Nobody has revised a work yet, so there is nothing to review again."))


def handing_in_closed() -> Refusal:
    return Refusal(
        _("The time for handing in is over, so nothing was changed. Your text is kept here. Ask your teacher for time.")
    )


def nothing_handed_in() -> Refusal:
    return Invalid(_("There is nothing to hand in yet. Write a text, add a file or give a link."))


def work_changed_elsewhere() -> Refusal:
    return Refusal(
        _(
            "A newer version was handed in since you opened this page: it stands below, and yours is kept in the form. "
            "Bring both together, then hand in again."
        )
    )


def no_group() -> Refusal:
    return Refusal(_("Groups hand in together here, and you are in none. Ask your teacher to put you into one."))


def reviewing_not_open() -> Refusal:
    return Refusal(_("Reviewing is not open at this time. What you typed is kept."))


def not_all_done() -> Refusal:
    return Refusal(_("First finish the reviews that are yours. Then you can take one more."))


def not_all_compared() -> Refusal:
    return Refusal(_("First say of your pairs of works which is better. Then you can take one more review."))


def nothing_on_offer() -> Refusal:
    return Refusal(_("At this moment there is no work that needs one more review. Look again later."))


def changed_elsewhere() -> Refusal:
    return Refusal(_("This review was changed in another tab. Open it again to see what is there."))


def reviews_before_comparing() -> Refusal:
    return Refusal(_("You compare two works once you have sent your reviews of both."))


def review_gone() -> Refusal:
    return Refusal(_("This review is not needed any more. Look at your list of reviews."))


def is_reported() -> Refusal:
    return Refusal(_("Somebody reported this. It stays as it is until your teacher has decided."))


def work_reported() -> Refusal:
    return Refusal(_("Somebody reported this work. You need not review it until your teacher has decided."))


def practising_not_open() -> Refusal:
    return Refusal(_("Practising is not open at this time. What you typed is kept."))


def examples_first() -> Refusal:
    return Refusal(_("Review your teacher's examples first. Then the works of others are yours to review."))


def no_example() -> Refusal:
    return Refusal(_("There is no example to practise on yet. Add one, and review it yourself."))


def enough_examples(most: int) -> Refusal:
    return Invalid(ngettext("There is room for %(num)s example.", "There is room for %(num)s examples.", most))


def example_used() -> Refusal:
    return Refusal(_("A student has reviewed this example, so it stays as it is."))


def team_not_open() -> Refusal:
    return Refusal(_("What you say about your team cannot be changed at this time."))


def team_changed() -> Refusal:
    return Invalid(_("Your group has changed since. Open the page again."))


def nobody_to_ask() -> Refusal:
    return Refusal(_("The reviewer or the author is no longer here, so this review cannot be shown."))


def feedback_not_open() -> Refusal:
    return Refusal(_("Feedback can be read once your teacher has opened it."))


def too_few_works() -> Refusal:
    return Refusal(_("Reviewing opens with two works at least. Wait until more people have handed in, or give time."))


def names_stay_hidden() -> Refusal:
    return Refusal(_("Names can be told once reviewing is over, if students knew that before they handed in."))


def nothing_to_release() -> Refusal:
    return Refusal(_("There is no mark that could be released now."))


def appealed_already() -> Refusal:
    return Refusal(_("You have asked your teacher about this work already. The answer comes here."))


def answered_already() -> Refusal:
    return Refusal(_("This question was answered already. Look at the page again."))


def pair_impossible() -> Refusal:
    return Invalid(_("Nobody reviews their own work, and nobody the same work twice. Choose another pair."))


def pair_started() -> Refusal:
    return Refusal(_("This review has been begun, so it stays. Nothing that somebody wrote is thrown away."))


def reviews_begun() -> str:
    return _("Works were given out for review already, so this cannot change any more.")


def fault_text(fault: Fault, criterion: Criterion, least: int) -> str:
    """What is wrong with an answer, and what to do."""
    if fault is Fault.SHORT_COMMENT:
        return ngettext("Write at least %(num)s character here.", "Write at least %(num)s characters here.", least)
    if fault is Fault.LONG_COMMENT:
        return ngettext("Use at most %(num)s character here.", "Use at most %(num)s characters here.", LONGEST_COMMENT)
    texts = {
        Fault.NO_VALUE: _("Choose an answer."),
        Fault.OUTSIDE: _("This answer is not on the scale, so it was not taken. Choose one from the form."),
        Fault.NO_COMMENT: _("Write a comment here."),
    }
    return texts[fault]


def promised() -> str:
    return _("People have handed in under this promise already, so it stays as it is.")


def no_rubric() -> str:
    return _("A peer review needs a rubric with one criterion at least.")
