"""A proxy that speaks https for a suite that speaks http, as nginx or caddy do in front of it."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.certificates import server_context
from tests.support.counterpart import Counterpart, Reply, Seen, counterpart

_OWN = ("host", "connection", "content-length", "transfer-encoding", "server", "date")


@contextmanager
def tls_proxy(folder: Path, backend_port: int) -> Iterator[tuple[Counterpart, Path]]:
    """https://localhost:<port> before a server on `backend_port`, and the authority that vouches for it."""
    context, bundle = server_context(folder, "localhost")

    def pass_on(seen: Seen) -> Reply:
        headers = {name: value for name, value in seen.headers.items() if name.lower() not in _OWN}
        headers |= {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https", "Host": f"localhost:{front.port}"}
        connection = http.client.HTTPConnection("localhost", backend_port, timeout=30)
        connection.request(seen.method, seen.path, seen.body, headers)
        answer = connection.getresponse()
        body, sent = answer.read(), answer.headers
        connection.close()
        kept = {name: value for name, value in sent.items() if name.lower() not in (*_OWN, "set-cookie")}
        if cookies := sent.get_all("Set-Cookie"):
            kept["Set-Cookie"] = "\r\nSet-Cookie: ".join(cookies)
        return Reply(answer.status, body, kept)

    with counterpart("localhost", context) as front:
        front.script = pass_on
        yield front, bundle
