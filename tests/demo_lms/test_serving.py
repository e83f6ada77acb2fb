"""The server entry: addresses, seeds, the command."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.demo_lms.probe import COURSE, STUDENT, Site
from tests.support.lms import live_lms

SEED = {
    "people": [
        {"number": 2, "given": "Ada", "family": "Vale", "is_admin": True},
        {"number": 5, "given": "Bo", "family": "Li"},
    ],
    "courses": [{"number": 9, "name": "Chemistry 7A", "label": "CHEM", "teacher": [2], "student": [5]}],
}


def test_another_seed_brings_other_people_and_courses() -> None:
    with live_lms("canvas", seed_data=SEED) as lms:
        assert [course["name"] for course in lms.get("courses")] == ["Chemistry 7A"]
        lms.post("reset", {"what": "all"})
        assert [person["given"] for person in lms.get("people")] == ["Ada", "Bo"]


def test_the_command_serves_until_interrupted(tmp_path: Path) -> None:
    seed = tmp_path / "seed.json"
    seed.write_text(json.dumps(SEED), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "lti_tools.demo_lms",
        "--personality",
        "canvas",
        "--port",
        "0",
        "--seed-file",
        seed,
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        line = process.stdout.readline()
        url = line.split()[-1]
        assert line.startswith("Demo LMS · Canvas-like: http://127.0.0.1:")
        assert "Chemistry 7A" in requests.get(url, timeout=60).text
    finally:
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(timeout=60) == 0
        assert process.stdout
        process.stdout.close()


def test_the_command_refuses_other_hosts() -> None:
    command = [sys.executable, "-m", "lti_tools.demo_lms", "--host", "0.0.0.0"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2


@pytest.mark.parametrize(("method", "form"), [("POST", "post"), ("GET", "get")])
def test_the_login_initiation_may_come_by_get(either: Site, method: str, form: str) -> None:
    either.control("settings", {"login_method": method})
    page = either.sign_in(STUDENT).get(f"/courses/{COURSE}/activities/{either.add()}/launch").text
    assert f'method="{form}"' in page


def test_no_two_servers_share_a_session_cookie() -> None:
    with live_lms("moodle") as one, live_lms("moodle") as two:
        names = {
            requests.post(f"{lms.url}/sign-in", data={"person": 3}, timeout=5, allow_redirects=False).cookies.keys()[0]
            for lms in (one, two)
        }
        assert len(names) == 2
