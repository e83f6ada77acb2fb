"""Carrying e-mail to the admin's mail server: the one place that speaks SMTP, always with a time limit."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from lti_tools.settings import Settings

TIMEOUT = 20.0
"""Seconds for each answer of the server."""


class MailRefused(Exception):
    """The server took the message not; `code` is its status or a word, never an address. `final`: it never will."""

    def __init__(self, code: str, *, final: bool = False) -> None:
        super().__init__(code)
        self.code, self.final = code, final


@contextmanager
def connection(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A signed-in connection to the configured server; raises `MailRefused` where none comes about."""
    try:
        server = _open(settings)
    except smtplib.SMTPResponseException as error:
        raise MailRefused(str(error.smtp_code)) from error
    except (OSError, smtplib.SMTPException) as error:  # ssl's errors are OSErrors
        raise MailRefused(type(error).__name__) from error
    try:
        yield server
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def _open(settings: Settings) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=settings.ca_bundle or None)
    place = (settings.smtp_host, settings.smtp_port)
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(*place, timeout=TIMEOUT)
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
    except BaseException:
        server.close()
        raise
    return server


def send(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Hand one message over; raises `MailRefused`. Returning means that the server has taken it."""
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        status = max(code for code, _said in error.recipients.values())
        raise MailRefused(str(status), final=500 <= status < 600) from error
    except smtplib.SMTPResponseException as error:
        raise MailRefused(str(error.smtp_code), final=500 <= error.smtp_code < 600) from error
    except (OSError, smtplib.SMTPException) as error:
        raise MailRefused(type(error).__name__) from error
    except (ValueError, UnicodeError) as error:
        raise MailRefused("address", final=True) from error
