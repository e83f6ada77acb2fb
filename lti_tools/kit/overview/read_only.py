"""A page's content to be looked at and not used: forms become plain parts, controls are off, links lead nowhere."""

from html import escape
from html.parser import HTMLParser

from markupsafe import Markup

CONTROLS = frozenset({"input", "select", "textarea", "button", "fieldset", "option"})
DROPPED = frozenset({"script", "style", "iframe", "object", "embed", "template", "meta", "link", "base"})
VOID = frozenset({"input", "meta", "link", "base", "embed"})
PLAIN = {"form": "div", "a": "span"}
"""Elements that act -> what stands in their place."""
KEPT = ("class", "id", "aria-label", "aria-labelledby", "role")


def read_only(html: str) -> Markup:
    """`html` without anything that could be sent or followed. Texts and pictures stay as they are."""
    parser = _ReadOnly()
    parser.feed(html)
    parser.close()
    return Markup("".join(parser.out))  # noqa: S704 - made of our own template's parts


class _ReadOnly(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.dropping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DROPPED:
            self.dropping += tag not in VOID
            return
        if self.dropping or (tag == "input" and dict(attrs).get("type") == "hidden"):
            return
        if tag in PLAIN:
            self.out.append(_start(PLAIN[tag], [(name, value) for name, value in attrs if name in KEPT]))
        elif tag in CONTROLS:
            off = [(name, value) for name, value in attrs if name not in ("disabled", "formaction", "name")]
            self.out.append(_start(tag, [*off, ("disabled", None)]))
        else:
            self.out.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DROPPED or tag in PLAIN or tag in CONTROLS:
            self.handle_starttag(tag, attrs)
            return
        if not self.dropping:
            self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in DROPPED:
            self.dropping = max(0, self.dropping - 1)
        elif not self.dropping:
            self.out.append(f"</{PLAIN.get(tag, tag)}>")

    def handle_data(self, data: str) -> None:
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep(f"&#{name};")

    def _keep(self, text: str) -> None:
        if not self.dropping:
            self.out.append(text)


def _start(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    words = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attrs)
    return f"<{tag}{words}>"
