"""The system's Chromium with a fresh profile whose settings decide which cookies a frame of another site may keep."""

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Playwright

from tests.support.processes import Child

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ONE_PROCESS = ["--disable-site-isolation-trials", "--disable-features=IsolateOrigins,site-per-process"]
"""Frames of another site stay in their page's process: quicker, and Playwright now and then loses sight of one that
moves to another process. Cookies know nothing of processes."""
_BLOCK = 2


class Cookies(StrEnum):
    """What the person has set for cookies of another site in a frame."""

    ALLOWED = "allowed"
    BLOCKED = "blocked"
    """As Chromium's own switch does: unpartitioned ones are dropped, partitioned ones are kept."""
    NONE = "none"
    """Not even partitioned ones inside pages of 127.0.0.1, as in a browser that knows none; first-party ones stay."""
    NOWHERE = "nowhere"
    """No cookie of localhost at all."""


def program() -> str:
    """The path of the system's Chromium."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "Chromium is missing: apt-get install -y chromium"
    return path


@contextmanager
def running(playwright: Playwright, folder: Path, cookies: Cookies, *more: str) -> Iterator[Browser]:
    """A browser whose contexts are private windows of one fresh profile in `folder`."""
    (folder / "Default").mkdir(parents=True)
    (folder / "Default" / "Preferences").write_text(json.dumps({"profile": _profile(cookies)}))
    arguments = [
        "--headless",
        *QUIET,
        *ONE_PROCESS,
        *more,
        f"--user-data-dir={folder}",
        "--remote-debugging-port=0",
        "about:blank",
    ]
    with Child(arguments, {}, program=program(), log=folder / "log"):
        browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{_port(folder)}")
        yield browser
        browser.close()


def _profile(cookies: Cookies) -> dict[str, Any]:
    profile: dict[str, Any] = {"cookie_controls_mode": 1 if cookies is Cookies.BLOCKED else 0}
    where = {Cookies.NONE: "http://127.0.0.1", Cookies.NOWHERE: "*"}.get(cookies)
    if where:
        rule = {"setting": _BLOCK, "last_modified": "13300000000000000"}
        profile["content_settings"] = {"exceptions": {"cookies": {f"[*.]localhost,{where}": rule}}}
    return profile


def _port(folder: Path) -> int:
    """Where the browser listens, as soon as it says so."""
    told = folder / "DevToolsActivePort"
    for _ in range(200):
        if told.exists() and (lines := told.read_text().split()):
            return int(lines[0])
        time.sleep(0.05)
    raise AssertionError("Chromium did not start")
