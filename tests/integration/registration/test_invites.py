from datetime import UTC, datetime, timedelta

import pytest

from lti_tools.errors import InviteInvalid
from lti_tools.store import invites
from lti_tools.store.platforms import NewClient, store_registration
from lti_tools.store.tables.schools import Invite
from lti_tools.store.tenants import ensure_tenant

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def school(database):
    with database.write() as db:
        tenant_id = ensure_tenant(db, "Riverside", NOW).id
        invites.create_invite(db, tenant_id=tenant_id, tool="", secret="suite", now=NOW)
        invites.create_invite(db, tenant_id=tenant_id, tool="topic-vote", secret="vote", now=NOW)
    return tenant_id


def claim(database, secret="suite", tool="", now=NOW):
    with database.write() as db:
        return invites.claim_invite(db, secret, tool, now)


def refusal(database, *args, **kwargs):
    with pytest.raises(InviteInvalid) as refused:
        claim(database, *args, **kwargs)
    return refused.value.detail


def stored_registration(db, tenant_id):
    client = NewClient(
        issuer="https://lms.example.org",
        jwks_uri="https://lms.example.org/jwks",
        client_id="abc",
        authorization_endpoint="https://lms.example.org/auth",
        token_endpoint="https://lms.example.org/token",
    )
    return store_registration(db, tenant_id, client, NOW)


def test_a_secret_stands_in_the_database_only_hashed(database, school):
    with database.read() as db:
        assert "suite" not in {invite.secret_hash for invite in invites.list_invites(db)}


def test_an_invite_is_bound_to_its_tool(database, school):
    assert refusal(database, "vote", "") == "other-tool"
    assert refusal(database, "suite", "topic-vote") == "other-tool"
    assert claim(database, "vote", "topic-vote").tool == "topic-vote"


def test_an_address_without_a_tool_takes_the_tool_from_the_invite(database, school):
    assert claim(database, "vote", None).tool == "topic-vote"


@pytest.mark.parametrize("secret", ["", "guess", "suite ", "\x00", "\ud800"])
def test_an_unknown_secret_is_refused(database, school, secret):
    assert refusal(database, secret) == "unknown"


def test_an_invite_held_by_one_registration_is_refused_to_another(database, school):
    claim(database)
    assert refusal(database, now=NOW + MINUTE / 2) == "claimed"


def test_a_claim_that_nobody_released_ends_by_itself(database, school):
    claim(database)
    assert claim(database, now=NOW + 2 * MINUTE).tenant_id == school


def test_a_failed_registration_gives_the_invite_back(database, school):
    first = claim(database)
    with database.write() as db:
        invites.release_claim(db, first)
    assert claim(database)


def test_releasing_an_outlived_claim_leaves_the_next_one_alone(database, school):
    first = claim(database)
    claim(database, now=NOW + 2 * MINUTE)
    with database.write() as db:
        invites.release_claim(db, first)
    assert refusal(database, now=NOW + 2 * MINUTE) == "claimed"


def test_an_invite_is_used_once(database, school):
    held = claim(database)
    with database.write() as db:
        registration = stored_registration(db, school)
        invites.consume_claim(db, held, registration.id, NOW)
    assert refusal(database) == "used"
    with database.read() as db:
        assert db.get_one(Invite, held.invite_id).registration_id == registration.id


def test_a_lost_claim_cannot_use_the_invite(database, school):
    first = claim(database)
    claim(database, now=NOW + 2 * MINUTE)
    with pytest.raises(InviteInvalid), database.write() as db:
        invites.consume_claim(db, first, stored_registration(db, school).id, NOW)
    with database.read() as db:
        assert not db.get_one(Invite, first.invite_id).used_at


def test_an_invite_expires_after_seven_days(database, school):
    assert claim(database, now=NOW + timedelta(days=7) - MINUTE)
    assert refusal(database, "vote", "topic-vote", now=NOW + timedelta(days=7)) == "expired"


def test_a_revoked_invite_is_refused_also_to_a_registration_under_way(database, school):
    held = claim(database)
    with database.write() as db:
        assert invites.revoke_invite(db, held.invite_id, NOW)
        assert not invites.revoke_invite(db, held.invite_id, NOW)
    assert refusal(database) == "revoked"
    with pytest.raises(InviteInvalid), database.write() as db:
        invites.consume_claim(db, held, stored_registration(db, school).id, NOW)
