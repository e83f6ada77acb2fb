"""What is wrong with a file that should hold a rubric, in a sentence for the person who brought it."""

from collections.abc import Sequence

from lti_tools.errors import Refusal
from lti_tools.web.locale import gettext as _
from tools.peer_review.refusals import Invalid


def too_large(kilobytes: int) -> Refusal:
    return Invalid(_("This file is larger than %(most)s kB, so it is no rubric. Nothing was changed.", most=kilobytes))


def unreadable() -> Refusal:
    return Invalid(_("This is no rubric: neither JSON nor a CSV table in UTF-8. Nothing was changed."))


def no_column(name: str) -> Refusal:
    return Invalid(
        _("The first line names no column “%(name)s”. Download a rubric as CSV to see what it looks like.", name=name)
    )


def in_line(number: int, problem: str) -> Refusal:
    return Invalid(_("Line %(number)s: %(problem)s Nothing was changed.", number=number, problem=problem))


def level_without_criterion() -> str:
    return _("There is a level here, and no criterion above it.")


def unknown_word(word: str, known: Sequence[str]) -> str:
    return _("“%(word)s” is not known here. Known are: %(known)s.", word=word[:40], known=", ".join(known))


def no_level_title() -> str:
    return _("This level has no title.")


def few_levels() -> str:
    return _("A criterion with levels needs two of them at least, each in a line below it.")


def no_highest() -> str:
    return _("This kind needs a number from 1 to 100 in the column “highest”.")


def no_whole_number(column: str, text: str, most: int) -> str:
    return _(
        "“%(text)s” in the column “%(column)s” is no whole number from 0 to %(most)s.",
        text=text[:20],
        column=column,
        most=most,
    )


def too_long(text: str, most: int) -> str:
    return _("The text that begins with “%(text)s” is longer than %(most)s characters.", text=text, most=most)


def nothing_chosen() -> Refusal:
    return Invalid(_("Choose a rubric of the list, or a file."))
