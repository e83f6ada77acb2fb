"""The closed vocabularies of grade delivery."""

from enum import StrEnum


class State(StrEnum):
    """How a wish stands."""

    WAITING = "waiting"
    SENDING = "sending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why the LMS will not take a score as things stand; a teacher or an administrator can act on each."""

    NOT_GRADABLE = "not-gradable"
    """The LMS holds no gradebook row for the person: a teacher, unenrolled, or unknown to it."""
    NEWER_GRADE = "newer-grade"
    COLUMN_GONE = "column-gone"
    NO_COLUMN = "no-column"
    """The activity never had a column: grading is off in the LMS."""
    NOT_PERMITTED = "not-permitted"
    """A scope or permission is missing."""
    NOT_AUTHORIZED = "not-authorized"
    """The LMS gives us no token, or does not accept it."""
    REMOVED = "removed"
    """The registration is not active any more; the score goes on by itself when it is again."""
    COURSE_CONCLUDED = "course-concluded"
    UNPUBLISHED = "unpublished"
    NO_ATTEMPTS_LEFT = "no-attempts-left"
    NOT_UNDERSTOOD = "not-understood"
    CLOCK = "clock"
    """Our clock is ahead of the platform's."""
    LMS_ERROR = "lms-error"
    """The LMS fails at this score again and again; Moodle does so for a locked column."""
    UNREACHABLE = "unreachable"
    ADDRESS_FORBIDDEN = "address-forbidden"
    """The gradebook's address is one that the suite may not call."""

    HOST_FOREIGN = "host-foreign"
    """The gradebook's address is on a host that no launch has named."""


class Kind(StrEnum):
    """What an answer says, before our own history with the score is looked at."""

    TAKEN = "taken"
    CONFLICT = "conflict"
    """The platform holds a score with this timestamp or a later one."""
    RATE_LIMITED = "rate-limited"
    TOKEN = "token"  # noqa: S105
    """Our token is not, or no longer, accepted."""
    FORBIDDEN = "forbidden"
    MISSING = "missing"
    AHEAD = "ahead"
    """The platform says that our instant lies in the future."""
    OVERLOADED = "overloaded"
    BROKEN = "broken"
    SILENT = "silent"
    """No answer came, or none that is one: the score may have arrived."""
    UNSENT = "unsent"
    """The score never left us: there was no token to be had."""
