from datetime import UTC, datetime
from pathlib import Path

from lti_tools.lti.keys import KeyStore
from tests.support.commands import Commands


def test_the_keys_command_shows_and_rotates(commands: Commands, tmp_path: Path):
    assert commands.run("keys", "list") == 1
    assert "lti-tools keys rotate" in commands.err
    assert commands.run("keys", "rotate") == 0
    assert "signs from now on." in commands.out
    assert commands.run("keys", "list") == 0
    assert [line.split()[1] for line in commands.out.splitlines()] == ["current", "next"]
    assert commands.run("keys", "rotate") == 0
    assert "stays published for 14 days more" in commands.out
    assert commands.run("keys", "rotate") == 1
    assert "under way" in commands.err
    old = KeyStore(tmp_path / "keys").jwks(datetime.now(UTC))
    assert commands.run("keys", "rotate", "--now") == 0
    assert "withdrawn" in commands.out
    assert not any(key in KeyStore(tmp_path / "keys").jwks(datetime.now(UTC))["keys"] for key in old["keys"])


def test_the_keys_of_badges_are_shown_and_rotated_by_themselves(commands: Commands, tmp_path: Path):
    assert commands.run("keys", "rotate") == 0
    assert commands.run("keys", "list", "--set", "badges") == 1
    assert "no keys called badges" in commands.err
    assert commands.run("keys", "list", "--set", "..") == 1
    KeyStore(tmp_path / "keys").beside("badges").ensure(datetime.now(UTC))
    assert commands.run("keys", "rotate", "--set", "badges") == 0
    assert "stays published for ever" in commands.out
    assert commands.run("keys", "rotate", "--set", "badges", "--now") == 0
    assert "downloaded again" in commands.out


def test_a_wrong_passphrase_rotates_nothing(commands: Commands, tmp_path: Path):
    commands.setting("LTI_TOOLS_KEYS_PASSPHRASE", "the right one")
    assert commands.run("keys", "rotate") == 0
    before = sorted((path.name, path.read_bytes()) for path in (tmp_path / "keys").iterdir())
    for passphrase in ("a wrong one", ""):
        commands.setting("LTI_TOOLS_KEYS_PASSPHRASE", passphrase)
        assert commands.run("keys", "rotate") == 2
        assert "LTI_TOOLS_KEYS_PASSPHRASE is missing or wrong" in commands.err
    assert sorted((path.name, path.read_bytes()) for path in (tmp_path / "keys").iterdir()) == before
    assert commands.run("keys", "rotate", "--now") == 0, "after a leak nothing of the old ones is needed"
