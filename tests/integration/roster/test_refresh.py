import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lti_tools import roster
from lti_tools.lti.http import Http
from lti_tools.lti.roles import Role
from lti_tools.lti.tokens import Tokens
from lti_tools.roster_refresh import Clerk, refresh_due_rosters
from lti_tools.store import rosters
from lti_tools.store.erased import erased_hash, remember_erased
from lti_tools.store.tables.people import ContextService, Membership, Person
from lti_tools.store.tables.schools import Registration, RegistrationStatus
from tests.support.counterpart import Counterpart, Reply, Seen, counterpart
from tests.support.school import NOW, add_person, make_school

HOUR = timedelta(hours=1)
TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
SUITE_KEY = "client-North"


class ScriptedLms:
    """Token endpoint, roster and groups; `members` and `status` are what a test sets."""

    def __init__(self, server: Counterpart) -> None:
        self.base, self.server = server.url, server
        self.members: list[dict[str, object]] = []
        self.per_page = 1000
        self.status = 200
        self.pages: dict[str, object] = {}
        server.script = self.answer

    def answer(self, seen: Seen) -> Reply | None:
        path, _, query = seen.path.partition("?")
        if path == "/token":
            return reply({"access_token": "t", "expires_in": 3600})
        if path in self.pages:
            return reply(self.pages[path])
        if self.status != 200:
            return Reply(self.status)
        start = int(query.removeprefix("from=") or 0) if query.startswith("from=") else 0
        end = start + self.per_page
        headers = {"Content-Type": TYPE}
        if end < len(self.members):
            headers["Link"] = f'<{self.base}/members?from={end}>; rel="next"'
        return reply({"members": self.members[start:end]}, headers)

    def calls(self) -> int:
        return sum(seen.path.startswith("/members") for seen in self.server.seen)


def reply(value: object, headers: dict[str, str] | None = None) -> Reply:
    return Reply(200, json.dumps(value).encode(), headers or {"Content-Type": "application/json"})


def member(sub: str, role: str = "Learner", **more: object) -> dict[str, object]:
    return {"user_id": sub, "roles": [role], "name": sub.title(), **more}


@pytest.fixture
def lms() -> Iterator[ScriptedLms]:
    with counterpart() as server:
        yield ScriptedLms(server)


@pytest.fixture
def http() -> Iterator[Http]:
    http = Http(development=True)
    yield http
    http.close()


@pytest.fixture
def clerk(database, http) -> Clerk:
    tokens = Tokens(http, lambda claims, now: "signed", lambda: NOW)
    return Clerk(database, http, tokens, lambda purpose, text: f"{purpose}:{text}")


@pytest.fixture
def school(database, lms):
    with database.write() as db:
        school = make_school(db, base=lms.base)
        db.execute(update(ContextService).values(memberships_url=f"{lms.base}/members", roster_due_at=NOW))
    return school


def by_sub(database):
    with database.read() as db:
        query = select(Person.sub, Membership).join(Membership, Membership.person_id == Person.id)
        return {row.sub: row.Membership for row in db.execute(query)}


def service(database):
    with database.read() as db:
        return db.scalars(select(ContextService)).one()


def size(database, school):
    with database.read() as db:
        return roster.roster_size(db, school.context_id)


def test_a_roster_makes_people_and_memberships_over_all_pages(clerk, database, lms, school):
    lms.members, lms.per_page = [member(f"s{n}") for n in range(25)] + [member("t1", "Instructor")], 10
    assert refresh_due_rosters(clerk, NOW) == 1
    assert lms.calls() == 3
    with database.read() as db:
        found = roster.members(db, school.context_id)
        assert len(found) == 26
        assert all(one.active and not one.launched for one in found)
        assert [one.name for one in found if one.role is Role.INSTRUCTOR] == ["T1"]
        assert len(roster.learners(db, school.context_id)) == 25
        assert roster.roster_size(db, school.context_id) == 25


def test_no_roster_yet_means_that_the_number_is_unknown(clerk, database, lms, school):
    with database.write() as db:
        add_person(db, school, "s1", launched=Role.LEARNER)
    assert size(database, school) is None
    lms.members = [member("s1"), member("s2")]
    refresh_due_rosters(clerk, NOW)
    assert size(database, school) == 2


def test_an_empty_roster_is_a_number(clerk, database, lms, school):
    refresh_due_rosters(clerk, NOW)
    assert size(database, school) == 0


def test_the_latest_launch_beats_the_roster(clerk, database, lms, school):
    with database.write() as db:
        add_person(db, school, "ta", launched=Role.ASSISTANT, roster="")
    lms.members = [member("ta"), member("s1")]
    refresh_due_rosters(clerk, NOW)
    assert by_sub(database)["ta"].roster_role == Role.LEARNER
    assert roster.effective_role(by_sub(database)["ta"]) is Role.ASSISTANT
    assert size(database, school) == 1


def test_whoever_is_missing_afterwards_is_inactive_and_still_there(clerk, database, lms, school):
    lms.members = [member("s1"), member("s2")]
    refresh_due_rosters(clerk, NOW)
    lms.members = [member("s2")]
    refresh_due_rosters(clerk, NOW + 7 * HOUR)
    assert {sub: row.active for sub, row in by_sub(database).items()} == {"s1": False, "s2": True}
    assert size(database, school) == 1
    lms.members = [member("s1"), member("s2")]
    refresh_due_rosters(clerk, NOW + 14 * HOUR)
    assert size(database, school) == 2


def test_inactive_members_are_marked_and_deleted_ones_are_not_made_known(clerk, database, lms, school):
    lms.members = [member("s1", status="Inactive"), member("s2", status="Deleted"), member("s3")]
    refresh_due_rosters(clerk, NOW)
    assert {sub: row.active for sub, row in by_sub(database).items()} == {"s1": False, "s3": True}
    lms.members[2]["status"] = "Deleted"
    refresh_due_rosters(clerk, NOW + 7 * HOUR)
    assert not by_sub(database)["s3"].active


def test_names_of_the_roster_are_kept_and_never_emptied(clerk, database, lms, school):
    lms.members = [member("s1", email="s1@example.org")]
    refresh_due_rosters(clerk, NOW)
    lms.members = [{"user_id": "s1", "roles": ["Learner"], "name": "Ana Maria"}]
    refresh_due_rosters(clerk, NOW + 7 * HOUR)
    with database.read() as db:
        person = db.scalars(select(Person)).one()
        assert (person.name, person.email) == ("Ana Maria", "s1@example.org")


def test_an_erased_person_is_not_brought_back_by_the_roster(clerk, database, lms, school):
    with database.write() as db:
        remember_erased(db, school.platform_id, erased_hash(clerk.keyed_hash, school.platform_id, "s1"), NOW)
    lms.members = [member("s1"), member("s2")]
    refresh_due_rosters(clerk, NOW)
    assert set(by_sub(database)) == {"s2"}


def test_an_erased_person_who_launched_again_is_a_member_again(clerk, database, lms, school):
    with database.write() as db:
        remember_erased(db, school.platform_id, erased_hash(clerk.keyed_hash, school.platform_id, "s1"), NOW)
        add_person(db, school, "s1", launched=Role.LEARNER, roster="")
    lms.members = [member("s1")]
    refresh_due_rosters(clerk, NOW)
    assert by_sub(database)["s1"].roster_role == Role.LEARNER


def test_a_tombstone_is_nobody(clerk, database, lms, school):
    with database.write() as db:
        person_id = add_person(db, school, "hash-of-s1", launched=Role.LEARNER)
        db.get_one(Person, person_id).erased_at = NOW
    refresh_due_rosters(clerk, NOW)
    with database.read() as db:
        assert roster.members(db, school.context_id) == []
    assert by_sub(database)["hash-of-s1"].active


def test_a_roster_is_fetched_again_after_six_hours_and_not_before(clerk, lms, school):
    assert refresh_due_rosters(clerk, NOW) == 1
    assert refresh_due_rosters(clerk, NOW + 5 * HOUR) == 0
    assert refresh_due_rosters(clerk, NOW + 6 * HOUR) == 1


def test_a_course_that_nobody_opens_rests(clerk, database, lms, school):
    refresh_due_rosters(clerk, NOW)
    late = NOW + timedelta(days=15)
    assert refresh_due_rosters(clerk, late) == 0
    assert service(database).roster_due_at is None
    with database.write() as db:
        assert rosters.request_refresh(db, school.context_id, late)
    assert refresh_due_rosters(clerk, late) == 1


def test_a_refresh_is_made_on_demand_but_not_twice_at_once(clerk, database, lms, school):
    refresh_due_rosters(clerk, NOW)
    soon = NOW + timedelta(seconds=1)
    with database.write() as db:
        assert roster.request_refresh(db, school.context_id, soon)
    assert refresh_due_rosters(clerk, soon) == 0
    assert refresh_due_rosters(clerk, soon + rosters.SOONEST) == 1


def test_where_the_lms_offers_no_roster_none_can_be_asked_for(clerk, database, school):
    with database.write() as db:
        db.execute(update(ContextService).values(memberships_url=""))
        assert not roster.request_refresh(db, school.context_id, NOW)
    assert refresh_due_rosters(clerk, NOW) == 0
    assert service(database).roster_due_at is None


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_a_roster_that_does_not_come_leaves_everybody_and_is_asked_for_ever_later(clerk, database, lms, school, status):
    lms.members = [member("s1")]
    refresh_due_rosters(clerk, NOW)
    lms.status = status
    at = NOW + 6 * HOUR
    waits = []
    for _ in range(3):
        assert refresh_due_rosters(clerk, at) == 1
        waits.append(service(database).roster_due_at - at)
        at = service(database).roster_due_at
    assert waits == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert service(database).roster_error == "service-refused"
    assert by_sub(database)["s1"].active
    lms.status = 200
    refresh_due_rosters(clerk, at)
    assert (service(database).roster_error, service(database).roster_tries) == ("", 0)


@pytest.mark.parametrize("answer", [{}, {"members": 1}, [], "text", None])
def test_an_answer_that_is_no_roster_empties_no_course(clerk, database, lms, school, answer):
    lms.members = [member("s1")]
    refresh_due_rosters(clerk, NOW)
    lms.pages["/members"] = answer
    refresh_due_rosters(clerk, NOW + 6 * HOUR)
    assert by_sub(database)["s1"].active
    assert service(database).roster_error == "answer-invalid"


def test_the_wait_never_grows_beyond_six_hours(clerk, database, lms, school):
    with database.write() as db:
        db.execute(update(ContextService).values(roster_tries=30))
    lms.status = 500
    refresh_due_rosters(clerk, NOW)
    assert service(database).roster_due_at == NOW + 6 * HOUR


def test_two_workers_fetch_a_roster_once(clerk, database, lms, school):
    with database.write() as db:
        assert rosters.claim_due(db, NOW)
    with database.write() as db:
        assert rosters.claim_due(db, NOW) is None
    with database.write() as db:
        assert rosters.claim_due(db, NOW + rosters.LEASE)


def test_a_worker_that_lost_its_lease_writes_nothing(clerk, database, lms, school):
    with database.write() as db:
        lost = rosters.claim_due(db, NOW)
    with database.write() as db:
        held = rosters.claim_due(db, NOW + rosters.LEASE)
    with database.write() as db:
        assert not rosters.fetched(db, lost, NOW)
        rosters.failed(db, lost, "unreachable", NOW)
    with database.write() as db:
        assert rosters.fetched(db, held, NOW + rosters.LEASE)
    assert service(database).roster_error == ""


def test_a_removed_registration_fetches_nothing(clerk, database, lms, school):
    with database.write() as db:
        db.execute(update(Registration).values(status=RegistrationStatus.REMOVED))
        assert not rosters.request_refresh(db, school.context_id, NOW)
    assert refresh_due_rosters(clerk, NOW) == 0


def test_one_fetch_serves_both_registrations_of_a_course(clerk, database, lms, school):
    with database.write() as db:
        first = db.get_one(Registration, school.registration_id)
        names = ("platform_id", "issuer", "authorization_endpoint", "token_endpoint", "created_at", "updated_at")
        second = Registration(client_id="other", tool="x", **{name: getattr(first, name) for name in names})
        db.add(second)
        db.flush()
        told = db.scalars(select(ContextService)).one()
        db.add(
            ContextService(
                context_id=school.context_id,
                registration_id=second.id,
                deployment_id=told.deployment_id,
                memberships_url=told.memberships_url,
                seen_at=NOW,
                roster_due_at=NOW,
            )
        )
    assert refresh_due_rosters(clerk, NOW) == 1
    assert lms.calls() == 1


def test_a_course_of_two_thousand_is_written(clerk, database, lms, school):
    lms.members = [member(f"s{n}") for n in range(2000)]
    refresh_due_rosters(clerk, NOW)
    lms.members = lms.members[:1000]
    refresh_due_rosters(clerk, NOW + 7 * HOUR)
    assert size(database, school) == 1000


def groups_by_name(database, school):
    with database.read() as db:
        subs = {row.id: row.sub for row in db.scalars(select(Person))}
        return {
            (group.set_name, group.name): {subs[one] for one in group.member_ids}
            for group in roster.groups(db, school.context_id)
        }


def test_groups_of_the_course_groups_service_are_stored_with_their_sets(clerk, database, lms, school):
    with database.write() as db:
        db.execute(update(ContextService).values(groups_url=f"{lms.base}/groups", group_sets_url=f"{lms.base}/sets"))
    lms.members = [member("s1", group_enrollments=[{"group_id": "1"}]), member("s2")]
    lms.pages["/groups"] = {"groups": [{"id": 1, "name": "Red", "set_id": "7"}, {"id": 2, "name": "Blue"}]}
    lms.pages["/sets"] = {"sets": [{"id": "7", "name": "Teams"}]}
    refresh_due_rosters(clerk, NOW)
    assert groups_by_name(database, school) == {("Teams", "Red"): {"s1"}}
    assert "/members?groups=true" in [seen.path for seen in lms.server.seen]


def test_canvas_groups_are_looked_up_one_by_one_and_hold_members_of_this_course_alone(clerk, database, lms):
    with database.write() as db:
        school = make_school(db, base=lms.base, product="canvas")
        values = {"memberships_url": f"{lms.base}/members", "group_ids": ["4", "5"], "roster_due_at": NOW}
        db.execute(update(ContextService).values(**values))
    lms.members = [member("s1"), member("s2")]
    red = {"context": {"title": "Red"}, "members": [member("s1"), member("stranger")]}
    foreign = {"context": {"title": "Elsewhere"}, "members": [member("stranger")]}
    lms.pages |= {"/api/lti/groups/4/names_and_roles": red, "/api/lti/groups/5/names_and_roles": foreign}
    refresh_due_rosters(clerk, NOW)
    assert groups_by_name(database, school) == {("", "Red"): {"s1"}}
    assert set(by_sub(database)) == {"s1", "s2"}


def test_a_group_that_is_gone_goes_and_members_follow_the_lms(clerk, database, lms, school):
    with database.write() as db:
        db.execute(update(ContextService).values(groups_url=f"{lms.base}/groups"))
    lms.members = [member("s1", group_enrollments=[{"group_id": "1"}, {"group_id": "2"}]), member("s2")]
    lms.pages["/groups"] = {"groups": [{"id": "1", "name": "Red"}, {"id": "2", "name": "Blue"}]}
    refresh_due_rosters(clerk, NOW)
    lms.members = [member("s1"), member("s2", group_enrollments=[{"group_id": "1"}])]
    lms.pages["/groups"] = {"groups": [{"id": "1", "name": "Red team"}]}
    refresh_due_rosters(clerk, NOW + 7 * HOUR)
    assert groups_by_name(database, school) == {("", "Red team"): {"s2"}}


def test_trouble_with_groups_costs_nobody_the_roster(clerk, database, lms, school):
    with database.write() as db:
        db.execute(update(ContextService).values(groups_url=f"{lms.base}/groups"))
    lms.members = [member("s1")]
    lms.pages["/groups"] = {"no": "groups"}
    refresh_due_rosters(clerk, NOW)
    assert size(database, school) == 1


def test_no_transaction_is_open_while_the_lms_is_asked(clerk, database, lms, school):
    checked = []

    def answer(seen):
        if seen.path.startswith("/members"):
            with database.write() as db:  # SQLite: waits for 20 s if another transaction were writing
                checked.append(db.scalar(select(ContextService.roster_lease_until)) is not None)
        return lms.answer(seen)

    lms.server.script = answer
    refresh_due_rosters(clerk, NOW)
    assert checked == [True]


def test_the_clerk_asks_with_the_registrations_client(clerk, database, lms, school):
    claims = []
    tokens = Tokens(clerk.http, lambda said, now: claims.append(said) or "signed", lambda: NOW)
    refresh_due_rosters(replace(clerk, tokens=tokens), NOW)
    assert [said["iss"] for said in claims] == [SUITE_KEY]
