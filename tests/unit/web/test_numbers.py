import pytest

from lti_tools.web.numbers import LARGEST_ID, whole_number


@pytest.mark.parametrize(
    "text", ["", None, "-1", "1.5", " 1", "1 ", "²", "٣", "1e3", "0x1", "9" * 5000, LARGEST_ID + 1]
)
def test_what_is_no_number_of_ours_is_0(text: object) -> None:
    assert whole_number(text) == 0


def test_a_number_is_read_up_to_the_largest_that_fits() -> None:
    assert [whole_number(text) for text in ("0", "7", "007", str(LARGEST_ID), 12)] == [0, 7, 7, LARGEST_ID, 12]
    assert [whole_number("10", 10), whole_number("11", 10)] == [10, 0]
