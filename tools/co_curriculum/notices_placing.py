"""What people are told of their places outside the pages."""

from collections.abc import Mapping
from typing import Any

from lti_tools.kit.notices.kinds import Kind
from lti_tools.web.locale import gettext as _

OPENED, MISSING, PLACED = "topic-vote.placing-opened", "topic-vote.list-missing", "topic-vote.placed"


def _opened(arguments: Mapping[str, Any]) -> str:
    return _("Say which topics of “%(title)s” you would like to work on.", title=arguments["title"])


def _missing(arguments: Mapping[str, Any]) -> str:
    return _("You have not said yet which topics of “%(title)s” you would like.", title=arguments["title"])


def _placed(arguments: Mapping[str, Any]) -> str:
    return _("Your topic in “%(title)s” is known.", title=arguments["title"])


KINDS = {
    OPENED: Kind(say=_opened, endpoint="topic-vote.places"),
    MISSING: Kind(say=_missing, endpoint="topic-vote.places"),
    PLACED: Kind(say=_placed, endpoint="topic-vote.places"),
}
