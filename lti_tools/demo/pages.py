"""What a browser without scripts makes of a page: its forms with their fields and labels, its links and frames."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TypeVar
from urllib.parse import urljoin

T = TypeVar("T")
_BUTTONS = ("submit", "button", "image", "reset", "file")
_CHECKED = ("checkbox", "radio")


@dataclass
class Choice:
    """One checkbox or radio button."""

    name: str
    value: str
    id: str
    label: str = ""


@dataclass
class Form:
    action: str
    method: str
    marks: frozenset[str]
    """Names of the form's `data-` attributes."""
    fields: list[tuple[str, str]] = field(default_factory=list)
    """What is sent when nobody changes anything."""
    choices: list[Choice] = field(default_factory=list)

    def value_of(self, label: str) -> tuple[str, str]:
        """(name, value) of the box or radio button with this label."""
        found = next((choice for choice in self.choices if choice.label == label), None)
        if found is None:
            raise LookupError(f"no choice {label!r} among {[choice.label for choice in self.choices]}")
        return found.name, found.value


@dataclass
class Page:
    url: str
    status: int
    text: str
    forms: list[Form] = field(default_factory=list)
    links: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    """(absolute address, names of `data-` attributes)."""
    frames: list[str] = field(default_factory=list)

    def form_to(self, part: str) -> Form:
        """The first form whose address contains `part`."""
        return _first([form for form in self.forms if part in form.action], f"form to {part}", self)

    def link_to(self, part: str) -> str:
        """The first link whose address contains `part`."""
        return _first([link for link, _ in self.links if part in link], f"link to {part}", self)


def _first(found: list[T], what: str, page: Page) -> T:
    if not found:
        raise LookupError(f"no {what} on {page.url}")
    return found[0]


def read(url: str, status: int, text: str) -> Page:
    """Parse a page; text that is no HTML is a page without forms and links."""
    page = Page(url, status, text)
    reader = _Reader(page)
    reader.feed(text)
    reader.close()
    return page


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._form: Form | None = None
        self._area: str | None = None
        self._select: str | None = None
        self._label: list[str] | None = None
        self._label_for = ""
        self._labelled: list[Choice] = []
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        marks = frozenset(name for name in given if name.startswith("data-"))
        if tag == "form":
            action = urljoin(self._page.url, given.get("action", ""))
            self._form = Form(action, given.get("method", "get").lower(), marks)
            self._page.forms.append(self._form)
        elif tag == "a" and "href" in given:
            self._page.links.append((urljoin(self._page.url, given["href"]), marks))
        elif tag == "iframe" and "src" in given:
            self._page.frames.append(urljoin(self._page.url, given["src"]))
        elif tag == "label":
            self._label, self._label_for, self._labelled = [], given.get("for", ""), []
        elif self._form is not None:
            self._control(self._form, tag, given)

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        kind, name = given.get("type", "text"), given.get("name", "")
        if tag == "input" and name and kind in _CHECKED:
            choice = Choice(name, given.get("value", "on"), given.get("id", ""))
            form.choices.append(choice)
            self._labelled.append(choice)
            if "checked" in given:
                form.fields.append((name, choice.value))
        elif tag == "input" and name and kind not in _BUTTONS:
            form.fields.append((name, given.get("value", "")))
        elif tag == "textarea" and name:
            self._area, self._text = name, []
        elif tag == "select" and name:
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in dict(form.fields)):
            form.fields = [entry for entry in form.fields if entry[0] != self._select]
            form.fields.append((self._select, given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._label is not None:
            self._label.append(data)
        if self._area is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "label" and self._label is not None:
            self._name_choices(" ".join("".join(self._label).split()))
            self._label = None
        elif tag == "textarea" and self._area is not None and self._form is not None:
            self._form.fields.append((self._area, "".join(self._text).removeprefix("\n")))
            self._area = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._form = None

    def _name_choices(self, label: str) -> None:
        choices = self._form.choices if self._form else []
        wanted = [choice for choice in choices if self._label_for and choice.id == self._label_for]
        for choice in wanted or (self._labelled if not self._label_for else []):
            choice.label = label
