"""What moderation says no to, with the sentence for the person."""

from lti_tools.errors import NotFound, Refusal
from lti_tools.pure.moderation import Limit
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy

NO_REASON = lazy("Write or choose a reason. The author and whoever reported it read it.")
NO_WORDS = lazy("Say why you think that the decision is wrong.")


def own() -> Refusal:
    return Refusal(_("This is your own. You can change or delete it yourself."))


def reported_already() -> Refusal:
    return Refusal(_("You have reported this already. Your teacher sees it."))


def decided_already() -> Refusal:
    return Refusal(_("This has been decided meanwhile. Look at the list again."))


def no_appeal() -> Refusal:
    return Refusal(_("There is no decision here that you could appeal against. Each decision can be appealed once."))


def not_yours() -> NotFound:
    return NotFound("somebody else's case")


def too_many(limit: Limit) -> Refusal:
    texts = {
        Limit.WAITING: _("Several of your reports wait for a teacher already. Report more once they are decided."),
        Limit.DAY: _("You have reported a lot today. If something is urgent, talk to your teacher directly."),
    }
    return Refusal(texts[limit])
