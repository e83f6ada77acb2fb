"""Answers made while they are sent: the pieces of a long file, under the request's own reader and application."""

from collections.abc import Iterator
from contextvars import copy_context

from flask import Response


def streamed(pieces: Iterator[bytes], *, content_type: str, file_name: str) -> Response:
    """A download of `pieces`, made one after another when the server asks for them.

    The request is over by then, so each piece is made in a copy of its context: who is being spoken to and the running
    application are as they were. What `pieces` opened is closed with it, also where the reader goes away half-way.
    """
    context = copy_context()

    def body() -> Iterator[bytes]:
        try:
            while (piece := context.run(next, pieces, None)) is not None:
                yield piece
        finally:
            close = getattr(pieces, "close", None)
            if close:
                context.run(close)

    response = Response(body(), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
