"""What quests say no to, with the sentence for the person."""

from datetime import datetime

from lti_tools.errors import Refusal
from lti_tools.web.formats import format_instant
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext


class EvidenceInvalid(Refusal):
    """What was handed in cannot be taken as it is; nothing of it is stored."""

    code = "evidence-invalid"
    status = 422


def not_open() -> Refusal:
    return Refusal(_("This is not open for you yet. The quest's page says what is still needed."))


def other_way() -> Refusal:
    return Refusal(_("This objective is reached in another way now. Look at the quest again."))


def already_done() -> Refusal:
    return Refusal(_("You have reached this already, and it counts."))


def again_later(at: datetime) -> EvidenceInvalid:
    return EvidenceInvalid(_("You have done this already. It counts again from %(when)s.", when=format_instant(at)))


def nothing_written() -> EvidenceInvalid:
    return EvidenceInvalid(_("Write something first."))


def no_link() -> EvidenceInvalid:
    return EvidenceInvalid(_("Put in a whole address that begins with https:// or http://."))


def no_file() -> EvidenceInvalid:
    return EvidenceInvalid(_("Send a file first, then hand it in."))


def wrong_code() -> EvidenceInvalid:
    return EvidenceInvalid(_("This is not the code. Look at it again: capitals and spaces do not matter."))


def late_code() -> EvidenceInvalid:
    return EvidenceInvalid(_("This code is not taken any more. Ask your teacher: they can tick you off by hand."))


def used_code() -> EvidenceInvalid:
    return EvidenceInvalid(_("This code was used already. Each code works once, for one person."))


def too_many_tries(minutes: int) -> EvidenceInvalid:
    return EvidenceInvalid(
        ngettext(
            "That were many tries. Wait %(num)s minute, then go on.",
            "That were many tries. Wait %(num)s minutes, then go on.",
            minutes,
        )
    )


def no_check_in() -> EvidenceInvalid:
    return EvidenceInvalid(_("No class code is shown at the moment. Ask your teacher to show it."))


def old_class_code() -> EvidenceInvalid:
    return EvidenceInvalid(_("This is not the class code on the wall now. It changes every minute: type the new one."))


def decided_already() -> Refusal:
    return Refusal(_("Somebody else has decided about this already. Look at the queue again."))


def no_comment() -> EvidenceInvalid:
    return EvidenceInvalid(_("Say what is to be mended, so that the next try can be better."))


def own_work() -> Refusal:
    return Refusal(_("You cannot confirm your own work."))


def mutual() -> Refusal:
    return Refusal(
        _("They confirmed yours already. Two people do not confirm each other: somebody else has to see it.")
    )


def enough_confirmed() -> Refusal:
    return Refusal(_("You have confirmed as many as count for this objective. Let somebody else confirm this one."))


def enough_asked() -> EvidenceInvalid:
    return EvidenceInvalid(_("You have several open questions already. Close one of them first."))


def no_help_wanted() -> Refusal:
    return Refusal(_("This question is closed, or your own."))


def nothing_new() -> EvidenceInvalid:
    return EvidenceInvalid(_("Nothing in this column is new: everything counts already, or says nothing."))


def retracted_already() -> Refusal:
    return Refusal(_("This entry was taken back already."))


def draft_changed() -> Refusal:
    return Refusal(_("Somebody changed the draft meanwhile. Look at it again, then make your change once more."))


def full() -> Refusal:
    return Refusal(_("There is no room for more here. Remove something first."))


def nothing_to_publish() -> Refusal:
    return Refusal(_("Nothing can be published yet: write at least one quest with one objective."))


def broken_map() -> Refusal:
    return Refusal(_("This cannot be published yet: quests wait for each other, or for what is not there."))


def nobody_chosen() -> Refusal:
    return Refusal(_("Choose at least one student."))


def published_since() -> Refusal:
    return Refusal(_("A newer version was published since. Publish the version you want from the builder."))


def handed_in_since() -> Refusal:
    return Refusal(_("The student has handed in something newer since. Decide about that instead."))


def no_try_now() -> Refusal:
    return Refusal(_("No further try can begin now. The page of the quiz says why."))


def handed_in_already() -> Refusal:
    return Refusal(_("This try is handed in already, perhaps in another tab. What was handed in first counts."))


def no_choice_left() -> Refusal:
    return Refusal(_("You have no free choice at the moment. The next level or badge brings one."))


def thanked_today() -> EvidenceInvalid:
    return EvidenceInvalid(_("You have thanked this person today already."))


def enough_cards(most: int) -> EvidenceInvalid:
    return EvidenceInvalid(
        ngettext(
            "You have sent %(num)s card in the last seven days. The next one can go out a little later.",
            "You have sent %(num)s cards in the last seven days. The next one can go out a little later.",
            most,
        )
    )


def calm_has_no_looks() -> Refusal:
    return Refusal(_("Calm mode has no looks to choose."))


def not_alone() -> Refusal:
    return Refusal(_("This team does not have exactly one active member any more. Look at the page again."))


def not_small() -> Refusal:
    return Refusal(_("This team has two active members or more, so it goes on as it is. Look at the page again."))


def say_more(letters: int) -> EvidenceInvalid:
    return EvidenceInvalid(
        ngettext(
            "Write a little more: at least %(num)s letter.", "Write a little more: at least %(num)s letters.", letters
        )
    )


def apart_already() -> Refusal:
    return Refusal(_("These teams are apart again already. Change teams under “Groups”."))


def no_team() -> EvidenceInvalid:
    return EvidenceInvalid(_("A team hands this in, and you are in none yet. Ask your teacher."))
