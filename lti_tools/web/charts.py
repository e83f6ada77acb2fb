"""Charts as SVG that a screen reader can name and that fit any width; colours come from the stylesheet's classes.

Each is a picture of numbers that also stand in a table behind it (`chart` in `macros/blocks.html`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import pi

from markupsafe import Markup

from lti_tools.web.formats import format_instant, format_number, format_percent
from lti_tools.web.locale import gettext

_RADIUS = 50.0


@dataclass(frozen=True)
class Bar:
    """One row of a bar chart. `text` replaces the number beside it; `css` is "bar", "bar-soft" or "c1".."c6"."""

    label: str
    value: float
    text: str = ""
    css: str = "bar"


def bar_chart(bars: Sequence[Bar], *, most: float | None = None, mark: float | None = None) -> Markup:
    """Horizontal bars from 0 to `most` (the largest value unless given), with a line at `mark` such as a quota.

    Labels and numbers are text of the page, so they wrap, zoom and are read; the bars themselves are decoration.
    """
    top = max([most or 0, mark or 0, *(bar.value for bar in bars)]) or 1
    rows = (
        Markup(
            '<li><span class="bars-label">{}</span> <span class="bars-value">{}</span>'
            '<svg aria-hidden="true" focusable="false"><rect class="bar-track" width="100%" height="100%"/>'
            '<rect class="{}" width="{}%" height="100%"/>{}</svg></li>'
        ).format(bar.label, bar.text or format_number(bar.value), bar.css, _share(bar.value, top), _mark(mark, top))
        for bar in bars
    )
    return Markup('<ul class="bars">{}</ul>').format(Markup("").join(rows))


def progress_ring(title: str, value: float, most: float, label: str = "") -> Markup:
    """A ring filled to value / most, the percentage in its middle and `label` below it."""
    share = min(1.0, max(0.0, value / most)) if most > 0 else 0.0
    length = 2 * pi * _RADIUS
    arc = Markup('<circle class="ring-value" cx="60" cy="60" r="50" stroke-dasharray="{} {}" transform="{}"/>').format(
        round(length * share, 2), round(length, 2), "rotate(-90 60 60)"
    )
    return Markup(
        '<svg class="ring" viewBox="0 0 120 120" role="img" aria-label="{}">'
        "<desc>{}</desc>"
        '<circle class="ring-track" cx="60" cy="60" r="50"/>{}'
        '<text class="ring-number" x="60" y="{}">{}</text><text class="ring-label" x="60" y="80">{}</text></svg>'
    ).format(
        f"{title}: {format_percent(share)}",
        gettext("%(value)s of %(most)s", value=format_number(value), most=format_number(most)),
        arc if share > 0 else "",
        64 if label else 68,
        format_percent(share),
        label,
    )


def time_track(title: str, points: Sequence[tuple[str, datetime]], now: datetime) -> Markup:
    """Instants in order on a line, what has passed filled in, and now as a mark of its own."""
    if not points:
        return Markup("")
    start, end = points[0][1], points[-1][1]
    length = (end - start).total_seconds() or 1
    place = {at: round(2 + 96 * (at - start).total_seconds() / length, 2) for _, at in points}
    today = round(2 + 96 * min(1.0, max(0.0, (now - start).total_seconds() / length)), 2)
    circles = (
        Markup('<circle class="track-point{}" cx="{}%" cy="50%" r="6"/>').format(
            " past" if at <= now else "", place[at]
        )
        for _, at in points
    )
    words = "; ".join(f"{name}: {format_instant(at)}" for name, at in points)
    return Markup(
        '<svg class="track" role="img" aria-label="{}"><desc>{}</desc>'
        '<line class="track-line" x1="2%" x2="98%" y1="50%" y2="50%"/>'
        '<line class="track-past" x1="2%" x2="{}%" y1="50%" y2="50%"/>{}'
        '<circle class="track-now" cx="{}%" cy="50%" r="4"/></svg>'
    ).format(title, words, today, Markup("").join(circles), today)


def _share(value: float, top: float) -> float:
    return round(100 * min(1.0, max(0.0, value / top)), 2)


def _mark(mark: float | None, top: float) -> Markup:
    if mark is None:
        return Markup("")
    at = _share(mark, top)
    line = Markup('<line class="{}" x1="{}%" x2="{}%" y1="0" y2="100%"/>')
    return line.format("bar-mark-under", at, at) + line.format("bar-mark", at, at)
