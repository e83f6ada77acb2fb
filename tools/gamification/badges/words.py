"""Words of badges: why one does not hold, and what shapes, colours and symbols are called."""

from lti_tools.web.locale import lazy
from tools.gamification.openbadges.shape import Flaw

_NOT_OURS = lazy("This is no badge in the form of Open Badges 3.0 that we can trust.")
_UNKNOWN = lazy("It is signed by somebody whose key we cannot look up here. Verify it with its issuer.")
_CLAIMS = lazy("What is signed contradicts itself, so it was not made by a proper issuer.")
_STATUS = lazy("Whether it was taken back cannot be found out, so do not trust it.")
_INCOMPLETE = lazy("Something that every badge has to say is missing or wrong in it.")

FLAWS = {
    **dict.fromkeys(Flaw, _INCOMPLETE),
    **dict.fromkeys(
        (Flaw.NOT_A_BADGE, Flaw.HEADER, Flaw.ALGORITHM, Flaw.OLD_CLAIM, Flaw.CONTEXT, Flaw.TERMS), _NOT_OURS
    ),
    **dict.fromkeys((Flaw.KEY_ADDRESS, Flaw.KEY_UNREACHABLE, Flaw.KEY), _UNKNOWN),
    **dict.fromkeys((Flaw.ISS, Flaw.JTI, Flaw.NBF, Flaw.SUB, Flaw.EXP), _CLAIMS),
    **dict.fromkeys((Flaw.STATUS, Flaw.STATUS_UNREACHABLE, Flaw.STATUS_LIST), _STATUS),
    Flaw.SIGNATURE: lazy("The signature does not fit: it was changed, or made by somebody else."),
    Flaw.NOT_YET: lazy("It is not valid yet."),
    Flaw.EXPIRED: lazy("It has expired."),
    Flaw.REVOKED: lazy("Its issuer took it back."),
    Flaw.RECIPIENT: lazy("It holds, but it was not given to this e-mail address."),
}
UNREADABLE = {
    "no-badge": lazy("There is no badge in this picture."),
    "several-badges": lazy("There is more than one badge in this picture."),
    "damaged": lazy("This file is damaged."),
    "unknown-kind": lazy("This is neither a PNG or SVG picture nor the text of a badge."),
}
SHAPES = {
    "circle": lazy("Circle"),
    "shield": lazy("Shield"),
    "hexagon": lazy("Hexagon"),
    "octagon": lazy("Octagon"),
    "star": lazy("Seal"),
    "diamond": lazy("Diamond"),
    "square": lazy("Square"),
}
COLOURS = {
    "blue": lazy("Blue"),
    "green": lazy("Green"),
    "red": lazy("Red"),
    "purple": lazy("Purple"),
    "orange": lazy("Orange"),
    "teal": lazy("Teal"),
    "pink": lazy("Pink"),
    "slate": lazy("Grey"),
}
SYMBOLS = {
    "star": lazy("Star"),
    "heart": lazy("Heart"),
    "flag": lazy("Flag"),
    "book": lazy("Book"),
    "people": lazy("People"),
    "tree": lazy("Tree"),
    "mountain": lazy("Mountain"),
    "arrow": lazy("Arrow"),
    "lamp": lazy("Lamp"),
    "tick": lazy("Tick"),
    "drop": lazy("Drop"),
    "gear": lazy("Gear"),
}
