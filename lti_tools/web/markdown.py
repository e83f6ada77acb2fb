"""Markdown to HTML that may stand on our pages: raw HTML is off, and what comes out is cleaned against a short list."""

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from lti_tools.web import code, formulas
from lti_tools.web.markdown_rules import extend

LONGEST = 100_000
"""Characters rendered; the forms' limits are far lower."""

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s",
    "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
} | formulas.TAGS  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"scope"}} | {
    tag: set(formulas.ATTRIBUTES) for tag in formulas.TAGS
}
_CLASSES = {"span": set(code.CLASSES)}
_SCHEMES = {"http", "https", "mailto"}
_LINK = {"target": "_blank"}


def render(text: str | None, heading: int = 3) -> Markup:
    """`text` as HTML; its headings begin at `<h{heading}>` and skip no level, so that the page keeps its outline.

    Pictures and raw HTML are shown as the text they are; links open in a new tab and pass nothing on. Formulas between
    dollar signs become MathML, code is coloured by its language.
    """
    tokens = _PARSER.parse((text or "")[:LONGEST])
    _outline(tokens, heading)
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow ugc",
        set_tag_attribute_values={"a": _LINK},
    )
    return Markup(clean)  # noqa: S704 - nh3 has just cleaned it


def plain(text: str | None, length: int = 200) -> str:
    """The words of a Markdown text in one line, cut at `length`: for list entries and titles."""
    words = " ".join(
        child.content
        for token in _PARSER.parse((text or "")[:LONGEST])
        for child in (token.children or [token])
        if child.content
    )
    words = " ".join(words.split())
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"


def _outline(tokens: list[Token], top: int) -> None:
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            above = [*(outer for outer in above if outer < level), level]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, top + len(above) - 1)}"
        elif token.type == "th_open":
            token.attrs = {"scope": "col"}
        elif token.type == "td_open":
            token.attrs = {}


def _parser() -> MarkdownIt:
    options = {"html": False, "linkify": False, "typographer": False, "maxNesting": 20}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    return extend(parser.disable(["image", "html_block", "html_inline"]))


_PARSER = _parser()
