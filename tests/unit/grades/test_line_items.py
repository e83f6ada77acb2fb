import pytest

from lti_tools.grades.gradebook import Found
from lti_tools.grades.line_items import choose


def item(url, tag=""):
    return Found(url, tag, "link-1")


@pytest.mark.parametrize(
    ("items", "tag", "coupled", "others", "found"),
    [
        ([item("a", "vote")], "vote", True, {}, "a"),
        ([item("a", "vote"), item("b", "bonus")], "bonus", False, {}, "b"),
        ([item("a"), item("b", "bonus")], "vote", True, {"bonus": "b"}, "a"),
        ([item("a"), item("b", "bonus")], "vote", True, {"bonus": ""}, "a"),
        ([item("a")], "", True, {}, "a"),
        ([item("a"), item("b")], "vote", True, {}, ""),
        ([item("a")], "bonus", False, {"vote": "a"}, ""),
        ([item("a")], "bonus", False, {}, ""),
        ([item("a", "vote"), item("b", "vote")], "vote", True, {"old": "a"}, "b"),
        ([], "vote", True, {}, ""),
    ],
)
def test_the_tag_decides_and_the_coupled_column_is_what_remains(items, tag, coupled, others, found):
    chosen = choose(items, tag, coupled=coupled, other_tags=set(others), other_urls=set(others.values()))
    assert chosen == found
