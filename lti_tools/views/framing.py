"""Who may show a page in a frame."""

from collections.abc import Iterable

from flask import Response, g


def frame_by(response: Response, origins: Iterable[str]) -> Response:
    """Let these origins frame the answer; `app.finish` writes the header."""
    g.frame_ancestors = tuple(origins)
    return response


def frame_by_anybody() -> None:
    """For pages without any action of a signed-in person, such as refusals."""
    g.frame_ancestors = None


def post_to(*addresses: str) -> None:
    """Let this page's forms post to these addresses too."""
    g.form_action = addresses
