"""The admin pages on both databases, and an admin who clicks through them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lti_tools.store.database import Database
from lti_tools.store.tables.admin import Audit
from tests.support.app import running_app, suite_of
from tests.support.pages import Page, faults

PASSWORD = "an admin's long sentence"


@dataclass
class Admin:
    """Somebody in front of the admin pages. Every page opened must keep the rules of a page."""

    app: Flask
    client: FlaskClient

    def get(self, path: str, **options: Any) -> Page:
        return self._page(self.client.get(path, **options))

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> Page:
        """Send fields as they are; redirects are followed."""
        return self._page(self.client.post(path, data=data or {}, follow_redirects=True, **options))

    def send(self, page: Page, action: str, **fields: Any) -> Page:
        """Send the form of a page whose address ends with `action`."""
        form = page.form(action)
        return self.post(form.action or page.url, {**form.data, **fields})

    def sign_in(self, password: str = PASSWORD) -> Page:
        return self.send(self.get("/admin/sign-in"), "/sign-in", password=password)

    def audits(self) -> list[str]:
        with self.database.read() as db:
            return list(db.scalars(select(Audit.action).order_by(Audit.id)))

    @property
    def database(self) -> Database:
        return suite_of(self.app).database

    def _page(self, answer: Any) -> Page:
        page = Page(answer)
        assert page.status < 500, page.words
        assert faults(page) == [], page.text
        if answer.request.path.startswith("/admin"):
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        return page


@pytest.fixture
def admin_app(db_url: str, keys_folder: Path) -> Iterator[Flask]:
    with running_app(db_url, keys_folder, LTI_TOOLS_ADMIN_PASSWORD=PASSWORD) as app:
        yield app


@pytest.fixture
def stranger(admin_app: Flask) -> Admin:
    """Nobody has signed in."""
    return Admin(admin_app, admin_app.test_client())


@pytest.fixture
def admin(stranger: Admin) -> Admin:
    assert stranger.sign_in().heading == "Overview"
    return stranger
