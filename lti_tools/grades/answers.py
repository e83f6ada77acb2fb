"""What an answer of the LMS says, whatever we went through before; pure.

What differs between LMSs comes in as `Quirks`. Status codes: AGS 2.0 section 3.4, Canvas's "Assignment and Grade
Services" error codes, and a Moodle 4.5 that was measured.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lti_tools.grades.terms import Kind, Refusal
from lti_tools.lti.quirks import Quirks


@dataclass(frozen=True)
class Reply:
    """What came back. `status` 0 means that nothing did."""

    status: int
    text: str = ""
    """First characters of the body."""
    retry_after: str = ""
    budget_spent: bool = False
    """The platform's own header says that our request budget is used up (Canvas's X-Rate-Limit-Remaining)."""
    kind: Kind | Refusal | None = None
    """Set where the caller knows already: no token, an address that may not be called."""


def kind_of(reply: Reply, quirks: Quirks) -> Kind | Refusal:
    """What an answer says. A platform's own words beat the status; 200 with a page of HTML is a proxy's, no success."""
    if reply.kind is not None:
        return reply.kind
    if 200 <= reply.status < 300:
        return Kind.SILENT if reply.text.lstrip().startswith("<") else Kind.TAKEN
    if quirks.is_stale(reply.status, reply.text):
        return Kind.CONFLICT
    if quirks.is_rate_limit(reply.status, reply.text) or (reply.status == 403 and reply.budget_spent):
        return Kind.RATE_LIMITED
    return _by_words(reply, quirks) or _by_status(reply.status)


def _by_words(reply: Reply, quirks: Quirks) -> Kind | Refusal | None:
    text = reply.text.lower()
    said = (_WORDS[word] for status, words, word in quirks.refusals if status == reply.status and words in text)
    return next(said, None)


def _by_status(status: int) -> Kind | Refusal:
    if status in _STATUS:
        return _STATUS[status]
    if status >= 500:
        return Kind.BROKEN
    return Refusal.NOT_UNDERSTOOD if status >= 400 else Kind.SILENT


_WORDS: Mapping[str, Kind | Refusal] = {str(word): word for word in (*Kind, *Refusal)}

_STATUS: Mapping[int, Kind | Refusal] = {
    400: Refusal.NOT_GRADABLE,
    401: Kind.TOKEN,
    403: Kind.FORBIDDEN,
    404: Kind.MISSING,
    408: Kind.SILENT,
    410: Kind.MISSING,
    412: Kind.FORBIDDEN,
    422: Refusal.NOT_GRADABLE,
    425: Kind.OVERLOADED,
    502: Kind.OVERLOADED,
    503: Kind.OVERLOADED,
    504: Kind.OVERLOADED,
}
