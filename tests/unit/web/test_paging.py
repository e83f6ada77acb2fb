import pytest

from lti_tools.web.paging import page_number, page_of


@pytest.mark.parametrize(
    ("asked", "number"), [(None, 1), ("", 1), ("2", 2), ("0", 1), ("-1", 1), ("x", 1), ("²", 1), ("9" * 99, 1)]
)
def test_nonsense_asks_for_the_first_page(asked: str | None, number: int) -> None:
    assert page_number(asked) == number


def test_a_list_is_cut_into_pages() -> None:
    page = page_of(range(120), 3)
    assert list(page.items) == list(range(100, 120))
    assert (page.number, page.count) == (3, 3)


def test_beyond_the_end_is_the_last_page() -> None:
    assert page_of(range(120), 99).number == 3
    assert page_of([], 5).count == 1
