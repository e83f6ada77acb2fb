"""What topic vote tells people about merging proposals."""

from collections.abc import Mapping
from typing import Any

from lti_tools.kit.notices.kinds import Kind
from lti_tools.web.locale import gettext as _

ASKED, ENDED, SUPPORT = "topic-vote.merge-asked", "topic-vote.merge-ended", "topic-vote.support-again"


def _asked(arguments: Mapping[str, Any]) -> str:
    return _("Shall two proposals in “%(title)s” become one? You are asked, too.", title=arguments["title"])


def _ended(arguments: Mapping[str, Any]) -> str:
    return _("It is settled whether two proposals in “%(title)s” become one.", title=arguments["title"])


def _support(arguments: Mapping[str, Any]) -> str:
    return _(
        "What you supported in “%(title)s” is part of another proposal now. Do you support that one, too?",
        title=arguments["title"],
    )


def _values(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"option_id": arguments["proposal"]}


KINDS = {
    ASKED: Kind(say=_asked, endpoint="topic-vote.proposal", values=_values),
    ENDED: Kind(say=_ended, endpoint="topic-vote.proposal", values=_values),
    SUPPORT: Kind(say=_support, endpoint="topic-vote.proposal", values=_values),
}
