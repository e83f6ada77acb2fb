"""The web server in a process of its own: how it ends, and what it lets through."""

import threading
import time
import urllib.request
from collections.abc import Iterator

import pytest

from lti_tools.errors import SettingInvalid
from lti_tools.serve import WebServer
from lti_tools.settings import Settings
from tests.support.processes import Child, free_port


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(port: int) -> Iterator[Child]:
    with Child(["-m", "tests.support.slow_server"], {"LTI_TOOLS_BIND": f"127.0.0.1:{port}"}) as child:
        child.read_until("ready")
        yield child


def get(port: int, path: str, **headers: str) -> bytes:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.read()


@pytest.mark.parametrize(("path", "size"), [("/slow", 4), ("/big", 4_000_000)])
def test_a_request_under_way_is_answered_after_the_signal_to_end(server: Child, port: int, path: str, size: int):
    answers: list[bytes] = []
    asking = threading.Thread(target=lambda: answers.append(get(port, path)))
    asking.start()
    time.sleep(0.3)
    server.terminate()
    asking.join()
    assert [len(answer) for answer in answers] == [size]
    assert server.wait() == 0


def test_no_new_connection_is_taken_after_the_signal(server: Child, port: int):
    asking = threading.Thread(target=lambda: get(port, "/slow"))
    asking.start()
    time.sleep(0.3)
    server.terminate()
    time.sleep(0.4)
    with pytest.raises(OSError):
        get(port, "/")
    asking.join()
    assert server.wait() == 0


def test_an_idle_server_ends_soon(server: Child, port: int):
    assert get(port, "/") == b"none"
    started = time.monotonic()
    server.terminate()
    assert server.wait() == 0
    assert time.monotonic() - started < 15


def test_forwarded_headers_of_strangers_are_dropped(server: Child, port: int):
    assert get(port, "/", **{"X-Forwarded-For": "10.1.2.3"}) == b"none"


def test_forwarded_headers_reach_the_application_behind_a_trusted_proxy(port: int):
    env = {"LTI_TOOLS_BIND": f"127.0.0.1:{port}", "LTI_TOOLS_TRUSTED_PROXIES": "1"}
    with Child(["-m", "tests.support.slow_server"], env) as child:
        child.read_until("ready")
        assert get(port, "/", **{"X-Forwarded-For": "10.1.2.3"}) == b"10.1.2.3"


def test_an_address_in_use_is_said_so(server: Child, port: int):
    with pytest.raises(SettingInvalid, match="LTI_TOOLS_BIND"):
        WebServer(lambda *_: [], Settings.from_env({"LTI_TOOLS_BIND": f"127.0.0.1:{port}"}))
