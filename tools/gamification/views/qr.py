"""A QR code as a picture within the page."""

import segno
from markupsafe import Markup

QUIET = 4
"""Modules of white around it, as readers need."""


def qr_picture(text: str) -> Markup:
    """Black on white whatever the page's colours are; the text stands beside it for those who cannot scan."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    size = len(rows) + 2 * QUIET
    dots = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return Markup(
        '<svg class="quest-qr" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">'
        '<rect class="quest-qr-paper" width="{}" height="{}"/><path class="quest-qr-ink" d="{}"/></svg>'
    ).format(size, size, size, size, dots)
