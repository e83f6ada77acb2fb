"""Whether the mail server answers and lets us in; nothing is sent."""

from collections.abc import Iterator

from lti_tools.kit.notices import smtp
from lti_tools.ops.doctor.finding import Finding, ok, problem
from lti_tools.settings import Settings

SUBJECT = "e-mail"


def mail_findings(settings: Settings) -> Iterator[Finding]:
    """A signed-in connection, opened and closed."""
    if not settings.smtp_host:
        yield ok(SUBJECT, "not set up: notices stay inside the tools")
        return
    place = f"{settings.smtp_host}:{settings.smtp_port}"
    try:
        with smtp.connection(settings):
            pass
    except smtp.MailRefused as refused:
        yield problem(
            SUBJECT,
            f"{place} does not let us in ({refused.code}).",
            "Check LTI_TOOLS_SMTP_HOST, _PORT, _SECURITY, _USER, _PASSWORD and the firewall.",
        )
        return
    yield ok(SUBJECT, f"{place} lets us in")
