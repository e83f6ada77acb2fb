import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
from flask import Flask

from lti_tools.errors import Unreachable
from lti_tools.ops import logs


class Lines(list):
    """Parsed log lines; filled by `read()`."""

    def __init__(self) -> None:
        super().__init__()
        self.stream = io.StringIO()

    def read(self) -> "Lines":
        self[:] = [json.loads(line) for line in self.stream.getvalue().splitlines()]
        return self


@pytest.fixture
def lines() -> Iterator[Lines]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    lines = Lines()
    logs.configure("INFO", lines.stream)
    yield lines
    root.handlers[:] = before
    root.setLevel(level)


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    logs.install(app)
    app.add_url_rule("/s/<launch_session>/vote/<int:ballot>", "vote", lambda launch_session, ballot: "ok")

    @app.get("/crash")
    def crash() -> str:
        raise ValueError("Ann Lee's answer")

    return app


def test_a_request_is_one_line_with_its_route_and_without_session_ids_or_query(app: Flask, lines):
    app.test_client().get("/s/top-secret-session/vote/5?name=Ann")
    (line,) = lines.read()
    assert (line["event"], line["method"], line["status"]) == ("request", "GET", 200)
    assert line["route"] == "/s/<launch_session>/vote/<int:ballot>"
    assert line["ms"] >= 0
    assert not any(word in json.dumps(line) for word in ("top-secret", "Ann", "vote/5"))


def test_an_unknown_path_is_not_repeated_in_the_log(app: Flask, lines):
    app.test_client().get("/no/such/Ann")
    (line,) = lines.read()
    assert (line["route"], line["status"]) == ("", 404)


def test_a_crash_is_logged_by_type_and_frames_without_its_message(app: Flask, lines):
    app.test_client().get("/crash")
    crash, request = lines.read()
    assert crash["exception"]["type"] == "builtins.ValueError"
    assert any("test_logs.py" in frame for frame in crash["exception"]["frames"])
    assert "Ann Lee" not in json.dumps(crash)
    assert request["status"] == 500


def test_our_own_errors_keep_code_and_detail(lines):
    try:
        raise Unreachable("lms.example: no answer in time") from ValueError("Ann")
    except Unreachable:
        logging.getLogger("lti_tools").error("failed", exc_info=sys.exc_info())
    (line,) = lines.read()
    assert line["exception"]["code"] == "unreachable"
    assert line["exception"]["detail"] == "lms.example: no answer in time"
    assert line["exception"]["cause"] == "builtins.ValueError"
    assert "Ann" not in json.dumps(line)


def test_a_launch_is_one_line_with_verdict_code_and_known_ids(lines):
    logs.log_launch("refused", "state-used", registration_id=7, message_type="", jti_hash=None)
    (line,) = lines.read()
    assert (line["event"], line["verdict"], line["code"], line["registration_id"]) == (
        "launch",
        "refused",
        "state-used",
        7,
    )
    assert "message_type" not in line
    assert "jti_hash" not in line


def test_a_line_break_in_a_value_forges_no_second_line(lines):
    logs.log_launch("refused", "claim-invalid", client='x"}\n{"event": "launch"')
    assert len(lines.read()) == 1


def test_libraries_that_log_addresses_are_kept_quiet(lines):
    logging.getLogger("urllib3.connectionpool").info("GET https://lms.example/?token=secret")
    assert lines.read() == []
