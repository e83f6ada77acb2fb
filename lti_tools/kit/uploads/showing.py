"""Files as templates draw them: a name for this reader, addresses for this reader, what can be done with them."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from lti_tools.kit.pseudonyms.pseudonyms import activity_key, id_of, token_for
from lti_tools.kit.uploads.files import place_of, sights_of
from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.rules import Sight, State, StoredFile
from lti_tools.launches import CurrentLaunch
from lti_tools.suite import Suite
from lti_tools.web.formats import format_number

TOKEN = "upload"  # noqa: S105 - what the token stands for, not a secret


@dataclass(frozen=True)
class ShownFile:
    """One file for one reader."""

    name: str
    label: str
    """The kind and size in words."""
    family: str
    alt: str
    state: str
    why: str
    """The sentence of a refused file."""
    address: str
    """Of the scrubbed copy; empty where there is none."""
    small: str
    """Of a picture for lists; the scrubbed copy where that is small already."""
    page: str
    """Of the page that shows it."""
    original: str
    """Of the file as it came; empty for who may not see it."""
    remove: str
    """To post to; empty for who may not."""
    standing: str
    """Tells scripts how far it is."""


def token_of(suite: Suite, launch: CurrentLaunch, upload_id: int) -> str:
    """What stands for a file in this reader's addresses."""
    return token_for(activity_key(suite.keys.keyed_hash, launch.activity), TOKEN, upload_id, launch.person_id)


def id_in(suite: Suite, launch: CurrentLaunch, token: str) -> int | None:
    """The file that a token of this reader stands for."""
    return id_of(activity_key(suite.keys.keyed_hash, launch.activity), TOKEN, token, launch.person_id)


def shown_files(suite: Suite, db: Session, launch: CurrentLaunch, files: Iterable[StoredFile]) -> list[ShownFile]:
    """Those of `files` that this reader may see, in their order."""
    seen = sights_of(suite, db, launch, list(files))
    return [_shown(suite, launch, file, sight) for file, sight in seen if sight is not Sight.NOTHING]


def _shown(suite: Suite, launch: CurrentLaunch, file: StoredFile, sight: Sight) -> ShownFile:
    token, kind = token_of(suite, launch, file.id), file.kind
    place = place_of(suite, launch, file.place)
    ready = file.state is State.READY
    mine = launch.person_id == file.person_id or (place.replaces and launch.is_staff)
    return ShownFile(
        name=file.name if sight is Sight.ALL else file.neutral_name,
        label=f"{kind.label if kind else ''}, {size_in_words(file.size)}".lstrip(", "),
        family=kind.family if kind else "",
        alt=file.alt,
        state=file.state,
        why=FileRefused.from_stored(file.fault).sentence if file.state is State.REFUSED else "",
        address=url_for("kit-uploads.file", token=token) if ready else "",
        small=url_for("kit-uploads.file", token=token, size="small") if ready else "",
        page=url_for("kit-uploads.page", token=token) if ready else "",
        original=url_for("kit-uploads.original", token=token) if sight is Sight.ALL else "",
        remove=url_for("kit-uploads.remove", token=token) if mine else "",
        standing=url_for("kit-uploads.standing", token=token),
    )


def size_in_words(size: int) -> str:
    """ "2.4 MB", "300 kB": as long as a person needs it."""
    for unit, bound in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= bound:
            return f"{format_number(size / bound, 1)} {unit}"
    return f"{format_number(size)} B"
