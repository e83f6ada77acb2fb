from hypothesis import given
from hypothesis import strategies as st

from lti_tools.pure.small_cells import Cell, tellable

CELLS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=6)


def test_groups_of_five_are_told():
    cells = [Cell("red", 3, 6), Cell("blue", 5, 5)]
    assert tellable(cells) == cells


def test_small_groups_are_told_together():
    cells = [Cell("red", 3, 6), Cell("blue", 1, 3), Cell("green", 2, 2)]
    assert tellable(cells) == [Cell("red", 3, 6), Cell(None, 3, 5)]


def test_a_number_that_the_total_would_give_away_hides_all():
    assert tellable([Cell("red", 3, 6), Cell("blue", 5, 5), Cell("green", 1, 2)]) == []
    assert tellable([Cell("red", 30, 60), Cell(None, 1, 4)]) == []


def test_one_cell_alone_is_the_total_and_tells_nothing_more():
    assert tellable([Cell("red", 3, 6)]) == []
    assert tellable([Cell("red", 3, 6), Cell("blue", 0, 0)]) == []


@given(CELLS)
def test_whatever_is_told_stands_for_five_people_and_leaves_out_nobody_or_everybody(sizes: list[tuple[int, int]]):
    cells = [Cell(place, min(pair), max(pair)) for place, pair in enumerate(sizes)]
    told = tellable(cells)
    whole = sum(cell.people for cell in cells)
    assert all(cell.people >= 5 and whole - cell.people >= 5 for cell in told)
    assert not told or sum(cell.people for cell in told) == whole
    assert not told or sum(cell.counted for cell in told) == sum(cell.counted for cell in cells)
