from collections.abc import Iterator

import pytest

from lti_tools.store import invites, pending
from lti_tools.store.database import Database, make_engine
from lti_tools.store.platforms import NewClient, store_registration
from lti_tools.store.tables.admin import Audit
from lti_tools.store.tables.schools import KeySet, RegistrationStatus
from tests.integration.registration.platform import json_reply
from tests.integration.registration.test_invites import NOW
from tests.support.commands import Commands
from tests.support.counterpart import counterpart
from tests.support.keys import jwk


@pytest.fixture
def lti(commands: Commands) -> Commands:
    assert commands.run("db", "upgrade") == 0
    return commands


@pytest.fixture
def stored(lti, tmp_path) -> Iterator[Database]:
    from lti_tools.settings import Settings

    database = Database(make_engine(Settings.from_env().database))
    yield database
    database.close()


def by_hand(base, *more):
    return (
        *("platform", "add", "--issuer", base, "--client-id", "abc", "--auth-url", f"{base}/auth"),
        *("--token-url", f"{base}/token", "--jwks-url", f"{base}/jwks", *more),
    )


def test_schools_are_added_and_listed(lti):
    assert lti.run("tenant", "add", "Riverside") == 0
    assert lti.run("tenant", "add", "Riverside") == 1
    assert lti.run("tenant", "add", " ") == 2
    assert lti.run("tenant", "add", "(awaiting approval)") == 2
    assert lti.run("tenant", "list") == 0
    assert lti.out == "Riverside\n"


def test_an_invite_is_an_address_that_is_shown_once(lti, stored):
    assert lti.run("platform", "invite") == 0
    address = lti.out.strip()
    assert address.startswith("http://localhost:8000/lti/register/i/")
    with stored.read() as db:
        (invite,) = invites.list_invites(db)
        assert invites.find_invite(db, address.rsplit("/", 1)[-1]) is invite
        assert [row.action for row in db.query(Audit)] == ["invite.create"]
    assert lti.run("platform", "invites") == 0
    assert "open" in lti.out
    assert "School" in lti.out
    assert address.rsplit("/", 1)[-1] not in lti.out


def test_an_invite_names_its_school_where_there_are_several(lti):
    for name in ("Riverside", "Hillside"):
        lti.run("tenant", "add", name)
    assert lti.run("platform", "invite") == 1
    assert "Hillside, Riverside" in lti.err
    assert lti.run("platform", "invite", "--tenant", "Elsewhere") == 1
    assert "no school called Elsewhere" in lti.err
    assert lti.run("platform", "invite", "--tenant", "Hillside") == 0


def test_an_invite_for_a_tool_that_is_not_there_is_refused(lti):
    assert lti.run("platform", "invite", "--tool", "nothing") == 2


def test_an_invite_is_revoked_once(lti, stored):
    lti.run("platform", "invite")
    assert lti.run("platform", "revoke-invite", "1") == 0
    assert lti.run("platform", "revoke-invite", "1") == 1
    assert lti.run("platform", "revoke-invite", "99") == 1
    lti.run("platform", "invites")
    assert "revoked" in lti.out


def test_a_platform_added_by_hand_is_listed_shown_and_removed(lti, stored):
    lti.setting("LTI_TOOLS_DEVELOPMENT", "1")
    with counterpart() as server:
        server.script = lambda seen: json_reply({"keys": [jwk("k1")]})
        assert lti.run(*by_hand(server.url, "--deployment", "7", "--product", "Moodle", "--name", "Riverside")) == 0
    with stored.read() as db:
        assert db.query(KeySet).one().body["keys"][0]["kid"] == "k1"
    lti.run("platform", "list")
    assert "client abc" in lti.out
    assert "moodle" in lti.out
    assert lti.run("platform", "show", "1") == 0
    assert "deployments          7" in lti.out
    assert "learns deployments   no" in lti.out
    assert lti.run("platform", "remove", "1", "--yes") == 0
    lti.run("platform", "list")
    assert lti.out == ""
    lti.run("platform", "list", "--removed")
    assert "removed" in lti.out


def test_a_platform_whose_keys_cannot_be_read_is_added_with_a_warning(lti):
    lti.setting("LTI_TOOLS_DEVELOPMENT", "1")
    assert lti.run(*by_hand("http://127.0.0.1:1")) == 0
    assert "key set could not be read" in lti.err


def test_a_client_is_added_by_hand_only_once(lti):
    lti.setting("LTI_TOOLS_DEVELOPMENT", "1")
    lti.run(*by_hand("http://127.0.0.1:1"))
    assert lti.run(*by_hand("http://127.0.0.1:1")) == 1
    assert "registered already" in lti.err


def test_addresses_typed_by_hand_have_to_be_https(lti):
    assert lti.run(*by_hand("http://lms.example.org")) == 2
    assert lti.run("platform", "add", "--client-id", "abc") == 2
    assert "--issuer" in lti.err


def test_hosted_canvas_needs_its_client_id_alone(lti):
    assert lti.run("platform", "add", "--canvas-hosted", "--client-id", "10000000000001") == 0
    lti.run("platform", "show", "1")
    assert "https://canvas.instructure.com" in lti.out
    assert "https://sso.canvaslms.com/login/oauth2/token" in lti.out
    assert "learns deployments   yes" in lti.out
    assert lti.run("platform", "add", "--canvas-hosted", "beta", "--client-id", "10000000000001") == 0
    lti.run("platform", "show", "2")
    assert "https://sso.beta.canvaslms.com/api/lti/security/jwks" in lti.out


def test_a_second_entry_without_a_name_leaves_the_platforms_name_as_it_is(lti):
    for number, name in enumerate(("Our Canvas", "", "Canvas of the town")):
        given = ("--name", name) if name else ()
        assert lti.run("platform", "add", "--canvas-hosted", "--client-id", f"{number}", *given) == 0
        lti.run("platform", "show", "1")
        assert f"{name or 'Our Canvas'} (canvas)" in lti.out


def test_what_waits_is_approved_into_a_school(lti, stored):
    client = NewClient(
        issuer="https://lms.example.org",
        jwks_uri="https://lms.example.org/jwks",
        client_id="abc",
        authorization_endpoint="https://lms.example.org/auth",
        token_endpoint="https://lms.example.org/token",
    )
    with stored.write() as db:
        store_registration(db, pending.holding_tenant_id(db, NOW), client, NOW, status=RegistrationStatus.PENDING)
    lti.run("tenant", "add", "Riverside")
    assert lti.run("platform", "approve", "1") == 0
    assert lti.run("platform", "approve", "1") == 1
    lti.run("platform", "show", "1")
    assert "Riverside" in lti.out
    assert "active" in lti.out


@pytest.mark.parametrize("command", ["show", "remove", "approve"])
def test_a_registration_that_is_not_there_is_a_sentence_and_an_exit_code(lti, command):
    assert lti.run("platform", command, "99") == 1
    assert "no registration 99" in lti.err
