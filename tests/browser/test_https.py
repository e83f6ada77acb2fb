"""The whole road once more as schools have it: over https, behind a proxy, with the cookies' secure names."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.people import sign_in, tool
from tests.browser.test_keyboard import walk
from tests.support.chromium import Cookies
from tests.support.living import School, live_suite
from tests.support.lms import ADMIN, live_lms
from tests.support.processes import free_port
from tests.support.tls_proxy import tls_proxy

pytestmark = pytest.mark.browser


@pytest.fixture
def secure_school(tmp_path: Path, keys_template: Path) -> Iterator[School]:
    """A demo LMS that trusts the proxy's authority, with a suite behind the proxy that is not installed yet."""
    port = free_port()
    with tls_proxy(tmp_path, port) as (front, bundle):
        settings = {"LTI_TOOLS_PUBLIC_URL": f"https://localhost:{front.port}", "LTI_TOOLS_TRUSTED_PROXIES": "1"}

        def fetch(url: str) -> Any:
            answer = requests.get(url, timeout=10, verify=str(bundle))
            answer.raise_for_status()
            return answer.json()

        folder = tmp_path / "suite"
        with live_suite(folder, keys_template, port, **settings) as suite, live_lms("moodle", fetch=fetch) as lms:
            yield School(suite, lms, 0)


def test_a_vote_over_https(secure_school: School, new_page: NewPage) -> None:
    lms, private = secure_school.lms, partial(new_page, Cookies.BLOCKED, ignore_https_errors=True)
    admin = private()
    sign_in(admin, secure_school, ADMIN)
    admin.goto(f"{lms.url}/admin/tools/register?url={secure_school.suite.invite()}")
    expect(tool(admin).get_by_role("heading", level=1)).to_contain_text("Registered")
    (registered,) = lms.get("tools")
    lms.post("tools", {"tool": registered["number"], "do": ["activate", "chooser"]})
    walk(secure_school, private, "Over https")
    names = {cookie["name"] for cookie in admin.context.browser.contexts[-1].cookies()}  # type: ignore[union-attr]
    assert "__Secure-session" in names
    assert "session" not in names
