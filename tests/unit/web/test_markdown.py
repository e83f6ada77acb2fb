import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.web import formulas
from lti_tools.web.code import CLASSES
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
    "$\\text{<img src=x onerror=alert(1)>}$",
    "$$\\href{javascript:alert(1)}{x}$$",
    "$\\style{position:fixed}{x} \\class{masthead}{y} \\id{main}{z}$",
    "$\\text{</mtext></math><script>alert(1)</script>}$",
    "$\\hspace{99999em}\\color{red\" onclick=\"alert(1)}x$",
    "$$\n" + "\\frac{1}{" * 400 + "\n$$",
    "$" * 3000,
    "```x\"onclick=alert(1)\n<script>\n```",
    "```html\n<script>alert(1)</script>\n```",
    "> " * 500 + "x",
    "[" * 3000,
    "*a **a " * 2000,
]  # fmt: skip
BLOCKS = {"blockquote", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
ALLOWED = BLOCKS | TABLES | formulas.TAGS | {"a", "br", "code", "del", "em", "s", "span", "strong"}
KNOWN = {"href", "title", "rel", "target", "start", "scope"}


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
        if tag in formulas.TAGS:
            assert set(attributes) <= formulas.ATTRIBUTES, html
        elif tag == "span":
            assert set(attributes) == {"class"}, html
            assert set((attributes["class"] or "").split()) <= CLASSES, html
        else:
            assert set(attributes) <= KNOWN, html
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


MARKS = ["$", "$$", "\\frac", "\\text", "{", "}", "<b>", "^", "_", "&", "\\\\", "\\begin{matrix}", "\n", "x", "\\left("]


@given(st.lists(st.sampled_from(MARKS), max_size=30))
def test_no_formula_does_harm(parts: list[str]) -> None:
    assert_harmless(render("$" + "".join(parts) + "$"))
    assert_harmless(render("$$\n" + "".join(parts) + "\n$$"))


def test_formulas_become_mathml_and_keep_their_source() -> None:
    html = render("Then $\\frac{a}{b} < c_1$ holds:\n\n$$\n\\sum_{i=1}^n i\n$$\n")
    assert '<math display="inline" alttext="\\frac{a}{b} &lt; c_1"><mrow><mfrac>' in html
    assert '<math display="block"' in html
    assert "<msubsup><mo>∑</mo>" in html


@pytest.mark.parametrize(
    "text", ["It costs $5 or $10.", "from $5 to 6 $ a day", "\\$x\\$", "`$x$`", "$ x$", "a $ b", "$$", "$\\frac{$"]
)
def test_prices_and_what_is_no_formula_stay_text(text: str) -> None:
    assert "<math" not in render(text)
    assert "$" in render(text) or "frac" in render(text)


def test_code_is_coloured_by_its_language_and_unknown_ones_are_plain() -> None:
    assert '<span class="k">def</span>' in render("```python\ndef f(): pass\n```")
    assert render("```nonsense\na < b\n```") == "<pre><code>a &lt; b\n</code></pre>\n"


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
