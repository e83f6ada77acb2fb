"""The worker's steps: e-mail where the admin has set up a mail server, and forgetting what is long over."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from lti_tools.kit.notices import store
from lti_tools.kit.notices.known import Owner, kinds_of
from lti_tools.kit.notices.mailing import post
from lti_tools.store.database import Database
from lti_tools.suite import Suite
from lti_tools.worker import Step


def mail_steps(suite: Suite, owners: Iterable[Owner]) -> tuple[Step, ...]:
    """One step; none without `LTI_TOOLS_SMTP_HOST`."""
    if not suite.settings.smtp_host:
        return ()
    kinds = kinds_of(owners)
    return (Step("notices.mail", timedelta(seconds=30), lambda now: post(suite, kinds, now)),)


def clean_up(database: Database, now: datetime) -> int:
    """Delete notices and digests that nobody looks for any more."""
    with database.write() as db:
        return store.forget_old(db, now)


def steps(suite: Suite, owners: Iterable[Owner]) -> tuple[Step, ...]:
    """All background work of the notices."""
    return (*mail_steps(suite, owners), Step("notices.cleanup", timedelta(hours=1), partial(clean_up, suite.database)))
