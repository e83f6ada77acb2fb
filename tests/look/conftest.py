"""The style guide in a real browser."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.support.gallery.app import make_app


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    """The address of a running style guide."""
    server = make_server("127.0.0.1", 0, make_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    """A tab of its own that fails the test when a script of ours does."""
    context = chromium.new_context(viewport={"width": 1000, "height": 700}, locale="en-GB")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
