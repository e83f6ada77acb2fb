"""Pictures of a class count every work once."""

from decimal import Decimal

from tools.peer_review.domain.aggregation.marks import Mark, Row
from tools.peer_review.service.teaching import Line
from tools.peer_review.views.spreads import of_disagreement, of_marks


def line(final: str | None, *given: str) -> Line:
    rows = tuple(Row(at, Decimal(one), Decimal(0), Decimal(1), Decimal(one), False) for at, one in enumerate(given))
    mark = Mark(0, Decimal(final) if final else None, None, None, rows, False)
    values = dict.fromkeys(Line.__dataclass_fields__)
    return Line(**{**values, "mark": mark, "final": mark.mark, "people": (), "names": ()})


def test_marks_stand_in_tens_and_a_hundred_with_the_last():
    picture = of_marks([line("0"), line("9.9"), line("10"), line("99.9"), line("100"), line(None)])
    assert [number for _, number in picture.rows] == ["2", "1", "0", "0", "0", "0", "0", "0", "0", "2"]
    assert (picture.rows[0][0], picture.rows[9][0], picture.works) == ("0 to 9", "90 to 100", 5)


def test_disagreement_is_the_distance_of_the_outermost_reviews():
    lines = [line("50", "50", "59"), line("50", "30", "50", "40"), line("50", "0", "100"), line("70", "70"), line(None)]
    picture = of_disagreement(lines)
    assert [number for _, number in picture.rows] == ["1", "0", "1", "0", "1"]
    assert picture.works == 3
