"""What a comment on a place of a work lacks, in a sentence for its writer."""

from lti_tools.errors import Refusal
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext
from tools.peer_review.domain.notes.notes import MOST_NOTES
from tools.peer_review.refusals import Invalid


def empty_note() -> Refusal:
    return Invalid(_("Write what you want to say about this place."))


def no_such_passage() -> Refusal:
    return Invalid(_("This passage does not stand in the work. Copy it from there word by word."))


def no_such_file() -> Refusal:
    return Invalid(_("This file is not there any more. Choose another place."))


def no_such_page() -> Refusal:
    return Invalid(_("Say on which page of the file, as a number."))


def no_such_time() -> Refusal:
    return Invalid(_("Say at which time of the recording, such as 2:05."))


def enough_notes() -> Refusal:
    return Invalid(
        ngettext(
            "A review has at most %(num)s comment on places.",
            "A review has at most %(num)s comments on places.",
            MOST_NOTES,
        )
    )


def no_such_region() -> Refusal:
    return Invalid(_("This place reaches beyond the picture. Make it smaller, or begin further to the left or above."))
