"""Reading pages in tests: headings, links, forms, and the rules that every page of the suite keeps."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import lxml.html
from werkzeug.test import TestResponse


@dataclass
class PageForm:
    """A form as a browser would send it; `fields` are names and values in order, `buttons` the submit buttons."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """(name, value, text)"""

    @property
    def data(self) -> dict[str, Any]:
        """The fields for a test client: a list where a name stands more than once."""
        found: dict[str, Any] = {}
        for name, value in self.fields:
            known = found.get(name)
            found[name] = value if known is None else [*known, value] if isinstance(known, list) else [known, value]
        return found


class Page:
    """An HTML answer of the test client."""

    def __init__(self, answer: TestResponse) -> None:
        self.answer = answer
        self.status = answer.status_code
        self.text = answer.get_data().decode("utf-8", "replace")
        self.url = answer.request.path
        html = answer.mimetype == "text/html" and self.text.strip()
        self.tree = lxml.html.fromstring(self.text) if html else lxml.html.fromstring("<html><body></body></html>")

    @property
    def heading(self) -> str:
        return " ".join(self.tree.findtext(".//h1", "").split())

    @property
    def words(self) -> str:
        return " ".join(self.tree.text_content().split())

    @property
    def opened(self) -> bool:
        """Whether this page belongs to a session."""
        return bool(self.tree.xpath("//body[@data-launch]"))

    @property
    def links(self) -> list[str]:
        return [str(link) for link in self.tree.xpath("//a/@href")]

    @property
    def forms(self) -> list[PageForm]:
        return [_form(form) for form in self.tree.xpath("//form")]

    def form(self, action: str) -> PageForm:
        """The first form whose address ends with `action`."""
        return next(form for form in self.forms if form.action.endswith(action))

    def data(self, name: str) -> str:
        """The text of the element with the attribute `data-<name>`."""
        (text,) = (element.text_content() for element in self.tree.xpath(f"//*[@data-{name}]"))
        return " ".join(text.split())

    def has_data(self, name: str) -> bool:
        return bool(self.tree.xpath(f"//*[@data-{name}]"))


def _form(form: Any) -> PageForm:
    found = PageForm(form.get("action") or "", (form.get("method") or "get").lower())
    for control in form.xpath(".//input | .//textarea | .//select | .//button"):
        name, kind = control.get("name") or "", (control.get("type") or "").lower()
        if control.tag == "button" or kind == "submit":
            found.buttons.append((name, control.get("value") or "", " ".join(control.text_content().split())))
        elif not name or kind == "file" or (kind in ("checkbox", "radio") and control.get("checked") is None):
            continue
        elif control.tag == "select":
            found.fields += [(name, value) for value in _chosen(control)]
        elif control.tag == "textarea":
            found.fields.append((name, (control.text or "").removeprefix("\n")))
        else:
            found.fields.append((name, control.get("value") or ("on" if kind == "checkbox" else "")))
    return found


def _chosen(select: Any) -> Iterable[str]:
    options = select.xpath(".//option")
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and select.get("multiple") is None:
        chosen = options[:1]
    return [str(option.get("value")) for option in chosen]


def faults(page: Page) -> list[str]:
    """What is wrong with a page by the rules of the house; empty for a good one."""
    tree, found = page.tree, []
    headings = [" ".join(one.text_content().split()) for one in tree.xpath("//h1")]
    title = " ".join(tree.findtext(".//title", "").split())
    if len(headings) != 1 or not headings[0]:
        found.append(f"headings: {headings}")
    elif not title.startswith(headings[0]):
        found.append(f"the title {title!r} does not begin with the heading {headings[0]!r}")
    if not tree.xpath("/html/@lang"):
        found.append("no language")
    ids = tree.xpath("//@id")
    found += [f"id {one} stands twice" for one in {one for one in ids if ids.count(one) > 1}]
    if tree.xpath("//style | //*[@style]"):
        found.append("inline style")
    if any(not script.get("src") for script in tree.xpath("//script")):
        found.append("inline script")
    handlers = {name for element in tree.iter() for name in element.attrib if str(name).startswith("on")}
    found += [f"inline handler {name}" for name in handlers]
    found += [
        f"no label for {control.get('name') or control.get('id')}"
        for control in _controls(tree)
        if not _named(control, tree)
    ]
    found += [f"a form by {form.method}" for form in page.forms if form.method not in ("post", "get")]
    return found


def _controls(tree: Any) -> list[Any]:
    hidden = ("hidden", "submit", "button", "reset", "image")
    found = tree.xpath("//input | //select | //textarea")
    return [control for control in found if (control.get("type") or "text").lower() not in hidden]


def _named(control: Any, tree: Any) -> bool:
    if control.get("aria-label") or control.get("aria-labelledby") or control.xpath("ancestor::label"):
        return True
    return bool(control.get("id") and tree.xpath("//label[@for=$id]", id=control.get("id")))
