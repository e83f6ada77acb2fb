"""A small browser without JavaScript: frames, forms, redirects, and cookies as Chromium keeps them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import requests

VOID = {"input", "img", "br", "hr", "meta", "link", "source", "wbr", "area", "base", "col", "embed", "track"}
LOOPBACK = ("127.0.0.1", "localhost")


# -- pages


@dataclass
class Button:
    name: str = ""
    value: str = ""
    text: str = ""
    formaction: str = ""


@dataclass
class Form:
    action: str = ""
    method: str = "get"
    target: str = ""
    autosubmit: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    fields: list[tuple[str, str]] = field(default_factory=list)
    """What is sent as it stands: checked boxes, chosen options, texts."""
    choices: dict[str, list[str]] = field(default_factory=dict)
    """Values that radio buttons, checkboxes and selects offer."""
    files: list[str] = field(default_factory=list)
    multipart: bool = False
    buttons: list[Button] = field(default_factory=list)


@dataclass
class Link:
    href: str
    text: str = ""
    target: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[Link] = []
        self.frames: list[dict[str, str]] = []
        self.title = ""
        self.headings: list[str] = []
        self.texts: list[str] = []
        self._form: Form | None = None
        self._text: list[str] | None = None
        self._area: str | None = None
        self._select: tuple[str, bool] | None = None
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(a.get("action", ""), a.get("method", "get").lower(), a.get("target", ""))
            self._form.autosubmit, self._form.attributes = "data-autosubmit" in a, a
            self._form.multipart = a.get("enctype") == "multipart/form-data"
            self.forms.append(self._form)
        elif tag == "iframe":
            self.frames.append(a)
        elif tag == "a" and "href" in a:
            self.links.append(Link(a["href"], "", a.get("target", "")))
            self._text = []
        elif tag in ("title", "h1", "h2", "button", "textarea", "option"):
            self._text = []
        if tag in ("script", "style"):
            self._silent += 1
        if self._form is not None and "disabled" not in a:
            self._field(tag, a, self._form)

    def _field(self, tag: str, a: dict[str, str], form: Form) -> None:
        name, kind = a.get("name", ""), a.get("type", "text").lower()
        if tag == "button" and kind != "button":
            form.buttons.append(Button(name, a.get("value", ""), "", a.get("formaction", "")))
        elif tag == "input" and kind in ("submit", "image"):
            form.buttons.append(Button(name, a.get("value", ""), a.get("value", "")))
        elif tag == "input" and kind == "file":
            form.files.append(name)
        elif tag == "input" and name and kind in ("checkbox", "radio"):
            form.choices.setdefault(name, []).append(a.get("value", "on"))
            if "checked" in a:
                form.fields.append((name, a.get("value", "on")))
        elif tag == "input" and name and kind not in ("button", "reset"):
            form.fields.append((name, a.get("value", "")))
        elif tag == "textarea":
            self._area = name
        elif tag == "select":
            self._select = (name, False)
            form.choices.setdefault(name, [])
        elif tag == "option" and self._select:
            self._option(a, form)

    def _option(self, a: dict[str, str], form: Form) -> None:
        assert self._select is not None
        name, chosen = self._select
        value = a.get("value", "")
        form.choices[name].append(value)
        if "selected" in a or (not chosen and len(form.choices[name]) == 1):
            form.fields = [pair for pair in form.fields if pair[0] != name] + [(name, value)]
            self._select = (name, "selected" in a)

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)
        if not self._silent and data.strip():
            self.texts.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent -= 1
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = None
        if tag not in ("title", "h1", "h2", "button", "textarea", "a", "option") or self._text is None:
            return
        text = "".join(self._text)
        self._text = None
        plain = " ".join(text.split())
        if tag == "title":
            self.title = plain
        elif tag in ("h1", "h2"):
            self.headings.append(plain)
        elif tag == "a":
            self.links[-1].text = plain
        elif tag == "button" and self._form and self._form.buttons:
            self._form.buttons[-1].text = plain
        elif tag == "textarea" and self._form is not None and self._area:
            self._form.fields.append((self._area, text.removeprefix("\n")))


@dataclass
class Page:
    """An answer with its place: `top` is the address of the page around the frame, "" at the top level."""

    status: int
    url: str
    text: str
    headers: requests.structures.CaseInsensitiveDict[str]
    top: str = ""
    hops: list[tuple[str, str, int]] = field(default_factory=list)
    set_cookies: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reader = _Reader()
        if "html" in self.headers.get("Content-Type", "html"):
            self.reader.feed(self.text)

    @property
    def forms(self) -> list[Form]:
        return self.reader.forms

    @property
    def links(self) -> list[Link]:
        return self.reader.links

    @property
    def title(self) -> str:
        return self.reader.title

    @property
    def heading(self) -> str:
        return self.reader.headings[0] if self.reader.headings else ""

    @property
    def words(self) -> str:
        """All visible text, one space between pieces."""
        return " ".join(" ".join(self.reader.texts).split())

    def form(self, *, action: str = "", button: str = "") -> Form:
        """The first form whose action contains `action` and that has a button with `button` in its text."""
        for form in self.forms:
            if action in form.action and (not button or any(button in each.text for each in form.buttons)):
                return form
        raise AssertionError(f"no form {action!r} {button!r} on {self.url}: {self.words[:300]}")

    def link(self, text: str) -> str:
        """The absolute address of the link that has `text` in its words."""
        for link in self.links:
            if text in link.text:
                return urljoin(self.url, link.href)
        raise AssertionError(f"no link {text!r} on {self.url}: {[link.text for link in self.links]}")

    def frame(self) -> str:
        """The address of the tool's frame."""
        frames = [frame for frame in self.reader.frames if "data-tool" in frame]
        assert frames, f"no tool frame on {self.url}: {self.words[:300]}"
        return urljoin(self.url, frames[0]["src"])


# -- cookies


@dataclass
class Cookie:
    host: str
    path: str
    name: str
    value: str
    secure: bool
    same_site: str
    partition: str = ""
    """The top-level site of a `Partitioned` cookie."""


def site(url: str) -> str:
    """What counts as one site: scheme and host. 127.0.0.1 and localhost are two."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}"


class CookieJar:
    """Chromium's rules. `third_party=False` blocks unpartitioned cookies in frames of another site."""

    def __init__(self, third_party: bool = True) -> None:
        self.third_party = third_party
        self.cookies: list[Cookie] = []

    def _may(self, cookie: Cookie, url: str, top: str, cross_site: bool, safe_top: bool) -> bool:
        """Whether a cookie goes into (or out of) this context at all."""
        if cookie.partition:
            if cookie.partition != site(top or url):
                return False
        elif top and site(top) != site(url) and not self.third_party:
            return False
        strange = cross_site or bool(top and site(top) != site(url))
        return not strange or cookie.same_site == "none" or (safe_top and cookie.same_site == "lax")

    def header(self, url: str, top: str, cross_site: bool, method: str) -> str:
        parts = urlsplit(url)
        trusted = parts.scheme == "https" or parts.hostname in LOOPBACK
        safe_top = not top and method == "GET"
        fitting = [
            cookie
            for cookie in self.cookies
            if cookie.host == parts.hostname
            and _path_fits(parts.path or "/", cookie.path)
            and (trusted or not cookie.secure)
            and self._may(cookie, url, top, cross_site, safe_top)
        ]
        fitting.sort(key=lambda cookie: -len(cookie.path))
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in fitting)

    def store(self, line: str, url: str, top: str, cross_site: bool) -> None:
        parts = urlsplit(url)
        pair, *rest = [piece.strip() for piece in line.split(";")]
        name, _, value = pair.partition("=")
        a = {key.strip().lower(): text.strip() for key, _, text in (piece.partition("=") for piece in rest)}
        path = a.get("path") or parts.path.rpartition("/")[0] or "/"
        cookie = Cookie(parts.hostname or "", path, name, value, "secure" in a, a.get("samesite", "lax").lower())
        if "partitioned" in a:
            cookie.partition = site(top or url)
        trusted = parts.scheme == "https" or parts.hostname in LOOPBACK
        refused = (
            ((cookie.same_site == "none" or cookie.partition) and not cookie.secure)
            or (cookie.secure and not trusted)
            or (name.startswith("__Host-") and (not cookie.secure or path != "/" or "domain" in a))
            or (name.startswith("__Secure-") and not cookie.secure)
            or not self._may(cookie, url, top, cross_site, not top)
        )
        if refused:
            return
        key = (cookie.host, cookie.path, cookie.name, cookie.partition)
        self.cookies = [c for c in self.cookies if (c.host, c.path, c.name, c.partition) != key]
        if a.get("max-age") != "0" and "1970" not in a.get("expires", ""):
            self.cookies.append(cookie)

    def clear(self, host: str = "") -> None:
        self.cookies = [cookie for cookie in self.cookies if host and cookie.host != host]


def _path_fits(path: str, cookie_path: str) -> bool:
    return path == cookie_path or path.startswith(cookie_path.rstrip("/") + "/")


# -- browsing


class Browser:
    """Opens addresses, follows redirects, submits forms."""

    def __init__(self, *, third_party_cookies: bool = True, timeout: float = 20, verify: bool | str = True) -> None:
        self.jar = CookieJar(third_party_cookies)
        self.timeout = timeout
        self.headers = {"Accept-Language": "en", "User-Agent": "test-browser", "Accept": "text/html,*/*;q=0.8"}
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = verify

    def close(self) -> None:
        self._session.close()

    def open(
        self,
        url: str,
        *,
        method: str = "GET",
        data: object = None,
        files: object = None,
        top: str = "",
        initiator: str = "",
        headers: dict[str, str] | None = None,
    ) -> Page:
        """One navigation with its redirects. `initiator`: the page whose link or form began it."""
        hops: list[tuple[str, str, int]] = []
        set_cookies: list[str] = []
        cross_site = bool(initiator) and site(initiator) != site(url)
        origin = site_origin(initiator) if initiator and method != "GET" else ""
        for _ in range(12):
            url = urldefrag(url).url
            cross_site = cross_site or (bool(initiator) and site(initiator) != site(url))
            sent = {**self.headers, **(headers or {})}
            if origin and method != "GET":
                sent["Origin"] = origin
            if initiator:
                sent["Referer"] = (
                    initiator if site_origin(initiator) == site_origin(url) else site_origin(initiator) + "/"
                )
            if cookies := self.jar.header(url, top, bool(initiator) and site(initiator) != site(url), method):
                sent["Cookie"] = cookies
            self._session.cookies.clear()
            answer = self._session.request(
                method, url, data=data, files=files, headers=sent, timeout=self.timeout, allow_redirects=False
            )
            hops.append((method, url, answer.status_code))
            for line in answer.raw.headers.getlist("Set-Cookie"):
                set_cookies.append(line)
                self.jar.store(line, url, top, bool(initiator) and site(initiator) != site(url))
            if answer.status_code not in (301, 302, 303, 307, 308):
                return Page(answer.status_code, url, answer.text, answer.headers, top, hops, set_cookies)
            if answer.status_code not in (307, 308):
                method, data, files = "GET", None, None
            url = urljoin(url, answer.headers["Location"])
        raise AssertionError(f"too many redirects: {hops}")

    def follow(self, page: Page, text: str) -> Page:
        """Press the link that has `text` in its words."""
        link = next((each for each in page.links if text in each.text), None)
        assert link, f"no link {text!r} on {page.url}: {[each.text for each in page.links]}"
        top = "" if link.target in ("_top", "_blank") else page.top
        return self.open(urljoin(page.url, link.href), top=top, initiator=page.url)

    def frame(self, page: Page) -> Page:
        """Open the tool's frame of a page and go on by itself as far as scripts would."""
        return self.settle(self.open(page.frame(), top=page.url, initiator=page.url))

    def submit(self, page: Page, form: Form | None = None, button: str = "", **fields: object) -> Page:
        """Send a form. `fields` replace its values: text, a list of values, or None to leave a field out.

        `button` is (part of) the text of the button pressed; the first one where not given.
        """
        form = form or page.form(button=button)
        pressed = next((each for each in form.buttons if button in each.text), None)
        assert pressed or not button, f"no button {button!r} on {page.url}"
        data = [(name, value) for name, value in form.fields if name not in fields]
        for name, value in fields.items():
            if value is not None:
                values = value if isinstance(value, list | tuple) else [value]
                data += [(name, str(each)) for each in values]
        if pressed and pressed.name:
            data.append((pressed.name, pressed.value))
        url = urljoin(page.url, (pressed.formaction if pressed else "") or form.action or page.url)
        top = "" if form.target in ("_top", "_blank") else page.top
        if form.method == "get":
            query = requests.models.RequestEncodingMixin._encode_params(data)
            base = url.partition("?")[0]
            return self.open(f"{base}?{query}" if query else base, top=top, initiator=page.url)
        files = dict.fromkeys(form.files, ("", b"")) if form.multipart else None
        return self.open(url, method="POST", data=data, files=files, top=top, initiator=page.url)

    def settle(self, page: Page) -> Page:
        """Submit `data-autosubmit` forms, one after the other, as their script would."""
        for _ in range(10):
            form = next((each for each in page.forms if each.autosubmit), None)
            if form is None:
                return page
            before = page
            page = self.submit(page, form)
            page.hops, page.set_cookies = before.hops + page.hops, before.set_cookies + page.set_cookies
        raise AssertionError(f"forms without end at {page.url}")


def site_origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
