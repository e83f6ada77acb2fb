import pytest

from lti_tools.lti.links import below, next_page, with_query

BASE = "https://moodle.example/mod/lti/services.php/2/lineitems?type_id=1"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://lms.example/2/lineitem", "https://lms.example/2/lineitem/scores"),
        ("https://lms.example/2/lineitem/", "https://lms.example/2/lineitem/scores"),
        ("https://lms.example/2/lineitem?type_id=1", "https://lms.example/2/lineitem/scores?type_id=1"),
        ("https://lms.example/2?a=%2F&b=x?y", "https://lms.example/2/scores?a=%2F&b=x?y"),
        ("https://lms.example?type_id=1", "https://lms.example/scores?type_id=1"),
        ("https://lms.example/2#part", "https://lms.example/2/scores"),
    ],
)
def test_a_segment_goes_into_the_path_before_the_query(url: str, expected: str) -> None:
    assert below(url, "scores") == expected


def test_parameters_are_added_to_a_query_that_stays_as_it_is() -> None:
    assert with_query(BASE, tag="a b&c", limit=None, resource_id="") == BASE + "&tag=a+b%26c"
    assert with_query("https://lms.example/x", rlid="7") == "https://lms.example/x?rlid=7"
    assert with_query("https://lms.example/x?rlid=5&e=", rlid="7", e="1") == "https://lms.example/x?rlid=5&e="


LINKS = {
    "plain": ('<https://moodle.example/p?page=2>; rel="next"', "https://moodle.example/p?page=2"),
    "without quotes": ("<https://moodle.example/p?page=2>;rel=next", "https://moodle.example/p?page=2"),
    "single quotes": ("<https://moodle.example/p>; rel='next'", "https://moodle.example/p"),
    "among others": (
        '<https://moodle.example/p?page=1>; rel="prev", <https://moodle.example/p?page=3>; title="a, b"; rel="next",'
        '<https://moodle.example/p?page=9>; rel="last"',
        "https://moodle.example/p?page=3",
    ),
    "two relations in one": ('<https://moodle.example/p>; rel="last next"', "https://moodle.example/p"),
    "commas in the address": ('<https://moodle.example/p?a=1,2>; rel="next"', "https://moodle.example/p?a=1,2"),
    "case is kept": ('<https://moodle.example/P?Token=AbC>; REL="Next"', "https://moodle.example/P?Token=AbC"),
    "typographic quotes as Moodle sends them": (
        "<https://moodle.example/p?limit=1&amp;from=1>; rel=“next”".encode().decode("latin-1"),
        "https://moodle.example/p?limit=1&from=1",
    ),
    "typographic quotes already decoded": ("<https://moodle.example/p>; rel=“next”", "https://moodle.example/p"),
    "relative": ('<?page=2>; rel="next"', "https://moodle.example/mod/lti/services.php/2/lineitems?page=2"),
}
NONE = [
    "",
    "nonsense",
    '<https://moodle.example/p>; rel="prev"',
    "<https://moodle.example/p>",
    '; rel="next"',
    "<" * 999,
]


@pytest.mark.parametrize(("header", "expected"), LINKS.values(), ids=LINKS)
def test_the_next_page_is_found(header: str, expected: str) -> None:
    assert next_page(header, BASE) == expected


@pytest.mark.parametrize("header", [*NONE, '<https://moodle.example/p>; rel="nextest"'])
def test_there_is_no_next_page(header: str) -> None:
    assert next_page(header, BASE) == ""
