"""The worker's step that sends e-mail, where the admin has set up a mail server."""

from collections.abc import Iterable
from datetime import timedelta

from lti_tools.kit.notices.known import Owner, kinds_of
from lti_tools.kit.notices.mailing import post
from lti_tools.suite import Suite
from lti_tools.worker import Step


def mail_steps(suite: Suite, owners: Iterable[Owner]) -> tuple[Step, ...]:
    """One step; none without `LTI_TOOLS_SMTP_HOST`."""
    if not suite.settings.smtp_host:
        return ()
    kinds = kinds_of(owners)
    return (Step("notices.mail", timedelta(seconds=30), lambda now: post(suite, kinds, now)),)
