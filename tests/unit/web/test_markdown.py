import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.web.markdown import plain, render

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java&#115;cript:alert(1))",
    "[a](\x01javascript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:x)",
    "[a](file:///etc/passwd)",
    "[a](//evil.example)",
    '[a](https://x "onmouseover=alert(1)")',
    "![a](javascript:alert(1))",
    "![a](https://evil.example/track.png)",
    "<javascript:alert(1)>",
    "<https://x\" onclick=alert(1) x=>",
    "`<b>`<svg/onload=alert(1)>",
    "<style>*{display:none}</style>",
    "<iframe src=https://evil.example>",
    "[a]: javascript:alert(1)\n\n[a]",
    '<a href="x" style="position:fixed">',
    "<form action=https://evil.example><input name=password>",
    "<math><mi//xlink:href=\"data:x,<script>alert(4)</script>\">",
    "> " * 500 + "x",
    "[" * 3000,
    "*a **a " * 2000,
]  # fmt: skip
BLOCKS = {"blockquote", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
ALLOWED = BLOCKS | TABLES | {"a", "br", "code", "del", "em", "s", "strong"}


class Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_harmless(html: str) -> None:
    for tag, attributes in Reader(html).found:
        assert tag in ALLOWED, html
        assert set(attributes) <= {"href", "title", "rel", "target", "start", "scope"}, html
        if "href" in attributes:
            assert re.match(r"(https?:|mailto:|[^:]*$)", attributes["href"] or "", re.IGNORECASE), html
        if tag == "a":
            assert attributes["rel"] == "noopener noreferrer nofollow ugc"
            assert attributes["target"] == "_blank"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_does_no_harm(text: str) -> None:
    assert_harmless(render(text))
    assert "<" not in plain(text).replace("<", "", text.count("<"))


@given(st.text())
def test_no_text_does_harm(text: str) -> None:
    assert_harmless(render(text))
    plain(text)


@given(st.lists(st.sampled_from([*"<>[]()!*_`~#|-\n \"'&:/=", "a", "javascript:", "https://x", "<a href=", "data:"])))
def test_no_mix_of_marks_does_harm(parts: list[str]) -> None:
    assert_harmless(render("".join(parts)))


def test_what_people_write_is_set_well() -> None:
    html = render("Some *words* and **more**, ~~less~~\n\n1. one\n2. two\n\n|a|b|\n|-|:-:|\n|1|2|\n")
    for part in (
        "<em>words</em>",
        "<strong>more</strong>",
        "<s>less</s>",
        "<ol>",
        '<th scope="col">a</th>',
        "<td>2</td>",
    ):
        assert part in html


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# a\n## b\n# c", [3, 4, 3]),
        ("### a\n# b", [3, 3]),
        ("# a\n#### b\n## c", [3, 4, 4]),
        ("# a\n## a\n### a\n#### a\n##### a", [3, 4, 5, 6, 6]),
    ],
)
def test_headings_fit_under_the_pages_own_and_skip_no_level(text: str, levels: list[int]) -> None:
    assert [int(level) for level in re.findall(r"<h(\d)>", render(text, 3))] == levels


def test_the_words_alone_are_one_line() -> None:
    assert plain("# Hi *there*\n\n- a\n- `b`") == "Hi there a b"
    assert plain("word " * 100, 20) == "word word word word…"
    assert plain(None) == ""
