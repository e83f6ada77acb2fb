from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.web.charts import Bar, bar_chart, progress_ring, time_track

NOW = datetime(2025, 3, 12, tzinfo=UTC)


def widths(html: str) -> list[float]:
    tree = ElementTree.fromstring(html)
    return [float(str(bar.get("width")).rstrip("%")) for bar in tree.iter("rect") if bar.get("class") == "bar"]


def test_bars_are_as_long_as_their_share_of_the_longest() -> None:
    assert widths(bar_chart([Bar("a", 10), Bar("b", 5), Bar("c", 0)])) == [100, 50, 0]


def test_bars_are_measured_against_the_most_there_can_be() -> None:
    assert widths(bar_chart([Bar("a", 10)], most=40)) == [25]


def test_a_chart_of_nothing_is_drawn_too() -> None:
    assert widths(bar_chart([Bar("a", 0)])) == [0]
    assert widths(bar_chart([])) == []


def test_labels_cannot_be_markup() -> None:
    assert "&lt;b&gt;" in bar_chart([Bar("<b>", 1, text="<i>")])
    assert "<i>" not in bar_chart([Bar("<b>", 1, text="<i>")])


@pytest.mark.parametrize(("value", "most", "percent"), [(0, 0, "0%"), (3, 4, "75%"), (9, 4, "100%"), (-1, 4, "0%")])
def test_a_ring_says_its_share(value: float, most: float, percent: str) -> None:
    ring = ElementTree.fromstring(progress_ring("Voted", value, most, "people"))
    assert ring.get("role") == "img"
    assert ring.get("aria-label") == f"Voted: {percent}"


def test_a_track_names_every_instant() -> None:
    track = ElementTree.fromstring(
        time_track("Phases", [("Opens", NOW - timedelta(days=1)), ("Closes", NOW + timedelta(days=1))], NOW)
    )
    words = track.findtext("desc") or ""
    assert "Opens: Tue, 11 Mar 2025" in words
    assert "Closes: Thu, 13 Mar 2025" in words
    assert track.findall("circle")[-1].get("cx") == "50.0%"


@given(st.lists(st.tuples(st.text(max_size=9), st.floats(0, 1e9)), max_size=5), st.floats(0, 1e9))
def test_every_chart_is_well_formed(rows: list[tuple[str, float]], mark: float) -> None:
    clean = [Bar("".join(char for char in name if char.isprintable()), value) for name, value in rows]
    assert all(0 <= width <= 100 for width in widths(bar_chart(clean, mark=mark)))
