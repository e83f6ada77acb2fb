"""Formulas in LaTeX as MathML, which browsers set by themselves; what cannot be read stays as it was typed."""

import re
from functools import lru_cache
from html import escape, unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

LONGEST = 2_000
"""Characters of a formula; a longer one is shown as typed."""
_DEEPEST = 20

TAGS = frozenset(
    {
        "math", "menclose", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace",
        "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
    }
)  # fmt: skip
ATTRIBUTES = frozenset(
    {
        "accent", "accentunder", "alttext", "display", "displaystyle", "fence", "form", "largeop", "linethickness",
        "mathvariant", "movablelimits", "notation", "separator", "stretchy", "width",
    }
)  # fmt: skip
_VALUE = re.compile(r"[a-z -]{1,30}|[0-9]{1,2}(\.[0-9]{1,3})?(em|ex|pt|px|%)?")


@lru_cache(maxsize=2_000)
def mathml(latex: str, *, block: bool = False) -> str | None:
    """The formula as a `<math>` element of our own tags and attributes; None where it is too long or cannot be read."""
    if len(latex) > LONGEST or _depth(latex) > _DEEPEST:
        return None
    try:
        found = convert_to_element(latex)
    except Exception:  # the library tells of broken formulas by errors of every kind
        return None
    inside = "".join(_markup(child) for child in found)
    display = "block" if block else "inline"
    return f'<math display="{display}" alttext="{escape(latex)}">{inside}</math>'


def _markup(element: Element) -> str:
    """An element with what is allowed of it; unknown ones become rows."""
    tag = element.tag if element.tag in TAGS - {"math"} else "mrow"
    attributes = "".join(
        f' {name}="{escape(value)}"'
        for name, value in sorted(element.attrib.items())
        if name in ATTRIBUTES and _VALUE.fullmatch(value)
    )
    inside = "".join(_markup(child) for child in element)
    return f"<{tag}{attributes}>{escape(unescape(element.text or ''))}{inside}</{tag}>"


def _depth(latex: str) -> int:
    """How deep braces and environments lie in each other."""
    deepest = depth = 0
    for found in re.findall(r"\\begin|\\end|\\left|\\right|[{}]", latex):
        depth += 1 if found in ("\\begin", "\\left", "{") else -1
        deepest = max(deepest, depth)
    return deepest
