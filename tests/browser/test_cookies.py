"""The browsers' cookie settings do what the other tests take them to do."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import NewPage
from tests.support.chromium import Cookies
from tests.support.counterpart import Counterpart, Reply, Seen, counterpart

pytestmark = pytest.mark.browser

PLAIN = "plain=1; Path=/; Secure; HttpOnly; SameSite=None"


@pytest.fixture
def baker() -> Iterator[Counterpart]:
    """A site that frames itself under another name, gives two cookies in the frame, and says which come back."""

    def script(seen: Seen) -> Reply:
        html = {"Content-Type": "text/html"}
        if seen.path == "/around":
            return Reply(200, f'<iframe src="http://localhost:{server.port}/give"></iframe>'.encode(), html)
        if seen.path == "/give":
            page = b'<script>fetch("/seen").then(a => a.text()).then(t => document.body.textContent = t)</script>'
            return Reply(200, page, html | {"Set-Cookie": f"{PLAIN}\r\nSet-Cookie: held=1{PLAIN[7:]}; Partitioned"})
        return Reply(200, f"back: {seen.headers.get('Cookie', 'none')}".encode())

    with counterpart() as server:
        server.script = script
        yield server


@pytest.mark.parametrize(
    ("cookies", "in_frame", "first_party"),
    [
        (Cookies.ALLOWED, "plain=1; held=1", "plain=1; held=1"),
        (Cookies.BLOCKED, "held=1", "plain=1; held=1"),
        (Cookies.NONE, "none", "plain=1; held=1"),
        (Cookies.NOWHERE, "none", "none"),
    ],
)
def test_cookies_in_a_frame_of_another_site(
    new_page: NewPage, baker: Counterpart, cookies: Cookies, in_frame: str, first_party: str
) -> None:
    page = new_page(cookies)
    page.goto(f"{baker.url}/around")
    frame = page.frame_locator("iframe")
    frame.get_by_text("back:").wait_for()
    assert frame.locator("body").inner_text() == f"back: {in_frame}"
    page.goto(f"http://localhost:{baker.port}/give")
    page.get_by_text("back:").wait_for()
    assert page.locator("body").inner_text() == f"back: {first_party}"
