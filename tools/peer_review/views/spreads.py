"""Pictures of a class in numbers: how marks are spread, and how far the reviews of one work lie apart."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from lti_tools.web.charts import Bar, bar_chart
from lti_tools.web.formats import format_number
from lti_tools.web.locale import gettext as _
from tools.peer_review.service.teaching import Line

WIDTH, STEPS = 10, 10
"""Marks stand together in tens."""
APART = (0, 10, 20, 30, 40)
"""Points between the highest and the lowest review of a work from which a step begins."""


@dataclass(frozen=True)
class Picture:
    """A chart and the rows of the table behind it: (from ... to, how many works)."""

    chart: Markup
    rows: Sequence[tuple[str, str]]
    works: int


def of_marks(lines: Iterable[Line]) -> Picture:
    """How many works have a mark in each ten, 100 with the last."""
    marks = [float(line.final) for line in lines if line.final is not None]
    counted = Counter(min(int(mark // WIDTH), STEPS - 1) for mark in marks)
    ends = [(step * WIDTH, step * WIDTH + (WIDTH if step == STEPS - 1 else WIDTH - 1)) for step in range(STEPS)]
    return _picture([(_between(low, high), counted[step]) for step, (low, high) in enumerate(ends)], len(marks))


def of_disagreement(lines: Iterable[Line]) -> Picture:
    """How many works have reviews that lie so far apart; works with fewer than two reviews are left out."""
    given = [[float(row.mark) for row in line.mark.rows] for line in lines if line.mark and len(line.mark.rows) > 1]
    steps = Counter(max(place for place, least in enumerate(APART) if max(one) - min(one) >= least) for one in given)
    labels = [_between(low, high - 1) for low, high in pairwise(APART)]
    labels.append(_("%(points)s and more", points=format_number(APART[-1])))
    return _picture([(label, steps[place]) for place, label in enumerate(labels)], len(given))


def _between(low: int, high: int) -> str:
    return _("%(low)s to %(high)s", low=format_number(low), high=format_number(high))


def _picture(counts: Sequence[tuple[str, int]], works: int) -> Picture:
    chart = bar_chart([Bar(label, number) for label, number in counts])
    return Picture(chart, [(label, format_number(number)) for label, number in counts], works)
