"""What a place takes: its kinds and limits in words, and what is refused before a byte is sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from lti_tools.errors import NotFound, Refusal
from lti_tools.kit.uploads import store
from lti_tools.kit.uploads.kinds import KINDS, PICTURES, ending_of, family_labels
from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.rules import Place
from lti_tools.launches import CurrentLaunch
from lti_tools.suite import Suite
from lti_tools.web.files import safe_name
from lti_tools.web.formats import format_list, format_number
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext

PIECE = 1 << 20
"""Bytes that a browser sends at a time; at 50 kB/s that is 20 seconds to lose."""
MB = 1_000_000


def place_of(suite: Suite, launch: CurrentLaunch, name: str) -> Place:
    """What this activity's tool says about one use of files; raises `NotFound`."""
    tool = suite.tool(launch.tool)
    places: Mapping[str, Place] = tool.uploads(dict(launch.settings)) if tool else {}
    if name not in places:
        raise NotFound(f"no place {name!r} for files")
    return places[name]


def most_bytes(suite: Suite, place: Place) -> int:
    return min(place.most_bytes, suite.settings.upload_mb * MB)


@dataclass(frozen=True)
class UploadField:
    """What the macro `upload_field` draws."""

    place: str
    thing: str
    label: str
    accept: str
    hint: str
    most_bytes: int
    too_large: str
    piece: int
    several: bool
    describe: bool
    names_hidden: bool


def field_of(suite: Suite, launch: CurrentLaunch, place: str, thing: str, label: str) -> UploadField:
    """A field for one thing's files: what it takes and how much, in words and for the browser."""
    rules = place_of(suite, launch, place)
    most = most_bytes(suite, rules)
    return UploadField(
        place=place,
        thing=thing,
        label=label,
        accept=",".join(ending for name in rules.kinds for ending in KINDS[name].endings),
        hint=_hint(rules, most),
        most_bytes=most,
        too_large=too_large(most),
        piece=PIECE,
        several=rules.most_files > 1 and not rules.replaces,
        describe=rules.describe,
        names_hidden=rules.names_hidden,
    )


def _hint(place: Place, most: int) -> str:
    kinds = _("Taken: %(kinds)s.", kinds=kinds_in_words(place))
    size = _("At most %(most)s MB.", most=format_number(round(most / MB, 1)))
    number = ngettext("One file.", "Up to %(num)s files.", 1 if place.replaces else place.most_files)
    return f"{kinds} {size} {number}"


def kinds_in_words(place: Place) -> str:
    """ "PDF, pictures and sound": families where a place takes all of one, else the kinds themselves."""
    words = []
    for family, label in family_labels().items():
        members = {kind.name for kind in KINDS.values() if kind.family is family}
        if members <= set(place.kinds):
            words.append(str(label))
        else:
            words += [str(KINDS[name].label) for name in place.kinds if name in members]
    return format_list(words)


def too_large(most: int) -> str:
    return _(
        "This file is larger than %(most)s MB. Make it smaller, or put it where you can share it and send the link.",
        most=format_number(round(most / MB, 1)),
    )


def check_announced(suite: Suite, place: Place, name: str, size: int, alt: str) -> None:
    if size <= 0:
        raise Refusal(FileRefused("empty").sentence)
    if size > most_bytes(suite, place):
        raise Refusal(too_large(most_bytes(suite, place)))
    ending = ending_of(safe_name(name))
    fitting = [kind for kind in KINDS.values() if ending in kind.endings]
    if ending and not any(kind.name in place.kinds for kind in fitting):
        raise Refusal(other_kind(place).sentence)
    pictures = not ending or any(kind.name in PICTURES for kind in fitting)
    if place.describe and pictures and not alt.strip():
        raise Refusal(_("Say in a few words what the picture shows, for those who cannot see it."))


def check_room(suite: Suite, db: Session, launch: CurrentLaunch, place: Place, there: int, size: int) -> None:
    if not place.replaces and there >= place.most_files:
        raise Refusal(
            ngettext(
                "There is one file already. Remove it to send another one.",
                "There are %(num)s files already. Remove one to send another one.",
                place.most_files,
            )
        )
    room = suite.settings.upload_person_mb * MB - store.used(db, launch.activity, launch.person_id)
    if size > room:
        most = format_number(suite.settings.upload_person_mb)
        raise Refusal(_("Your files here may have %(most)s MB together. Remove one that you need no more.", most=most))


def other_kind(place: Place) -> FileRefused:
    return FileRefused("other", kinds=kinds_in_words(place))
