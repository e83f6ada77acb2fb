from pathlib import Path

from tests.support.commands import Commands


def test_an_upgrade_makes_the_tables_and_a_second_one_has_nothing_to_do(commands: Commands):
    assert commands.run("db", "status") == 1
    assert commands.run("db", "upgrade") == 0
    assert "Upgraded the tables of lti_tools." in commands.out
    assert commands.run("db", "upgrade") == 0
    assert commands.out == "The database is up to date.\n"
    assert commands.run("db", "status") == 0
    assert "current" in commands.out


def test_the_first_upgrade_of_an_absent_sqlite_file_needs_no_copy(commands: Commands, tmp_path: Path):
    commands.setting("DATABASE_URL", "")
    assert commands.run("db", "status") == 1
    assert "lti-tools db upgrade" in commands.err
    assert commands.run("db", "upgrade") == 0
    assert (tmp_path / "var" / "lti_tools.sqlite3").exists()
    assert not (tmp_path / "var" / "backups").exists()


NEED_TABLES = ("platform list", "platform invite", "tenant add School", "export person --platform 1 --user 1")


def test_commands_before_the_first_upgrade_name_it_and_make_nothing(commands: Commands, tmp_path: Path):
    for words in NEED_TABLES:
        assert commands.run(*words.split()) == 1, words
        assert commands.err.endswith(": lti-tools db upgrade\n"), words
        assert len(commands.err.splitlines()) == 1, words
    assert commands.run("doctor", "--no-network") == 1
    assert "-> Run: lti-tools db upgrade" in commands.out
    assert not (tmp_path / "empty.sqlite3").exists()


def test_an_unknown_command_and_a_bad_setting_are_one_sentence(commands: Commands):
    assert commands.run("dance") == 2
    commands.setting("LTI_TOOLS_THREADS", "many")
    assert commands.run("db", "status") == 2
    assert commands.err.startswith("Error: LTI_TOOLS_THREADS")


def test_a_database_that_is_not_there_is_one_sentence(commands: Commands):
    commands.setting("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    assert commands.run("db", "status") == 1
    assert commands.err.startswith("Error: The database does not answer")
    commands.setting("DATABASE_URL", "what")
    assert commands.run("db", "status") == 2
    assert commands.err.startswith("Error: DATABASE_URL")
