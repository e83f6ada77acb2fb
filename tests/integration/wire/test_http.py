import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from lti_tools.errors import AddressForbidden, AnswerInvalid, Unreachable
from lti_tools.lti.http import Http
from tests.support.certificates import server_context
from tests.support.counterpart import Counterpart, Reply, counterpart
from tests.support.network import BeyondLoopback


@pytest.fixture
def platform() -> Iterator[Counterpart]:
    with counterpart() as server:
        yield server


@pytest.fixture
def http() -> Iterator[Http]:
    client = Http(development=True)
    yield client
    client.close()


class Names:
    """A resolver with answers of its own, one after the other for a name that has several."""

    def __init__(self, **answers: list[str]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, host: str, port: int, **_kwargs: Any) -> list[Any]:
        self.asked.append(host)
        found = self.answers[host.split(".")[0]]
        address = found.pop(0) if len(found) > 1 else found[0]
        return [
            (family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (one, port))
            for one in address.split()
            for family in [socket.AF_INET6 if ":" in one else socket.AF_INET]
        ]


def test_an_answer_is_read_whole_whatever_its_status(platform: Counterpart, http: Http) -> None:
    platform.script = lambda seen: Reply(404, b'{"error": "gone"}', {"Retry-After": "7"})
    answer = http.request("POST", platform.url + "/a?b=1", headers={"Content-Type": "x/y"}, body=b"hello")
    assert (answer.status, answer.ok, answer.json(), answer.headers["retry-after"]) == (
        404,
        False,
        {"error": "gone"},
        "7",
    )
    seen = platform.seen[0]
    assert (seen.method, seen.path, seen.body, seen.headers["Content-Type"]) == ("POST", "/a?b=1", b"hello", "x/y")
    assert seen.headers["User-Agent"] == "lti-tools"
    assert seen.headers["Accept-Encoding"] == "identity"


def test_without_development_loopback_is_refused(platform: Counterpart) -> None:
    client = Http()
    for url in (platform.url, platform.url.replace("http:", "https:"), f"https://localhost:{platform.port}/"):
        with pytest.raises(AddressForbidden):
            client.request("GET", url)
    assert platform.connections == 0


@pytest.mark.parametrize("host", ["0x7f000001", "2130706433", "0177.1", "127.1"])
def test_an_odd_spelling_counts_as_what_it_resolves_to(platform: Counterpart, http: Http, host: str) -> None:
    spelled = Names(**{host.split(".")[0]: ["127.0.0.1"]})
    url = f"http://{host}:{platform.port}/"
    with pytest.raises(AddressForbidden):
        Http(resolve=spelled).request("GET", url.replace("http:", "https:"))
    assert Http(development=True, resolve=spelled).request("GET", url).status == 200


def test_a_name_is_resolved_once_and_the_checked_address_is_the_one_connected_to() -> None:
    rebinding = Names(lms=["127.0.0.2", "10.0.0.1"])
    client = Http(development=True, resolve=rebinding)
    with counterpart("127.0.0.2") as platform:
        url = f"http://lms.example:{platform.port}/"
        assert client.request("GET", url).status == 200
        assert rebinding.asked == ["lms.example"]
        assert platform.seen[0].headers["Host"] == f"lms.example:{platform.port}"
        client.close()
    with pytest.raises(AddressForbidden):
        client.request("GET", url)


def test_a_name_with_one_forbidden_address_among_good_ones_is_refused() -> None:
    mixed = Names(lms=["93.184.216.34 10.0.0.1"])
    with pytest.raises(AddressForbidden):
        Http(resolve=mixed).request("GET", "https://lms.example/")


def test_a_public_address_is_dialled() -> None:
    with pytest.raises(BeyondLoopback, match=r"93\.184\.216\.34"):
        Http(resolve=Names(lms=["93.184.216.34"])).request("GET", "https://lms.example/")


def test_a_private_host_is_dialled_in_its_private_network() -> None:
    names = Names(moodle=["10.1.2.3"])
    with pytest.raises(BeyondLoopback, match=r"10\.1\.2\.3"):
        Http(private_hosts=["Moodle.example"], resolve=names).request("GET", "https://moodle.example/")
    with pytest.raises(AddressForbidden):
        Http(private_hosts=["moodle.example"], resolve=names).request("GET", "https://moodle.other.example/")


def test_the_next_address_is_tried_when_the_first_does_not_answer(platform: Counterpart) -> None:
    names = Names(lms=["127.0.0.9 127.0.0.1"])
    client = Http(development=True, resolve=names)
    assert client.request("GET", f"http://lms.example:{platform.port}/").status == 200
    client.close()


def test_a_redirect_is_an_answer_and_is_not_followed(platform: Counterpart, http: Http) -> None:
    big = Reply(302, b"x" * 5000, {"Location": platform.url + "/stolen"})
    platform.script = lambda seen: big
    assert http.request("GET", platform.url + "/a").status == 302
    assert [seen.path for seen in platform.seen] == ["/a"]


def test_the_body_of_a_redirect_is_limited_like_any_other(platform: Counterpart, http: Http) -> None:
    platform.script = lambda seen: Reply(302, b"x" * 5000, {"Location": "/b"})
    with pytest.raises(Unreachable, match="larger than 1000"):
        http.request("GET", platform.url, max_bytes=1000)


def test_proxies_and_netrc_of_the_environment_are_ignored(
    platform: Counterpart, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    client = Http(development=True)
    assert client.request("GET", platform.url).status == 200
    assert "Authorization" not in platform.seen[0].headers
    client.close()


def test_cookies_are_not_kept(platform: Counterpart, http: Http) -> None:
    platform.script = lambda seen: Reply(headers={"Set-Cookie": "a=b; Path=/"})
    http.request("GET", platform.url)
    http.request("GET", platform.url)
    assert "Cookie" not in platform.seen[1].headers


def test_a_connection_is_kept_and_used_again(platform: Counterpart, http: Http) -> None:
    platform.script = lambda seen: Reply(body=b"{}")
    for _ in range(3):
        http.request("GET", platform.url)
    assert [seen.connection for seen in platform.seen] == [1, 1, 1]


def test_threads_share_the_door(platform: Counterpart, http: Http) -> None:
    platform.script = lambda seen: Reply(body=b'{"path": "%s"}' % seen.path.encode())
    answers: dict[int, Any] = {}

    def ask(number: int) -> None:
        answers[number] = http.request("GET", f"{platform.url}/{number}").json()["path"]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: f"/{number}" for number in range(20)}


def test_an_answer_beyond_the_limit_is_not_read(platform: Counterpart, http: Http) -> None:
    platform.script = lambda seen: Reply(body=b"x" * 1001)
    with pytest.raises(Unreachable, match="larger than 1000 bytes"):
        http.request("GET", platform.url, max_bytes=1000)
    platform.script = lambda seen: Reply(body=b"x" * 1000)
    assert len(http.request("GET", platform.url, max_bytes=1000).body) == 1000


def test_an_endless_chunked_answer_is_not_read(platform: Counterpart, http: Http) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(1000):
            handler.wfile.write(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")

    platform.raw = endless
    with pytest.raises(Unreachable, match="larger than"):
        http.request("GET", platform.url, max_bytes=100_000)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"


@pytest.mark.parametrize(
    ("start", "drip"),
    [
        (HEAD, b"x"),
        (b"HTTP/1.1 200 OK\r\n", b"X"),
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (HEAD, b""),
        (b"", b""),
    ],
    ids=["body", "header", "status line", "chunk length", "endless 100", "silent body", "silent"],
)
def test_an_answer_in_drips_ends_at_the_deadline(platform: Counterpart, http: Http, start: bytes, drip: bytes) -> None:
    over = threading.Event()

    def drop(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(start)
        while not over.wait(0.02):
            handler.wfile.write(drip)

    platform.raw = drop
    began = time.monotonic()
    try:
        with pytest.raises(Unreachable, match="no answer in time"):
            http.request("GET", platform.url, deadline=0.3)
    finally:
        over.set()
    assert time.monotonic() - began < 20


def test_a_silent_platform_is_left_after_the_read_time_out(platform: Counterpart) -> None:
    over = threading.Event()
    platform.raw = lambda handler: over.wait(5) and None
    client = Http(development=True, timeout=(5, 0.1))
    try:
        with pytest.raises(Unreachable, match="no answer in time"):
            client.request("GET", platform.url)
    finally:
        over.set()


def test_a_resolver_that_hangs_is_left_in_time() -> None:
    over = threading.Event()

    def hang(*_args: Any, **_kwargs: Any) -> list[Any]:
        over.wait(60)
        return []

    began = time.monotonic()
    with pytest.raises(Unreachable, match="time-out while resolving"):
        Http(resolve=hang).request("GET", "https://lms.example/", deadline=0.2)
    over.set()
    assert time.monotonic() - began < 20


def test_what_cannot_be_reached_says_host_and_reason_without_the_query(http: Http) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/path?secret=1"
    with pytest.raises(Unreachable) as caught:
        http.request("GET", url)
    assert caught.value.detail == "127.0.0.1: no connection"
    with pytest.raises(Unreachable, match=r"lms\.example: the name does not resolve"):
        http.request("GET", "https://lms.example/path?secret=1")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500,
    ],
)
def test_a_broken_answer_is_unreachable_and_nothing_worse(platform: Counterpart, http: Http, raw: bytes) -> None:
    platform.raw = lambda handler: handler.wfile.write(raw) and None
    with pytest.raises(Unreachable):
        http.request("GET", platform.url)


@pytest.mark.parametrize("value", ["a\r\nb: c", "a\nb", "\u0416"])
def test_a_header_value_that_cannot_be_sent_is_unreachable(platform: Counterpart, http: Http, value: str) -> None:
    with pytest.raises(Unreachable):
        http.request("GET", platform.url, headers={"Authorization": value})


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"<html>", b"\xff\xfe", b"{'a': 1}", b'{"a": NaN}', b'{"n": ' + b"9" * 5000 + b"}"),
        *(b"[" * 200_000 + b"]" * 200_000, b'{"a":' * 100_000),
        *(b"[1]", b"null", b"7", b'"text"'),
    ],
)
def test_a_body_that_is_no_json_object_is_a_typed_error(platform: Counterpart, http: Http, body: bytes) -> None:
    platform.script = lambda seen: Reply(body=body)
    with pytest.raises(AnswerInvalid):
        http.request("GET", platform.url).json()


def test_json_is_read_whatever_the_content_type_says(platform: Counterpart, http: Http) -> None:
    bodies = {"/object": b'{"a": "\xc3\xa4"}', "/bom": b'\xef\xbb\xbf{"a": "\xc3\xa4"}', "/list": b"[1, 2]"}
    platform.script = lambda seen: Reply(body=bodies[seen.path], headers={"Content-Type": "text/html"})
    assert http.request("GET", platform.url + "/object").json() == {"a": "ä"}
    assert http.request("GET", platform.url + "/bom").json() == {"a": "ä"}
    assert http.request("GET", platform.url + "/list").json_list() == [1, 2]


class TestTls:
    def test_the_certificate_is_checked_for_the_name_though_the_address_was_pinned(self, tmp_path: Path) -> None:
        context, bundle = server_context(tmp_path, "lms.example")
        names = Names(lms=["127.0.0.1"], other=["127.0.0.1"])
        client = Http(development=True, ca_bundle=str(bundle), resolve=names)
        with counterpart(context=context) as platform:
            assert client.request("GET", f"https://lms.example:{platform.port}/").status == 200
            with pytest.raises(Unreachable, match=r"other\.example: the certificate is not trusted"):
                client.request("GET", f"https://other.example:{platform.port}/")
            client.close()

    def test_an_unknown_authority_is_not_trusted(self, tmp_path: Path) -> None:
        context, _bundle = server_context(tmp_path, "lms.example")
        client = Http(development=True, resolve=Names(lms=["127.0.0.1"]))
        with (
            counterpart(context=context) as platform,
            pytest.raises(Unreachable, match="the certificate is not trusted"),
        ):
            client.request("GET", f"https://lms.example:{platform.port}/")

    def test_a_body_in_drips_ends_at_the_deadline_too(self, tmp_path: Path) -> None:
        context, bundle = server_context(tmp_path, "lms.example")
        client = Http(development=True, ca_bundle=str(bundle), resolve=Names(lms=["127.0.0.1"]))
        over = threading.Event()

        def drop(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(HEAD)
            while not over.wait(0.02):
                handler.wfile.write(b"x")

        with counterpart(context=context) as platform:
            platform.raw = drop
            try:
                with pytest.raises(Unreachable, match="no answer in time"):
                    client.request("GET", f"https://lms.example:{platform.port}/", deadline=0.4)
            finally:
                over.set()

    def test_a_server_that_speaks_no_tls_is_unreachable(self, http: Http) -> None:
        with counterpart() as platform, pytest.raises(Unreachable):
            http.request("GET", platform.url.replace("http:", "https:"))
