"""The rules of grade delivery, pure."""

from enum import StrEnum


class State(StrEnum):
    """How a wish stands."""

    WAITING = "waiting"
    SENDING = "sending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
