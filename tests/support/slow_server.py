"""A web server for tests of its end: /slow takes a second, /big sends four megabytes. Prints its port."""

import os
import sys
import time

from lti_tools.serve import WebServer, stop_signals
from lti_tools.settings import Settings


def app(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        time.sleep(1)
    body = b"x" * 4_000_000 if environ["PATH_INFO"] == "/big" else environ.get("HTTP_X_FORWARDED_FOR", "none").encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


if __name__ == "__main__":
    server = WebServer(app, Settings.from_env(os.environ))
    with stop_signals() as stop:
        print("ready", flush=True)
        server.run(stop)
    sys.exit(0)
