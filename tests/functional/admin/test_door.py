"""Who gets into the admin pages."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from lti_tools.store.tables.admin import AdminSession, AdminSignIn
from tests.functional.admin.conftest import PASSWORD, Admin
from tests.support.app import running_app, suite_of

PAGES = ("/", "/platforms", "/platforms/add", "/invites", "/schools", "/keys", "/grades", "/audit")
DEEDS = ("/sign-out", "/platforms/add", "/platforms/1/remove", "/invites", "/schools", "/keys/rotate")


def pages_of(app: Flask) -> list[tuple[str, str]]:
    """(method, address) of every route of the admin pages."""
    return [
        (method, rule.build(dict.fromkeys(rule.arguments, 1))[1])
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("admin.")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    ]


def test_without_a_password_there_are_no_admin_pages(db_url: str, keys_folder: Path, admin_app: Flask) -> None:
    addresses = pages_of(admin_app)
    assert len(addresses) > 10
    with running_app(db_url, keys_folder) as app:
        client = app.test_client()
        for method, address in [*addresses, ("GET", "/admin"), ("GET", "/admin/")]:
            assert client.open(address, method=method).status_code == 404, address


def test_nobody_reads_or_writes_without_signing_in(stranger: Admin) -> None:
    for method, address in pages_of(stranger.app):
        answer = stranger.client.open(address, method=method)
        if address.startswith("/admin/sign-in"):
            continue
        assert answer.status_code == (303 if method == "GET" else 403), address
        if method == "GET":
            assert answer.location.startswith("/admin/sign-in?next=/admin/")
        else:
            assert "You are signed out" in answer.text
    assert stranger.audits() == []


def test_the_right_password_opens_every_page(admin: Admin) -> None:
    for path in PAGES:
        page = admin.get(f"/admin{path}")
        assert page.status == 200, page.words
        assert page.answer.headers["Cache-Control"] == "no-store"
        assert page.answer.headers["X-Frame-Options"] == "DENY"
    assert admin.audits() == ["sign-in"]


def test_the_page_asked_for_opens_after_signing_in_and_no_foreign_one(stranger: Admin) -> None:
    asked = stranger.get("/admin/keys", follow_redirects=True)
    assert stranger.send(asked, "/sign-in", password=PASSWORD).heading == "Keys"
    for wanted in ("https://evil.example/admin/", "//evil.example/admin/", "/admin/\\evil.example", "/s/x", "/admin"):
        answer = stranger.client.post("/admin/sign-in", data={"password": PASSWORD, "next": wanted})
        assert answer.location == "/admin/"


def test_the_cookie_is_for_these_pages_alone(stranger: Admin, db_url: str, keys_folder: Path) -> None:
    plain = stranger.client.post("/admin/sign-in", data={"password": PASSWORD}).headers["Set-Cookie"]
    assert plain.startswith("admin=")
    env = {"LTI_TOOLS_DEVELOPMENT": "", "LTI_TOOLS_PUBLIC_URL": "https://tools.example/suite"}
    with running_app(db_url, keys_folder, LTI_TOOLS_ADMIN_PASSWORD=PASSWORD, **env) as app:
        answer = app.test_client().post("/admin/sign-in", data={"password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Secure-admin=")
    for part in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/suite/admin", "Max-Age=43200"):
        assert part in cookie
    with stranger.database.read() as db:
        stored = db.scalars(select(AdminSession.secret_hash)).all()
    assert not any(secret in cookie or secret in plain for secret in stored)


def test_a_wrong_password_is_said_and_never_shown(stranger: Admin) -> None:
    page = stranger.sign_in("a wrong guess")
    assert page.status == 422
    assert "This is not the password." in page.words
    assert "a wrong guess" not in page.text
    assert stranger.get("/admin/").answer.status_code == 303
    assert stranger.audits() == ["sign-in.refused"]


@pytest.mark.parametrize("password", ["", " ", PASSWORD + "x", PASSWORD[:-1], PASSWORD.upper(), "\x00", "ü" * 5000])
def test_only_the_very_password_opens(stranger: Admin, password: str) -> None:
    assert stranger.sign_in(password).status == 422


def test_after_five_wrong_ones_not_even_the_right_one_opens(stranger: Admin) -> None:
    for _ in range(5):
        assert stranger.sign_in("wrong").status == 422
    page = stranger.sign_in()
    assert page.status == 429
    assert page.heading == "Too many wrong passwords"
    other = {"environ_overrides": {"REMOTE_ADDR": "192.0.2.7"}}
    assert stranger.post("/admin/sign-in", {"password": PASSWORD}, **other).heading == "Overview"
    with stranger.database.write() as db:
        db.execute(update(AdminSignIn).values(at=datetime.now(UTC) - timedelta(minutes=15)))
    assert stranger.sign_in().heading == "Overview"


def test_asking_while_limited_does_not_prolong_the_limit_and_no_address_is_stored(stranger: Admin) -> None:
    for _ in range(9):
        stranger.sign_in("wrong")
    with stranger.database.read() as db:
        rows = db.scalars(select(AdminSignIn.address_hash)).all()
    assert len(rows) == 5
    assert not any("127.0.0.1" in row for row in rows)


def test_neighbours_in_one_ipv6_network_share_the_limit(stranger: Admin) -> None:
    for number in range(1, 8):
        where = {"REMOTE_ADDR": f"2001:db8:1:2::{number}"}
        page = stranger.post("/admin/sign-in", {"password": "wrong"}, environ_overrides=where)
        assert page.status == (422 if number <= 5 else 429)


def test_a_good_sign_in_forgets_the_failures(stranger: Admin) -> None:
    for _ in range(4):
        stranger.sign_in("wrong")
    assert stranger.sign_in().status == 200
    for _ in range(4):
        assert stranger.sign_in("wrong").status == 422


def test_signing_out_ends_the_session_on_the_server(admin: Admin) -> None:
    cookie = admin.client.get_cookie("admin", path="/admin")
    assert cookie is not None
    page = admin.send(admin.get("/admin/"), "/sign-out")
    assert page.heading == "Sign in"
    assert "You are signed out." in page.words
    admin.client.set_cookie("admin", cookie.value, path="/admin")
    assert admin.get("/admin/").status == 303
    assert admin.audits() == ["sign-in", "sign-out"]


def test_a_session_ends_after_twelve_hours(admin: Admin) -> None:
    with admin.database.write() as db:
        row = db.scalars(select(AdminSession)).one()
        assert row.expires_at - row.created_at == timedelta(hours=12)
        row.expires_at = datetime.now(UTC)
    assert admin.get("/admin/").status == 303


def test_a_new_password_ends_every_session(admin: Admin, db_url: str, keys_folder: Path) -> None:
    cookie = admin.client.get_cookie("admin", path="/admin")
    assert cookie is not None
    with running_app(db_url, keys_folder, LTI_TOOLS_ADMIN_PASSWORD="another long sentence") as app:
        client = app.test_client()
        client.set_cookie("admin", cookie.value, path="/admin")
        assert client.get("/admin/").status_code == 303


@pytest.mark.parametrize("path", DEEDS)
def test_a_deed_needs_the_pages_token(admin: Admin, path: str) -> None:
    before = admin.audits()
    for token in ({}, {"csrf_token": "x"}, {"csrf_token": "0" * 32 + "." + "0" * 64}):
        answer = admin.client.post(f"/admin{path}", data={"name": "A typed name", **token})
        assert answer.status_code == 403
        assert "This page was too old to send" in answer.text
        assert "A typed name" in answer.text
    assert admin.audits() == before


def test_a_token_of_another_session_is_none(admin: Admin) -> None:
    other = Admin(admin.app, admin.app.test_client())
    other.sign_in()
    token = other.get("/admin/schools").form("/schools").data["csrf_token"]
    assert admin.post("/admin/schools", {"name": "North", "csrf_token": token}).status == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:8001", "https://localhost:8000"])
def test_a_deed_from_another_site_is_refused(admin: Admin, origin: str) -> None:
    page = admin.get("/admin/schools")
    data = {**page.form("/schools").data, "name": "North"}
    refused = admin.post("/admin/schools", data, headers={"Origin": origin})
    assert refused.status == 403
    assert refused.heading == "This came from another site"
    sent = admin.post("/admin/sign-in", {"password": "secret words"}, headers={"Origin": origin})
    assert sent.status == 403
    assert "secret words" not in sent.text
    assert admin.post("/admin/schools", data, headers={"Origin": "http://localhost:8000"}).status == 200


def test_a_launch_session_opens_no_admin_page(stranger: Admin) -> None:
    suite = suite_of(stranger.app)
    stranger.client.set_cookie("admin", suite.settings.admin_password, path="/admin")
    assert stranger.get("/admin/").status == 303
