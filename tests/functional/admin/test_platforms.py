"""Schools, invites, platforms and keys through the admin pages."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

import lti_tools
from lti_tools.store.invites import find_invite
from lti_tools.store.pending import holding_tenant_id
from lti_tools.store.platforms import NewClient, store_registration
from lti_tools.store.tables.admin import Audit
from lti_tools.store.tables.schools import Deployment, Invite, Platform, Registration, RegistrationStatus, Tenant
from lti_tools.views.admin.audit import ACTIONS
from tests.functional.admin.conftest import Admin
from tests.support.app import suite_of

BY_HAND = {
    "client_id": "client-9",
    "issuer": "https://lms.school.example",
    "auth_url": "https://lms.school.example/auth",
    "token_url": "https://lms.school.example/token",
    "jwks_url": "https://lms.school.example/jwks",
    "deployments": "1\n2",
    "product": "Moodle",
    "name": "North's Moodle",
}


def add_pending(admin: Admin) -> int:
    client = NewClient(
        issuer="https://stranger.example",
        jwks_uri="https://stranger.example/jwks",
        client_id="c",
        authorization_endpoint="https://stranger.example/auth",
        token_endpoint="https://stranger.example/token",
        name="Somebody's LMS",
        tool="gone-tool",
    )
    with admin.database.write() as db:
        now = datetime.now(UTC)
        status = RegistrationStatus.PENDING
        return store_registration(db, holding_tenant_id(db, now), client, now, status=status).id


class TestSchools:
    def test_an_admin_says_whether_mentors_of_a_school_read(self, admin: Admin) -> None:
        page = admin.send(admin.get("/admin/schools"), "/schools", name="North High")
        assert "Read nothing" in page.words
        page = admin.send(page, "/mentors")
        assert "Read about their own student" in page.words
        assert "What mentors may read is changed." in page.words
        page = admin.send(page, "/mentors")
        assert "Read nothing" in page.words
        assert "What mentors may read changed" in admin.get("/admin/audit").words

    def test_a_school_is_added_once(self, admin: Admin) -> None:
        page = admin.get("/admin/schools")
        assert "No school yet" in page.words
        page = admin.send(page, "/schools", name="  North  High ")
        assert "The school is added." in page.words
        assert "North High" in page.words
        again = admin.send(page, "/schools", name="North High")
        assert again.status == 422
        assert "There is a school with this name already." in again.words
        assert admin.audits() == ["sign-in", "tenant.add"]

    @pytest.mark.parametrize("name", ["", "   ", "(awaiting approval)", "n" * 121, "a\x00b"])
    def test_impossible_names_are_refused(self, admin: Admin, name: str) -> None:
        data = {**admin.get("/admin/schools").form("/schools").data, "name": name}
        assert admin.post("/admin/schools", data).status == 422
        assert admin.audits() == ["sign-in"]

    def test_names_are_shown_as_text(self, admin: Admin) -> None:
        page = admin.send(admin.get("/admin/schools"), "/schools", name="<b onclick=x>North</b>")
        assert "<b onclick=x>North</b>" in page.words


class TestInvites:
    def test_an_invite_is_shown_once_and_opens_the_registration(self, admin: Admin) -> None:
        page = admin.send(admin.get("/admin/invites"), "/invites", tool="guestbook")
        assert page.status == 201
        assert page.answer.headers["Cache-Control"] == "no-store"
        (address,) = page.tree.xpath("//@data-copy")
        secret = address.rpartition("/")[2]
        assert address == f"http://localhost:8000/lti/register/i/{secret}"
        with admin.database.read() as db:
            invite = find_invite(db, secret)
            assert invite is not None
            assert invite.tool == "guestbook"
            audit = db.scalars(select(Audit).order_by(Audit.id.desc())).first()
        assert audit is not None
        assert secret not in str(audit.detail)
        shown = admin.get("/admin/invites")
        assert secret not in shown.text
        assert "Open" in shown.words
        assert secret not in admin.get("/admin/audit").text

    def test_an_invite_is_revoked_once(self, admin: Admin) -> None:
        admin.send(admin.get("/admin/invites"), "/invites")
        page = admin.send(admin.get("/admin/invites"), "/revoke")
        assert "The invite is revoked." in page.words
        assert "Revoked" in page.words
        token = page.form("/invites").data["csrf_token"]
        assert admin.post("/admin/invites/1/revoke", {"csrf_token": token}).status == 404
        assert admin.audits() == ["sign-in", "invite.create", "invite.revoke"]

    def test_an_old_invite_is_called_expired(self, admin: Admin) -> None:
        admin.send(admin.get("/admin/invites"), "/invites")
        with admin.database.write() as db:
            db.execute(update(Invite).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
        page = admin.get("/admin/invites")
        assert "Expired" in page.words
        assert not [form for form in page.forms if form.action.endswith("/revoke")]

    @pytest.mark.parametrize("fields", [{"tool": "no-such"}, {"school": "no-such"}])
    def test_an_invite_is_for_something_that_is_there(self, admin: Admin, fields: dict[str, str]) -> None:
        admin.send(admin.get("/admin/schools"), "/schools", name="North")
        page = admin.send(admin.get("/admin/invites"), "/invites", **fields)
        assert page.status == 422
        assert "Choose one of the options offered." in page.words

    def test_with_several_schools_the_invite_is_for_the_chosen_one(self, admin: Admin) -> None:
        for name in ("North", "South"):
            admin.send(admin.get("/admin/schools"), "/schools", name=name)
        page = admin.send(admin.get("/admin/invites"), "/invites", school="South")
        assert "South" in page.words
        with admin.database.read() as db:
            invite = db.scalars(select(Invite)).one()
            assert db.get_one(Tenant, invite.tenant_id).name == "South"


class TestPlatforms:
    def test_a_platform_is_added_by_hand(self, admin: Admin) -> None:
        page = admin.send(admin.get("/admin/platforms/add"), "/platforms/add", **BY_HAND)
        assert page.heading == "North's Moodle"
        assert "The platform is added." in page.words
        assert "Its key set could not be read just now" in page.words
        for value in (*BY_HAND.values(), "moodle", "1, 2"):
            assert value in page.words or value in ("1\n2", "Moodle")
        assert admin.get("/admin/platforms").words.count("North's Moodle") == 1
        assert admin.audits() == ["sign-in", "registration.add"]
        assert "Number in commands 1" in page.words
        with admin.database.read() as db:
            assert db.scalars(select(Deployment.deployment_id).order_by(Deployment.id)).all() == ["1", "2"]

    def test_hosted_canvas_needs_a_client_id_alone(self, admin: Admin) -> None:
        page = admin.send(admin.get("/admin/platforms/add"), "/platforms/add", canvas="beta", client_id="10000")
        assert "The platform is added." in page.words
        assert "https://canvas.beta.instructure.com" in page.words

    def test_the_same_client_is_not_added_twice(self, admin: Admin) -> None:
        admin.send(admin.get("/admin/platforms/add"), "/platforms/add", **BY_HAND)
        page = admin.send(admin.get("/admin/platforms/add"), "/platforms/add", **BY_HAND)
        assert page.status == 422
        assert "This client of this issuer is registered already." in page.words

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("issuer", ""),
            ("issuer", "lms.school.example"),
            ("auth_url", "javascript:alert(1)"),
            ("token_url", "https://a@b/"),
            ("jwks_url", "ftp://lms.school.example/"),
            ("jwks_url", "https://lms.school.example/#x"),
            ("client_id", ""),
            ("client_id", "c" * 501),
            ("deployments", "x\n" * 101),
        ],
    )
    def test_what_cannot_be_is_said_beside_the_field_and_the_rest_stays(
        self, admin: Admin, field: str, value: str
    ) -> None:
        page = admin.send(admin.get("/admin/platforms/add"), "/platforms/add", **{**BY_HAND, field: value})
        assert page.status == 422
        assert page.tree.xpath(f"//*[@name='{field}']/@aria-invalid") == ["true"]
        assert page.form("/platforms/add").data["name"] == "North's Moodle"
        with admin.database.read() as db:
            assert db.scalars(select(Registration)).all() == []

    def test_removing_asks_first_and_names_what_goes(self, admin: Admin) -> None:
        page = admin.send(admin.get("/admin/platforms/add"), "/platforms/add", **BY_HAND)
        asked = admin.send(page, "/remove")
        assert asked.heading == "Remove “North's Moodle”?"
        assert "0 activities stay closed. 0 open visits end." in asked.words
        with admin.database.read() as db:
            assert db.scalars(select(Registration.status)).all() == ["active"]
        page = admin.send(asked, "/remove")
        assert "The registration is removed." in page.words
        assert "No platform yet" in page.words
        assert "Removed" in admin.get("/admin/platforms?removed=1").words
        assert admin.audits()[-1] == "registration.remove"

    def test_a_pending_registration_is_seen_and_approved_for_a_school(self, admin: Admin) -> None:
        admin.send(admin.get("/admin/schools"), "/schools", name="North")
        number = add_pending(admin)
        assert "Something waits for you." in admin.get("/admin/").words
        assert "Waits for approval" in admin.get("/admin/platforms").words
        page = admin.get(f"/admin/platforms/{number}")
        form = page.form("/approve")
        page = admin.send(page, "/approve", school="North")
        assert "The registration is approved and can launch." in page.words
        assert "North" in page.words
        with admin.database.read() as db:
            assert db.scalars(select(Registration.status)).all() == ["active"]
            platform = db.scalars(select(Platform)).one()
            assert db.get_one(Tenant, platform.tenant_id).name == "North"
        again = admin.post(form.action, {**form.data, "school": "North"})
        assert again.status == 400
        assert "Somebody else has dealt with this registration meanwhile." in again.words
        assert admin.audits() == ["sign-in", "tenant.add", "registration.approve"]

    def test_what_is_not_there_is_not_found(self, admin: Admin) -> None:
        token = admin.get("/admin/schools").form("/schools").data["csrf_token"]
        assert admin.get("/admin/platforms/7").status == 404
        assert admin.get("/admin/grades/7").status == 404
        for number in (7, 2**31, 10**30):
            for path in ("platforms/{}", "grades/{}", "console/{}"):
                assert admin.get(f"/admin/{path.format(number)}").status == 404
            for path in ("platforms/{}/remove", "platforms/{}/approve", "invites/{}/revoke", "console/{}/items"):
                sent = {"csrf_token": token, "confirmed": "1"}
                assert admin.post(f"/admin/{path.format(number)}", sent).status in (404, 422)
        assert admin.get(f"/admin/grades?platform={10**30}").status == 200


class TestKeys:
    def test_the_next_key_is_set_going_and_not_twice(self, admin: Admin) -> None:
        page = admin.get("/admin/keys")
        assert "Current: signs" in page.words
        form = page.form("/rotate")
        page = admin.post(form.action, form.data)
        assert "The next key signs as soon as it has been published for a day." in page.words
        again = admin.post(form.action, form.data)
        # The waiting key is old enough to sign at once, the one after it is not.
        third = admin.post(form.action, form.data)
        assert {again.status, third.status} == {200, 409}
        assert admin.audits().count("keys.rotate") == 2

    def test_after_a_leak_all_keys_go_but_only_with_a_yes(self, admin: Admin) -> None:
        keys = suite_of(admin.app).keys
        before = {key["kid"] for key in keys.jwks(datetime.now(UTC))["keys"]}
        page = admin.get("/admin/keys")
        (leak,) = (form for form in page.forms if form.data.get("leak"))
        asked = admin.post(leak.action, leak.data)
        assert asked.heading == "Replace all keys now?"
        assert {key["kid"] for key in keys.jwks(datetime.now(UTC))["keys"]} == before
        page = admin.send(asked, "/rotate")
        assert "A new key signs. All earlier ones are gone." in page.words
        after = {key["kid"] for key in keys.jwks(datetime.now(UTC))["keys"]}
        assert not after & before
        assert admin.audits() == ["sign-in", "keys.rotate"]


class TestAudit:
    def test_the_log_is_shown_in_words_and_pages(self, admin: Admin) -> None:
        with admin.database.write() as db:
            for number in range(60):
                db.add(Audit(at=datetime.now(UTC), actor="command", action="invite.create", detail={"invite": number}))
        page = admin.get("/admin/audit")
        assert "Invite made" in page.words
        assert "invite 59" in page.words
        assert "Page 1 of 2" in page.words
        older = admin.get("/admin/audit?page=2")
        assert "Signed in" in older.words

    def test_every_deed_that_the_suite_writes_down_has_words(self) -> None:
        suite = Path(lti_tools.__path__[0])
        sources = [path.read_text("utf-8") for path in suite.rglob("*.py") if suite / "kit" not in path.parents]
        written = {action for source in sources for action in re.findall(r'note\(\w+, \w+, "([a-z.-]+)"', source)}
        assert {"person.erase", "course.erase", "keys.rotate"} <= written
        assert written - ACTIONS.keys() == set()

    @pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "٣", ""])
    def test_any_page_number_gives_a_page(self, admin: Admin, page: str) -> None:
        for path in ("audit", "grades", "invites"):
            assert admin.get(f"/admin/{path}", query_string={"page": page}).status == 200


class TestOverview:
    @pytest.mark.parametrize(
        ("language", "subject", "said"),
        [
            ("ru", "Фоновая работа", "Фоновая работа ещё не запускалась: оценки и списки ждут."),
            ("uz", "Fon ishlari", "Fon ishlari hali ishga tushmagan"),
            ("es", "Trabajo en segundo plano", "Aún no se ha ejecutado nada"),
        ],
    )
    def test_it_says_so_in_the_readers_language(self, admin: Admin, language: str, subject: str, said: str) -> None:
        words = admin.get("/admin/", headers={"Accept-Language": language}).words
        assert subject in words
        assert said in words

    def test_it_says_what_doctor_would(self, admin: Admin) -> None:
        page = admin.get("/admin/")
        assert "Development mode is on." in page.words
        assert "No worker has run yet" in page.words
