"""Sending the digests that are due: no transaction is open while the mail server is asked."""

import logging
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from smtplib import SMTP
from urllib.parse import urlsplit

from lti_tools.kit.notices import digests, smtp, stopping
from lti_tools.kit.notices.digests import Claim, Contents
from lti_tools.kit.notices.kinds import Kind
from lti_tools.kit.notices.letters import Letter, compose
from lti_tools.suite import Suite
from lti_tools.web.locale import speaking_to

log = logging.getLogger(__name__)

AT_ONCE = 50
"""Messages of one connection and one round of the worker."""


def post(suite: Suite, kinds: Mapping[str, Kind], now: datetime) -> int:
    """Make and send what is due; return how many messages the mail server took.

    A crash between the server's yes and our note repeats a message under the same Message-ID once the lease is over:
    at least once, and once for every mail system that knows ids.
    """
    codes = [code for code, kind in kinds.items() if kind.mail]
    host = urlsplit(suite.settings.public_url).hostname or "localhost"
    with suite.database.write() as db:
        digests.make_due(db, codes, now, host, suite.settings.timezone)
    first = _claim(suite, now)
    if first is None:
        return 0
    return _post_all(suite, kinds, codes, first, now)


def _claim(suite: Suite, now: datetime) -> Claim | None:
    with suite.database.write() as db:
        return digests.claim(db, now)


def _post_all(suite: Suite, kinds: Mapping[str, Kind], codes: list[str], first: Claim, now: datetime) -> int:
    sent, taken = 0, 0
    claim: Claim | None = first
    try:
        with smtp.connection(suite.settings) as server:
            while claim is not None:
                sent += _post(suite, server, kinds, codes, claim, now)
                taken += 1
                claim = _claim(suite, now) if taken < AT_ONCE else None
    except smtp.MailRefused as refused:
        _later(suite, claim or first, refused, now)
    return sent


def _post(suite: Suite, server: SMTP, kinds: Mapping[str, Kind], codes: list[str], claim: Claim, now: datetime) -> int:
    """Send one digest; 1 when the server took it. Raises `MailRefused` for what another message might meet too."""
    with suite.database.read() as db:
        contents = digests.contents(db, claim, codes)
    if contents is None:
        _settle(suite, claim, digests.GIVEN_UP, now, "nothing-left")
        return 0
    try:
        message = _message(suite, kinds, claim, contents, now)
    except Exception:  # an impossible address, or a tool's words that fail: it must not hold the others up
        log.exception("notices.mail-broken", extra={"fields": {"digest": claim.id}})
        _settle(suite, claim, digests.GIVEN_UP, now, "broken")
        return 0
    try:
        smtp.send(server, message)
    except smtp.MailRefused as refused:
        if not refused.final:
            raise
        _settle(suite, claim, digests.GIVEN_UP, now, refused.code)
        return 0
    _settle(suite, claim, digests.SENT, now)
    return 1


def _message(suite: Suite, kinds: Mapping[str, Kind], claim: Claim, contents: Contents, now: datetime) -> EmailMessage:
    letter = Letter(
        to=contents.email,
        sender=suite.settings.smtp_from,
        message_id=claim.message_id,
        stop_url=stopping.address(suite, claim.person_id),
        contact=suite.settings.contact,
        items=contents.items,
        now=now,
    )
    reader = suite.catalogues.reader(
        contents.language or suite.settings.locale, contents.zone, default_zone=suite.settings.timezone
    )
    with speaking_to(reader):
        return compose(letter, kinds)


def _settle(suite: Suite, claim: Claim, state: str, now: datetime, error: str = "") -> None:
    with suite.database.write() as db:
        digests.settle(db, claim, state, now, error)
    if error not in ("", "nothing-left"):
        log.warning("notices.mail-given-up", extra={"fields": {"digest": claim.id, "code": error}})


def _later(suite: Suite, claim: Claim, refused: smtp.MailRefused, now: datetime) -> None:
    log.warning("notices.mail-failed", extra={"fields": {"digest": claim.id, "code": refused.code}})
    with suite.database.write() as db:
        digests.try_again(db, claim, now, refused.code)
