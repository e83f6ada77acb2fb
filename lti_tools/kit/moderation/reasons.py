"""Why somebody reports a thing, and why staff decides as it does: ready-made words that people can choose."""

from enum import StrEnum

from lti_tools.web.locale import lazy


class Why(StrEnum):
    """What a report says is wrong."""

    HURTS = "hurts"
    PRIVATE = "private"
    OFF_TOPIC = "off-topic"
    CHEATS = "cheats"
    OTHER = "other"


REPORTED_FOR: dict[str, str] = {
    Why.HURTS: lazy("It insults, threatens or makes fun of somebody"),
    Why.PRIVATE: lazy("It tells something private about somebody"),
    Why.OFF_TOPIC: lazy("It has nothing to do with this, or is advertising"),
    Why.CHEATS: lazy("It gives away a solution or copies somebody else's work"),
    Why.OTHER: lazy("Something else"),
}

TO_KEEP = (
    lazy("This is blunt, and about the work. That is allowed here."),
    lazy("I see no breach of our rules here. Answer it if you see it differently."),
)
TO_REMOVE = (
    lazy("This is about the person and not about the work. Please say it again so that it helps."),
    lazy("This tells something private about somebody."),
    lazy("This does not belong here."),
)
