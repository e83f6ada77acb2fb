"""What our Markdown has beyond CommonMark and tables: formulas between dollar signs, code in colours.

`$a^2$` stands in a line, `$$a^2$$` in a paragraph of its own. As in Pandoc, an opening dollar has no space after it, a
closing one none before it and no digit after it, so that "$5 or $10" are prices; `\\$` is always a dollar.
"""

from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from lti_tools.web.code import coloured
from lti_tools.web.formulas import mathml


def extend(parser: MarkdownIt) -> MarkdownIt:
    """Add the rules to a parser."""
    parser.inline.ruler.before("escape", "formula", _inline_formula)
    parser.block.ruler.before("fence", "formula", _block_formula, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.add_render_rule("formula", _show_inline)
    parser.add_render_rule("formula_block", _show_block)
    parser.add_render_rule("fence", _show_code)
    return parser


def _inline_formula(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "$":
        return False
    mark = "$$" if state.src.startswith("$$", state.pos) else "$"
    start = state.pos + len(mark)
    end = _closing(state.src, start, state.posMax, mark)
    if end is None:
        return False
    if not silent:
        token = state.push("formula_block" if mark == "$$" else "formula", "math", 0)
        token.content, token.meta = state.src[start:end], {"inline": True}
    state.pos = end + len(mark)
    return True


def _closing(text: str, start: int, limit: int, mark: str) -> int | None:
    """Where the closing dollars stand: the first ones that no backslash takes back; None where they close nothing."""
    end = text.find(mark, start, limit)
    while end > start and text[end - 1] == "\\":
        end = text.find(mark, end + 1, limit)
    if end <= start or text[start].isspace() or text[end - 1].isspace():
        return None
    return None if mark == "$" and text[end + 1 : end + 2].isdigit() else end


def _block_formula(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    if state.is_code_block(first) or not _line(state, first).startswith("$$"):
        return False
    lines = [_line(state, first)[2:]]
    after = first + 1
    while not lines[-1].rstrip().endswith("$$"):
        if after >= last:
            return False
        lines.append(_line(state, after))
        after += 1
    if not silent:
        token = state.push("formula_block", "math", 0)
        token.content, token.map, token.meta = "\n".join(lines).rstrip()[:-2].strip(), [first, after], {"inline": False}
    state.line = after
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _show_inline(_self: Any, tokens: Sequence[Token], place: int, _options: Any, _env: Any) -> str:
    text = tokens[place].content
    return mathml(text) or f"<code>{escape(text)}</code>"


def _show_block(_self: Any, tokens: Sequence[Token], place: int, _options: Any, _env: Any) -> str:
    token = tokens[place]
    shown = mathml(token.content, block=True) or f"<code>{escape(token.content)}</code>"
    return shown if token.meta["inline"] else f"<p>{shown}</p>\n"


def _show_code(_self: Any, tokens: Sequence[Token], place: int, _options: Any, _env: Any) -> str:
    token = tokens[place]
    language = token.info.strip().partition(" ")[0]
    return f"<pre><code>{coloured(token.content, language=language)}</code></pre>\n"
