import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
from jwt import PyJWK

from lti_tools.errors import RotationUnderWay, SettingInvalid
from lti_tools.lti.key_rules import State
from lti_tools.lti.keys import KeyStore

NOW = datetime(2026, 1, 1, tzinfo=UTC)
"""When the first keys were made."""
DAY = timedelta(days=1)


@pytest.fixture
def store(keys_folder: Path) -> KeyStore:
    return KeyStore(keys_folder)


def verified(token: str, key_set: dict) -> dict:
    kid = jwt.get_unverified_header(token)["kid"]
    found = next(PyJWK(member) for member in key_set["keys"] if member["kid"] == kid)
    return jwt.decode(token, found, algorithms=["RS256"])


def states(store: KeyStore, now: datetime) -> list[State]:
    return [state for _, state in store.states(now)]


def test_the_first_keys_are_one_that_signs_and_one_that_waits(store: KeyStore):
    assert states(store, NOW) == [State.CURRENT, State.NEXT]
    key_set = store.jwks(NOW)
    assert {(member["kty"], member["use"], member["alg"]) for member in key_set["keys"]} == {("RSA", "sig", "RS256")}
    assert verified(store.sign({"iss": "us"}, NOW), key_set) == {"iss": "us"}
    assert not any(private in member for member in key_set["keys"] for private in ("d", "p", "q"))


def test_the_kid_is_the_thumbprint_of_the_key(store: KeyStore):
    from jwcrypto.jwk import JWK

    for member in store.jwks(NOW)["keys"]:
        assert JWK(**member).thumbprint() == member["kid"]
        assert (store.folder / f"{member['kid']}.pem").exists()


def test_every_secret_file_is_for_its_owner_alone(store: KeyStore):
    store.rotate(NOW)
    secrets = [path for path in store.folder.iterdir() if path.suffix in (".pem", ".secret", ".json")]
    assert len(secrets) == 5
    assert {path.stat().st_mode & 0o777 for path in secrets} == {0o600}


def test_first_keys_are_made_once(store: KeyStore):
    before = store.jwks(NOW)
    store.ensure(NOW)
    assert KeyStore(store.folder).jwks(NOW) == before


def test_a_rotation_changes_the_signer_a_day_after_its_key_was_published_and_forgets_the_old_one_later(store: KeyStore):
    first, second = (member["kid"] for member in store.jwks(NOW)["keys"])
    assert store.rotate(NOW).kid == second
    for after, signer, known in [(0, first, True), (1, second, True), (15 - 1e-6, second, True), (15, second, False)]:
        now = NOW + after * DAY
        assert jwt.get_unverified_header(store.sign({}, now))["kid"] == signer
        assert (first in {member["kid"] for member in store.jwks(now)["keys"]}) is known
        assert verified(store.sign({"a": 1}, now), store.jwks(now)) == {"a": 1}


def test_a_rotation_is_refused_while_one_is_to_come(store: KeyStore):
    store.rotate(NOW)
    with pytest.raises(RotationUnderWay):
        store.rotate(NOW + DAY / 2)
    store.rotate(NOW + DAY)


def test_keys_that_are_gone_leave_the_folder_at_the_next_rotation(store: KeyStore):
    first = store.jwks(NOW)["keys"][0]["kid"]
    store.rotate(NOW)
    store.rotate(NOW + 20 * DAY)
    assert not (store.folder / f"{first}.pem").exists()
    assert len(list(store.folder.glob("*.pem"))) == 3


def test_after_a_leak_a_new_key_signs_at_once_and_the_others_are_withdrawn(store: KeyStore):
    before = {member["kid"] for member in store.jwks(NOW)["keys"]}
    store.rotate(NOW)
    store.rotate(NOW, immediately=True)
    after = {member["kid"] for member in store.jwks(NOW)["keys"]}
    assert not before & after
    assert {path.stem for path in store.folder.glob("*.pem")} == after
    assert states(store, NOW) == [State.CURRENT, State.NEXT]
    assert verified(store.sign({"a": 1}, NOW), store.jwks(NOW)) == {"a": 1}


def test_another_process_sees_a_rotation_without_a_restart(store: KeyStore):
    other = KeyStore(store.folder)
    other.sign({}, NOW)
    store.rotate(NOW, immediately=True)
    assert other.jwks(NOW) == store.jwks(NOW)
    assert verified(other.sign({"a": 1}, NOW), store.jwks(NOW)) == {"a": 1}


def test_an_unchanged_folder_is_not_read_again(store: KeyStore):
    store.sign({}, NOW)
    shutil.copy(store.folder / "keys.json", store.folder / "aside.json")
    for path in store.folder.glob("*.pem"):
        path.unlink()
    store.sign({}, NOW)


def test_a_passphrase_encrypts_the_keys_that_are_there_already(store: KeyStore):
    before = store.jwks(NOW)
    sealed = KeyStore(store.folder, "open sesame")
    sealed.ensure(NOW)
    assert all(b"ENCRYPTED" in path.read_bytes() for path in store.folder.glob("*.pem"))
    assert sealed.jwks(NOW) == before
    assert sealed.rotate(NOW).kid in {member["kid"] for member in sealed.jwks(NOW)["keys"]}
    assert all(b"ENCRYPTED" in path.read_bytes() for path in store.folder.glob("*.pem"))
    for wrong in ("", "open barley"):
        with pytest.raises(SettingInvalid, match="LTI_TOOLS_KEYS_PASSPHRASE"):
            KeyStore(store.folder, wrong).sign({}, NOW)


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"keys": [{"kid": 1}]}', '{"keys": [{"kid": "a", "published_at": "x", "signs_from": null}]}'],
)
def test_a_damaged_index_is_said_so(store: KeyStore, text: str):
    (store.folder / "keys.json").write_text(text)
    with pytest.raises(SettingInvalid, match=r"keys\.json"):
        store.sign({}, NOW)


def test_a_missing_or_damaged_key_file_is_said_so(store: KeyStore):
    kid = store.jwks(NOW)["keys"][0]["kid"]
    (store.folder / f"{kid}.pem").write_text("rust")
    with pytest.raises(SettingInvalid, match=kid):
        KeyStore(store.folder).sign({}, NOW)
    (store.folder / f"{kid}.pem").unlink()
    with pytest.raises(SettingInvalid, match=kid):
        KeyStore(store.folder).sign({}, NOW)


def test_without_keys_the_refusal_names_the_command(tmp_path: Path):
    assert KeyStore(tmp_path / "none").jwks(NOW) == {"keys": []}
    with pytest.raises(SettingInvalid, match="lti-tools keys rotate"):
        KeyStore(tmp_path / "none").sign({}, NOW)


def test_processes_that_start_together_come_to_the_same_keys_and_secret(tmp_path: Path):
    code = (
        "import sys, json, datetime, pathlib; from lti_tools.lti.keys import KeyStore\n"
        "now = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC); store = KeyStore(pathlib.Path(sys.argv[1]))\n"
        "store.ensure(now); print(json.dumps([store.jwks(now), store.secret.hex()]))"
    )
    run = [sys.executable, "-c", code, str(tmp_path / "keys")]
    processes = [subprocess.Popen(run, stdout=subprocess.PIPE, env=dict(os.environ)) for _ in range(3)]
    answers = [process.communicate(timeout=60)[0] for process in processes]
    assert len(json.loads(answers[0])[0]["keys"]) == 2
    assert len(set(answers)) == 1


def test_the_master_secret_stays_and_hashes_differ_by_purpose_text_and_folder(store: KeyStore, tmp_path: Path):
    assert store.secret == KeyStore(store.folder).secret
    assert len(store.secret) == 32
    hashes = [store.keyed_hash("erased", "7"), store.keyed_hash("erased", "8"), store.keyed_hash("sign-in", "7")]
    other = KeyStore(tmp_path / "other")
    other.ensure(NOW)
    hashes.append(other.keyed_hash("erased", "7"))
    assert len(set(hashes)) == 4
    assert store.keyed_hash("erased", "7") == hashes[0]


def test_a_short_or_missing_master_secret_is_refused(store: KeyStore):
    (store.folder / "master.secret").write_bytes(b"short")
    with pytest.raises(SettingInvalid, match=r"master\.secret"):
        _ = store.secret
    (store.folder / "master.secret").unlink()
    with pytest.raises(SettingInvalid, match=r"master\.secret"):
        _ = store.secret


def test_keys_of_documents_are_others_and_stay_published_for_ever(store: KeyStore):
    badges = store.beside("badges")
    assert badges is store.beside("badges")
    badges.ensure(NOW)
    first = badges.signing_kid(NOW)
    assert first not in str(store.jwks(NOW))
    assert not (badges.folder / "master.secret").exists()
    badges.rotate(NOW)
    after = NOW + timedelta(days=3650)
    badges.rotate(after)
    assert states(badges, after + DAY)[0] is State.RETIRED
    assert badges.signing_kid(after + DAY) != first
    key_set = badges.jwks(after + DAY)
    assert jwt.get_unverified_header(badges.sign({}, after, kid=first, named="https://x/k"))["kid"] == "https://x/k"
    assert verified(badges.sign({"a": 1}, after + DAY, kid=first), key_set) == {"a": 1}
    assert len(store.jwks(NOW)["keys"]) == 2
