"""A guestbook that takes files: its teacher and two students, and what they do with files."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lti_tools.kit.uploads.files import work
from tests.support.app import suite_of
from tests.support.pages import Page
from tests.support.platform import INSTRUCTOR, LEARNER, Entered
from tests.support.visits import set_up

FILES = "/guestbook/files"


@dataclass
class Person:
    """Somebody in a session of the guestbook."""

    app: Flask
    client: FlaskClient
    entered: Entered

    @property
    def token(self) -> str:
        (token,) = self.entered.page.tree.xpath("//meta[@name='csrf-token']/@content")
        return str(token)

    def get(self, address: str, **options: Any) -> TestResponse:
        return self.client.get(self._full(address), **options)

    def post(self, address: str, data: Any = None, **options: Any) -> TestResponse:
        headers = {"X-CSRF-Token": self.token, **options.pop("headers", {})}
        return self.client.post(self._full(address), data=data, headers=headers, **options)

    def _full(self, address: str) -> str:
        return address if address.startswith("/s/") else self.entered.path + address

    def begin(self, name: str, size: int, **more: Any) -> TestResponse:
        return self.post(
            "/-/uploads/begin", {"place": "attachment", "thing": "entry", "name": name, "size": size, **more}
        )

    def send(self, name: str, data: bytes, piece: int = 1 << 20) -> TestResponse:
        """Announce, send in pieces, finish: the answer that ended it."""
        begun = self.begin(name, len(data))
        if begun.status_code != 201:
            return begun
        for at in range(0, len(data), piece):
            answer = self.put(begun.json["piece"], at, data[at : at + piece])
            assert answer.json == {"at": min(at + piece, len(data))}
        return self.post(begun.json["finish"])

    def put(self, address: str, at: int, body: bytes) -> TestResponse:
        return self.post(f"{address}?at={at}", body, content_type="application/octet-stream")

    def send_form(self, name: str, data: bytes) -> TestResponse:
        fields = {"place": "attachment", "thing": "entry", "next": self.entered.path + FILES, "csrf_token": self.token}
        parts = [f'name="{field}"\r\n\r\n{value}'.encode() for field, value in fields.items()]
        parts.append(f'name="file"; filename="{name}"\r\nContent-Type: text/html\r\n\r\n'.encode() + data)
        body = b"".join(b"--edge\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts)
        kind = "multipart/form-data; boundary=edge"
        return self.client.post(f"{self.entered.path}/-/uploads/send", data=body + b"--edge--\r\n", content_type=kind)

    def files(self) -> Page:
        return Page(self.get(FILES))

    def links(self, kind: str) -> list[str]:
        """Addresses on the page of files: "view", "original", "file", "remove"."""
        tree = self.files().tree
        found = tree.xpath("//main//@href") + tree.xpath("//main//@src") + tree.xpath("//main//form/@action")
        return list(dict.fromkeys(one.partition("?")[0] for one in found if f"/-/uploads/{kind}/" in one))

    def copy_of_only_file(self) -> str:
        (page,) = self.links("view")
        return page.replace("/view/", "/file/")


@dataclass
class Guestbook:
    app: Flask
    platform: Any

    def join(self, name: str, role: str = LEARNER) -> Person:
        client = self.app.test_client()
        target = self.platform.target("guestbook")
        entered = self.platform.launch(client, sub=name, roles=[role], target=target)
        assert entered.opened
        return Person(self.app, client, entered)

    def work(self, at: datetime | None = None) -> int:
        return work(suite_of(self.app), at or datetime.now(UTC))

    def stored(self) -> list[Path]:
        """Every file in the store."""
        root = Path(suite_of(self.app).settings.files.removeprefix("file://"))
        return sorted(path for path in root.rglob("*") if path.is_file())


@pytest.fixture
def guestbook(app, platform) -> Guestbook:
    set_up(app, platform)
    return Guestbook(app, platform)


@pytest.fixture
def ann(guestbook) -> Person:
    return guestbook.join("ann")


@pytest.fixture
def ben(guestbook) -> Person:
    return guestbook.join("ben")


@pytest.fixture
def teacher(guestbook) -> Person:
    return guestbook.join("tia", INSTRUCTOR)
