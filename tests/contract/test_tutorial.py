"""`docs/adding-a-tool.md`, followed word by word: its files are taken out, installed beside the suite and launched."""

import importlib
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from lti_tools.privacy.erasing import erase_person
from lti_tools.privacy.exporting import export_person
from lti_tools.registry import check_tools, load_tools
from lti_tools.store.base import Base
from lti_tools.store.database import Database, make_engine
from lti_tools.store.migrate import packages_of, upgrade
from lti_tools.store.revise import differences
from tests.support.app import running_app, suite_of
from tests.support.platform import INSTRUCTOR, ForgedPlatform

PAGE = Path(__file__).parents[2] / "docs" / "adding-a-tool.md"
BLOCK = re.compile(r"^```(?:python|html|toml)\n(?:# |\{# )(?P<path>[\w./-]+)(?: #\})?\n(?P<body>.*?)^```$", re.M | re.S)


@pytest.fixture(scope="module")
def mood_check(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tutorial")
    for block in BLOCK.finditer(PAGE.read_text("utf-8")):
        path = folder / block["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block["body"], "utf-8")
    (folder / "mood_check" / "__init__.py").touch()
    sys.path.insert(0, str(folder))
    yield importlib.import_module("mood_check.tool").tool
    sys.path.remove(str(folder))
    Base.metadata.remove(Base.metadata.tables["mood_entry"])
    for name in [name for name in sys.modules if name.startswith("mood_check")]:
        del sys.modules[name]


@pytest.fixture
def app(mood_check, tmp_path, keys_folder):
    url = f"sqlite:///{tmp_path / 'tutorial.sqlite3'}"
    upgrade(url, packages_of((mood_check,)))
    with running_app(url, keys_folder, tools=(mood_check,)) as app:
        yield app


def test_its_files_are_all_there_and_it_fits_beside_the_installed_tools(mood_check):
    check_tools((*load_tools(), mood_check))
    assert packages_of((mood_check,))[-1].versions.is_dir()


def test_a_teacher_sets_it_up_students_answer_and_the_teacher_sees_the_class(app):
    platform = ForgedPlatform(suite_of(app).database, tool="mood-check")
    teacher = app.test_client()
    setup = platform.launch(teacher, sub="teacher", roles=[INSTRUCTOR])
    form = setup.page.form(action="/settings")
    assert teacher.post(form.action, data={**form.data, "title": "How are we?"}).status_code == 303
    assert "Too few answers yet" in teacher.get(f"{setup.path}/mood-check/").text
    for number in range(3):
        student = app.test_client()
        entered = platform.launch(student, sub=f"student-{number}")
        assert "How are you today?" in entered.page.text
        choice = next(one for one in entered.page.forms if ("mood", "lost") in one.fields)
        assert student.post(choice.action, data=choice.data).status_code == 303
        assert student.post(choice.action, data={**choice.data, "mood": "hungry"}).status_code == 409
    shown = teacher.get(f"{setup.path}/mood-check/").text
    assert "lost" in shown
    assert ">3<" in shown
    with suite_of(app).database.single() as db:
        assert db.execute(text("SELECT count(*) FROM lti_grade_wish")).scalar() == 3
        assert db.execute(text("SELECT count(*) FROM lti_event")).scalar() == 3


def test_it_exports_and_forgets_a_person(app):
    suite = suite_of(app)
    platform = ForgedPlatform(suite.database, tool="mood-check")
    teacher = app.test_client()
    form = platform.launch(teacher, sub="teacher", roles=[INSTRUCTOR]).page.form(action="/settings")
    teacher.post(form.action, data={**form.data, "title": "How are we?"})
    student = app.test_client()
    entered = platform.launch(student)
    choice = next(one for one in entered.page.forms if ("mood", "well") in one.fields)
    student.post(choice.action, data=choice.data)
    with suite.database.single() as db:
        person_id = db.execute(text("SELECT person_id FROM mood_entry")).scalar_one()
    assert export_person(suite, person_id)["tools"]["mood-check"]["moods"][0]["mood"] == "well"
    erase_person(suite, person_id, datetime.now(UTC), actor="test")
    with suite.database.single() as db:
        assert db.execute(text("SELECT count(*) FROM mood_entry")).scalar() == 0


def test_its_migration_brings_what_its_models_say(mood_check, tmp_path):
    url = f"sqlite:///{tmp_path / 'drift.sqlite3'}"
    packages = packages_of((mood_check,))
    upgrade(url, packages)
    database = Database(make_engine(url))
    with database.engine.connect() as connection:
        assert differences(connection, packages[-1]) == []
    database.close()
