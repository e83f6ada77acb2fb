"""Program code as HTML: spans with the short class names of Pygments, coloured by the stylesheet."""

from typing import Any

from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import TextLexer, get_lexer_by_name, get_lexer_for_filename
from pygments.token import STANDARD_TYPES
from pygments.util import ClassNotFound

MOST_COLOURED = 200_000
"""Characters; longer texts are shown without colours."""
CLASSES = frozenset(name for name in STANDARD_TYPES.values() if name)


def coloured(text: str, *, name: str = "", language: str = "") -> Markup:
    """`text` as HTML in the colours of `language`, or of what a file called `name` holds; plain for unknown ones."""
    if len(text) > MOST_COLOURED:
        return escape(text)
    return Markup(highlight(text, _lexer(name, language), HtmlFormatter(nowrap=True)))  # noqa: S704 - escapes by itself


def _lexer(name: str, language: str) -> Any:
    try:
        if language:
            return get_lexer_by_name(language, stripnl=False)
        return get_lexer_for_filename(name, stripnl=False)
    except ClassNotFound:
        return TextLexer(stripnl=False)
