from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lti_tools.errors import RegistrationRefused, RegistrationRejected
from lti_tools.store import pending, platforms
from lti_tools.store.platforms import NewClient, list_registrations, store_registration
from lti_tools.store.tables.schools import KeySet, Platform, Registration, RegistrationStatus
from lti_tools.store.tenants import ensure_tenant, list_tenants

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CLIENT = NewClient(
    issuer="https://lms.example.org",
    jwks_uri="https://lms.example.org/jwks",
    client_id="abc",
    authorization_endpoint="https://lms.example.org/auth",
    token_endpoint="https://lms.example.org/token",
    deployment_ids=("7",),
    product="moodle",
    name="Riverside Moodle",
    origins=("https://lms.example.org",),
)


def tenant(db, name="Riverside"):
    return ensure_tenant(db, name, NOW).id


def test_a_second_client_of_the_same_lms_joins_its_platform(database):
    with database.write() as db:
        school = tenant(db)
        first = store_registration(db, school, CLIENT, NOW)
        second = store_registration(db, school, replace(CLIENT, client_id="def", tool="topic-vote"), NOW)
        assert first.platform_id == second.platform_id
        assert first.id != second.id


def test_another_key_set_address_is_another_platform(database):
    with database.write() as db:
        school = tenant(db)
        first = store_registration(db, school, CLIENT, NOW)
        other = replace(CLIENT, client_id="def", jwks_uri="https://lms.example.org/other")
        assert store_registration(db, school, other, NOW).platform_id != first.platform_id


def test_the_same_issuer_in_two_schools_is_two_platforms(database):
    with database.write() as db:
        first = store_registration(db, tenant(db), CLIENT, NOW)
        second = store_registration(db, tenant(db, "Hillside"), replace(CLIENT, client_id="def"), NOW)
        assert first.platform_id != second.platform_id


def test_a_client_of_another_school_is_refused(database):
    with database.write() as db:
        store_registration(db, tenant(db), CLIENT, NOW)
    with pytest.raises(RegistrationRejected), database.write() as db:
        store_registration(db, tenant(db, "Hillside"), CLIENT, NOW)


def test_a_known_client_with_another_key_set_is_refused(database):
    with database.write() as db:
        store_registration(db, tenant(db), CLIENT, NOW)
    with pytest.raises(RegistrationRejected), database.write() as db:
        store_registration(db, tenant(db), replace(CLIENT, jwks_uri="https://lms.example.org/evil"), NOW)


def test_the_same_client_of_the_same_platform_is_updated_in_place(database):
    with database.write() as db:
        first = store_registration(db, tenant(db), CLIENT, NOW)
    changed = replace(
        CLIENT, tool="topic-vote", token_endpoint="https://lms.example.org/new", deployment_ids=("7", "8")
    )
    with database.write() as db:
        second = store_registration(db, tenant(db), changed, NOW + timedelta(hours=1))
        assert (second.id, second.tool, second.token_endpoint) == (
            first.id,
            "topic-vote",
            "https://lms.example.org/new",
        )
        assert list(platforms.deployment_ids(db, second.id)) == ["7", "8"]


def test_by_hand_a_known_client_is_refused(database):
    with database.write() as db:
        store_registration(db, tenant(db), CLIENT, NOW)
    with pytest.raises(RegistrationRejected), database.write() as db:
        store_registration(db, tenant(db), CLIENT, NOW, update=False)


def test_a_removed_registration_leaves_the_lists_and_an_update_brings_it_back(database):
    with database.write() as db:
        platforms.remove_registration(db, store_registration(db, tenant(db), CLIENT, NOW), NOW)
        assert not list_registrations(db)
        assert len(list_registrations(db, removed=True)) == 1
        assert store_registration(db, tenant(db), CLIENT, NOW).status == RegistrationStatus.ACTIVE


def held(db, client=CLIENT, now=NOW):
    return store_registration(db, pending.holding_tenant_id(db, now), client, now, status=RegistrationStatus.PENDING)


def test_an_approved_registration_moves_into_its_school_with_its_keys(database):
    with database.write() as db:
        registration = held(db)
        waiting = registration.platform_id
        db.add(KeySet(platform_id=waiting, body={"keys": []}, fetched_at=NOW, tried_at=NOW))
        db.flush()
        pending.approve(db, registration, tenant(db), NOW)
    with database.read() as db:
        (row,) = list_registrations(db)
        assert (row.tenant.name, row.registration.status) == ("Riverside", RegistrationStatus.ACTIVE)
        assert row.platform.origins == ["https://lms.example.org"]
        assert db.get(KeySet, row.platform.id)
        assert not db.get(Platform, waiting)


def test_an_approved_registration_joins_the_platform_that_the_school_has(database):
    with database.write() as db:
        known = store_registration(db, tenant(db), CLIENT, NOW)
        registration = held(db, replace(CLIENT, client_id="def"))
        pending.approve(db, registration, tenant(db), NOW)
        assert registration.platform_id == known.platform_id


def test_a_school_has_no_part_in_what_waits(database):
    with database.write() as db:
        held(db)
        assert not list_tenants(db)


def test_what_nobody_approved_goes_after_seven_days(database):
    with database.write() as db:
        held(db)
        held(db, replace(CLIENT, client_id="def"), NOW + timedelta(days=1))
        assert pending.delete_stale(db, NOW + timedelta(days=7)) == 1
        assert [row.registration.client_id for row in list_registrations(db)] == ["def"]
        assert pending.delete_stale(db, NOW + timedelta(days=8)) == 1
        assert not list_registrations(db, removed=True)
        assert not db.query(Platform).count()


def test_an_active_registration_never_goes_by_itself(database):
    with database.write() as db:
        store_registration(db, tenant(db), CLIENT, NOW)
        assert pending.delete_stale(db, NOW + timedelta(days=400)) == 0
        assert db.query(Registration).count() == 1


def test_only_so_many_registrations_may_wait(database):
    with database.write() as db:
        for number in range(pending.CAP):
            held(db, replace(CLIENT, client_id=f"c{number}"), NOW - timedelta(days=1))
        with pytest.raises(RegistrationRefused):
            pending.check_room(db, NOW)


def test_only_so_many_registrations_may_come_within_an_hour(database):
    with database.write() as db:
        for number in range(pending.PER_HOUR):
            pending.check_room(db, NOW)
            held(db, replace(CLIENT, client_id=f"c{number}"), NOW)
        with pytest.raises(RegistrationRefused):
            pending.check_room(db, NOW + timedelta(minutes=59))
        pending.check_room(db, NOW + timedelta(minutes=61))
