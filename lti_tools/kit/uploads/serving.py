"""Giving files out: each with its own closed policy, the type of its content, and the range that was asked for."""

from collections.abc import Iterable
from typing import BinaryIO

from flask import Request, Response
from werkzeug.wsgi import wrap_file

from lti_tools.kit.uploads.kinds import Family, Kind
from lti_tools.kit.uploads.sniffing import decoded
from lti_tools.web import csp
from lti_tools.web.files import disposition

INLINE = {
    Family.PICTURE: ("img-src",),
    Family.AUDIO: ("media-src",),
    Family.VIDEO: ("media-src",),
    Family.PDF: ("object-src", "frame-src"),
    Family.TEXT: (),
}
"""Families that browsers show by themselves -> what of the file itself they need; all others are downloads."""
CHECKED_EACH_TIME = "private, no-cache"
"""Kept by the browser, but asked for again each time: whoever may not see it any more does not."""


def shown(
    file: BinaryIO, size: int, kind: Kind, name: str, tag: str, asked: Request, frame_ancestors: Iterable[str]
) -> Response:
    """The scrubbed copy, in place where browsers can show the kind, else as a download."""
    inline = kind.family in INLINE
    if kind.family is Family.TEXT:
        text = decoded(file.read()).encode()
        file.close()
        response = Response(text, mimetype="text/plain")
    else:
        response = _streamed(file, size, kind.mime if inline else "application/octet-stream", asked)
    policy = csp.file_policy(
        frame_ancestors=frame_ancestors, sandbox=kind.family is not Family.PDF, shows=INLINE.get(kind.family, ())
    )
    return _closed(response, policy, disposition(name, inline=inline), tag, asked)


def original(file: BinaryIO, size: int, name: str, asked: Request) -> Response:
    """The file as it came: never shown, only saved."""
    response = _streamed(file, size, "application/octet-stream", asked)
    return _closed(response, csp.file_policy(), disposition(name), "", asked)


def _streamed(file: BinaryIO, size: int, kind: str, asked: Request) -> Response:
    response = Response(wrap_file(asked.environ, file), mimetype=kind, direct_passthrough=True)
    response.content_length = size
    response.call_on_close(file.close)
    return response


def _closed(response: Response, policy: str, disposed: str, tag: str, asked: Request) -> Response:
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Content-Disposition"] = disposed
    response.headers["Cache-Control"] = CHECKED_EACH_TIME if tag else "private, no-store"
    if tag:
        response.set_etag(tag)
    response.make_conditional(asked, accept_ranges=True, complete_length=response.content_length)
    return response
