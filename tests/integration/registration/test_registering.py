import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from lti_tools.errors import ConfigurationInvalid, InviteInvalid, RegistrationRefused, RegistrationRejected, Unreachable
from lti_tools.lti import asking
from lti_tools.lti.http import Http
from lti_tools.lti.registration import Offer
from lti_tools.registering import Desk, Opening, register
from lti_tools.settings import Settings
from lti_tools.store import invites, pending
from lti_tools.store.platforms import deployment_ids, list_registrations
from lti_tools.store.tables.admin import UninvitedAttempt
from lti_tools.store.tables.schools import KeySet, Platform, Registration, RegistrationStatus, Tenant
from lti_tools.store.tenants import ensure_tenant
from tests.integration.registration.platform import TOKEN, ScriptedPlatform, json_reply
from tests.support.counterpart import Counterpart, Reply

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def offer(slug, title):
    public_url = "http://localhost:8000"
    return Offer(public_url=public_url, slug=slug, title=title, summary="Together.", icon=f"{public_url}/mark.svg")


OFFERS = {"": offer("", "Learning together"), "topic-vote": offer("topic-vote", "Topic vote")}


@pytest.fixture
def platform() -> Iterator[ScriptedPlatform]:
    counterpart = Counterpart()
    yield ScriptedPlatform(counterpart)
    counterpart.close()


@pytest.fixture
def http() -> Iterator[Http]:
    http = Http(development=True)
    yield http
    http.close()


@pytest.fixture
def desk(database, http) -> Desk:
    with database.write() as db:
        for name in ("Riverside", "Hillside"):
            tenant_id = ensure_tenant(db, name, NOW).id
            invites.create_invite(db, tenant_id=tenant_id, tool="", secret=f"{name}-suite", now=NOW)
            invites.create_invite(db, tenant_id=tenant_id, tool="", secret=f"{name}-again", now=NOW)
            invites.create_invite(db, tenant_id=tenant_id, tool="topic-vote", secret=f"{name}-vote", now=NOW)
    return Desk(database, http, settings(), OFFERS)


def settings(**env):
    return Settings.from_env({"LTI_TOOLS_DEVELOPMENT": "1", **env})


def opening(platform, secret="Riverside-suite", tool="", token=TOKEN, address=None):
    return Opening(tool, secret, platform.address if address is None else address, token)


def invite_state(desk, secret="Riverside-suite"):
    with desk.database.read() as db:
        return invites.state_of(invites.find_invite(db, secret), NOW)


def rows(desk, table):
    with desk.database.read() as db:
        return db.scalar(select(func.count()).select_from(table))


def assert_nothing_happened(desk):
    assert (rows(desk, Registration), rows(desk, Platform), rows(desk, KeySet)) == (0, 0, 0)
    assert invite_state(desk) == "open"


def test_a_registration_stores_platform_client_deployment_and_keys(desk, platform):
    registered = register(desk, opening(platform), NOW)
    assert (registered.product, registered.pending, registered.client_id) == ("moodle", False, "client-1")
    with desk.database.read() as db:
        (row,) = list_registrations(db)
        assert (row.tenant.name, row.platform.issuer, row.platform.product) == ("Riverside", platform.base, "moodle")
        assert row.registration.token_endpoint == f"{platform.base}/token"
        assert row.registration.status == RegistrationStatus.ACTIVE
        assert list(deployment_ids(db, row.registration.id)) == ["7"]
        assert not row.registration.learns_deployments
        assert db.get_one(KeySet, row.platform.id).body["keys"][0]["kid"] == "k1"
    assert invite_state(desk) == "used"


def test_the_token_is_shown_to_configuration_and_registration_and_to_nothing_else(desk, platform):
    register(desk, opening(platform), NOW)
    shown = {seen.path: seen.headers.get("Authorization") for seen in platform.counterpart.seen}
    bearer = f"Bearer {TOKEN}"
    assert shown == {"/.well-known/openid-configuration": bearer, "/register": bearer, "/jwks": None}


def test_without_a_token_none_is_shown(desk, platform):
    register(desk, opening(platform, token=""), NOW)
    assert not [seen for seen in platform.counterpart.seen if "Authorization" in seen.headers]


def test_a_platform_that_names_no_deployment_may_bring_one_at_its_first_launch(desk, platform):
    platform.deployment_id = ""
    register(desk, opening(platform), NOW)
    with desk.database.read() as db:
        (row,) = list_registrations(db)
        assert row.registration.learns_deployments
        assert not deployment_ids(db, row.registration.id)


def test_an_invite_for_one_tool_registers_that_tool(desk, platform):
    registered = register(desk, opening(platform, "Riverside-vote", None), NOW)
    assert registered.offer.slug == "topic-vote"
    assert platform.posts[0]["client_name"] == "Topic vote"
    with desk.database.read() as db:
        assert [row.registration.tool for row in list_registrations(db)] == ["topic-vote"]


def test_one_lms_can_have_an_entry_for_the_suite_and_one_for_a_tool(desk, platform):
    register(desk, opening(platform), NOW)
    platform.client_id = "client-2"
    register(desk, opening(platform, "Riverside-vote", "topic-vote"), NOW)
    with desk.database.read() as db:
        assert len({row.platform.id for row in list_registrations(db)}) == 1


def test_one_issuer_in_two_schools_shares_nothing(desk, platform):
    register(desk, opening(platform), NOW)
    platform.client_id = "client-2"
    register(desk, opening(platform, "Hillside-suite"), NOW)
    with desk.database.read() as db:
        assert [row.tenant.name for row in list_registrations(db)] == ["Riverside", "Hillside"]
        assert len({row.platform.id for row in list_registrations(db)}) == 2


def test_a_client_of_one_school_cannot_be_registered_in_another(desk, platform):
    register(desk, opening(platform), NOW)
    with pytest.raises(RegistrationRejected):
        register(desk, opening(platform, "Hillside-suite"), NOW)
    assert invite_state(desk, "Hillside-suite") == "open"
    assert rows(desk, Platform) == 1


def test_moodles_update_changes_the_registration_in_place(desk, platform):
    register(desk, opening(platform), NOW)
    platform.changes["token_endpoint"] = f"{platform.base}/token2"
    register(desk, opening(platform, "Riverside-again"), NOW)
    with desk.database.read() as db:
        (row,) = list_registrations(db)
        assert row.registration.token_endpoint == f"{platform.base}/token2"
    assert invite_state(desk, "Riverside-again") == "used"


@pytest.mark.parametrize("secret", ["guess", "Riverside-vote"])
def test_without_the_right_invite_nothing_is_fetched(desk, platform, secret):
    with pytest.raises(InviteInvalid):
        register(desk, opening(platform, secret), NOW)
    assert platform.paths() == []


def test_a_used_invite_registers_nothing_more(desk, platform):
    register(desk, opening(platform), NOW)
    with pytest.raises(InviteInvalid):
        register(desk, opening(platform), NOW)
    assert len(platform.posts) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "not a url",
        "//127.0.0.1",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_x",
        "http://127.0.0.1:1/",
        "http://10.255.255.1/x",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/latest/",
        "http://0x7f000001/x",
        "http://user:pw@127.0.0.1:1/.well-known/openid-configuration",
        "http://\ud800/x",
    ],
)
def test_an_address_that_may_not_be_called_is_refused_and_costs_nothing(desk, platform, address):
    with pytest.raises((Unreachable, ConfigurationInvalid)):
        register(desk, opening(platform, address=address), NOW)
    assert_nothing_happened(desk)


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://canvas.instructure.com"},
        {"jwks_uri": "http://169.254.169.254/latest/meta-data/iam"},
        {"token_endpoint": "http://169.254.169.254/latest/meta-data/iam"},
        {"authorization_endpoint": "http://10.0.0.1/auth"},
        {"registration_endpoint": "http://169.254.169.254/latest/meta-data"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"id_token_signing_alg_values_supported": ["none", "HS256"]},
        {"token_endpoint": None},
    ],
)
def test_a_hostile_configuration_is_refused_before_anything_is_posted(desk, platform, changes):
    platform.changes = changes
    with pytest.raises((Unreachable, ConfigurationInvalid)):
        register(desk, opening(platform), NOW)
    assert platform.posts == []
    assert_nothing_happened(desk)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(404),
        Reply(500),
        Reply(302, b"", {"Location": "http://127.0.0.1:1/stolen"}),
        Reply(200, b"<h1>hi</h1>", {"Content-Type": "text/html"}),
        Reply(200, b"null"),
        Reply(200, b"[1, 2]"),
        Reply(200, b"[" * 200_000 + b"]" * 200_000),
        Reply(200, b'{"issuer":"' + b"a" * (2 << 20) + b'"}'),
        None,
    ],
)
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks"])
def test_an_answer_that_makes_no_sense_is_refused_before_anything_is_posted(desk, platform, path, reply):
    platform.pages[path] = lambda: reply
    with pytest.raises((Unreachable, ConfigurationInvalid)):
        register(desk, opening(platform), NOW)
    assert platform.posts == []
    assert_nothing_happened(desk)


@pytest.mark.parametrize(
    "reply",
    [
        json_reply({"error": "token_already_used"}, 401),
        json_reply({"errors": [{"field": "scope"}]}, 422),
        Reply(500),
        Reply(200, b"{}"),
        Reply(200, b"<html>"),
        json_reply({"client_id": ""}),
        None,
    ],
)
def test_a_platform_that_refuses_the_registration_leaves_the_invite_as_it_was(desk, platform, reply):
    platform.pages["/register"] = lambda: reply
    with pytest.raises(RegistrationRejected):
        register(desk, opening(platform), NOW)
    assert_nothing_happened(desk)


def test_what_the_platform_said_is_kept_without_the_token(desk, platform):
    platform.pages["/register"] = lambda: json_reply({"error": f"no such token: {TOKEN}"}, 400)
    with pytest.raises(RegistrationRejected) as refused:
        register(desk, opening(platform), NOW)
    assert "no such token" in refused.value.said
    assert TOKEN not in refused.value.said + refused.value.detail


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks", "/register"])
def test_a_platform_that_hangs_is_given_up_in_time(desk, platform, path, monkeypatch):
    monkeypatch.setattr(asking, "STEP", 0.3)
    platform.pages[path] = lambda: time.sleep(6)
    began = time.monotonic()
    with pytest.raises((Unreachable, RegistrationRejected)):
        register(desk, opening(platform), NOW)
    assert time.monotonic() - began < 5.5
    assert_nothing_happened(desk)


def test_the_longest_registration_is_shorter_than_a_claim():
    assert timedelta(seconds=asking.WHOLE) < invites.CLAIM_LIFETIME / 2
    assert asking.WHOLE < 12


def test_an_invite_revoked_while_the_platform_is_asked_registers_nothing(desk, platform):
    def revoke():
        with desk.database.write() as db:
            invites.revoke_invite(db, invites.find_invite(db, "Riverside-suite").id, NOW)
        return json_reply({"client_id": "client-1"})

    platform.pages["/register"] = revoke
    with pytest.raises(InviteInvalid):
        register(desk, opening(platform), NOW)
    assert rows(desk, Registration) == 0


def test_two_openings_at_once_make_one_registration(desk, platform):
    def open_again():
        with pytest.raises(InviteInvalid):
            register(desk, opening(platform), NOW)
        return json_reply({"client_id": "client-1"})

    platform.pages["/register"] = open_again
    register(desk, opening(platform), NOW)
    assert len(platform.posts) == 1
    assert rows(desk, Registration) == 1


def test_without_an_invite_nothing_is_fetched(desk, platform):
    with pytest.raises(InviteInvalid):
        register(desk, opening(platform, ""), NOW)
    assert platform.paths() == []


@pytest.fixture
def open_desk(desk):
    return Desk(desk.database, desk.http, settings(LTI_TOOLS_REGISTRATION="pending"), OFFERS)


def test_where_an_admin_approves_a_registration_without_invite_waits(open_desk, platform):
    assert register(open_desk, opening(platform, ""), NOW).pending
    with open_desk.database.read() as db:
        (row,) = list_registrations(db)
        assert row.registration.status == RegistrationStatus.PENDING
        assert row.tenant.name not in ("Riverside", "Hillside")


def test_an_uninvited_registration_cannot_touch_one_that_launches(open_desk, platform):
    register(open_desk, opening(platform), NOW)
    platform.changes["token_endpoint"] = f"{platform.base}/other"
    with pytest.raises(RegistrationRejected):
        register(open_desk, opening(platform, ""), NOW)
    with open_desk.database.read() as db:
        (row,) = list_registrations(db)
        assert row.registration.status == RegistrationStatus.ACTIVE
        assert row.registration.token_endpoint == f"{platform.base}/token"


def test_uninvited_attempts_are_few_whether_they_succeed_or_not(open_desk, platform):
    platform.pages["/jwks"] = lambda: Reply(404)
    for _ in range(20):
        with pytest.raises(ConfigurationInvalid):
            register(open_desk, opening(platform, ""), NOW)
    with pytest.raises(RegistrationRefused):
        register(open_desk, opening(platform, ""), NOW)
    with pytest.raises(ConfigurationInvalid):
        register(open_desk, opening(platform, ""), NOW + timedelta(minutes=10))


def test_uninvited_attempts_are_counted_over_all_processes(open_desk, platform):
    platform.pages["/jwks"] = lambda: Reply(404)
    other = Desk(open_desk.database, open_desk.http, open_desk.settings, OFFERS)
    for desk in (open_desk, other) * 10:
        with pytest.raises(ConfigurationInvalid):
            register(desk, opening(platform, ""), NOW)
    for desk in (open_desk, other):
        with pytest.raises(RegistrationRefused):
            register(desk, opening(platform, ""), NOW)
    assert rows(open_desk, UninvitedAttempt) == 20


def test_the_limit_on_uninvited_attempts_slides(open_desk):
    for minutes in range(20):
        pending.count_attempt(open_desk.database, NOW + timedelta(seconds=30 * minutes))
    with pytest.raises(RegistrationRefused):
        pending.count_attempt(open_desk.database, NOW + timedelta(minutes=9, seconds=59))
    pending.count_attempt(open_desk.database, NOW + timedelta(minutes=10))


def test_a_refused_uninvited_registration_leaves_no_tenant(open_desk, platform):
    before = rows(open_desk, Tenant)
    platform.pages["/register"] = lambda: Reply(400)
    with pytest.raises(RegistrationRejected):
        register(open_desk, opening(platform, ""), NOW)
    assert rows(open_desk, Tenant) == before
