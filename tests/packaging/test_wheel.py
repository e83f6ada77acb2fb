"""The installed wheel works where the clone is not."""

import json
import re
import subprocess
import urllib.request
import zipfile
from pathlib import Path

import pytest

from lti_tools.demo.school import DemoPerson
from lti_tools.registry import load_tools
from tests.packaging.conftest import PACKAGED, ROOT, Installed
from tests.support.processes import Child, free_port

SPANISH_STUDENT = 22


def test_the_wheel_holds_every_file_of_the_packages(installed: Installed):
    with zipfile.ZipFile(installed.wheel) as archive:
        held = set(archive.namelist())
    folders = [ROOT / name for name in PACKAGED if (ROOT / name).is_dir()]
    expected = {
        str(path.relative_to(ROOT))
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }
    assert expected - held == set()
    assert not any(name.startswith(("tests/", "benchmarks/", "keys/", "var/")) for name in held)


def test_nothing_of_the_clone_is_imported(installed: Installed):
    code = "import lti_tools, tools.co_curriculum as t; print(lti_tools.__path__[0], t.__path__[0])"
    answer = subprocess.run(
        [installed.python, "-c", code], cwd=installed.folder, env=installed.env(), capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stderr
    assert all(Path(found).is_relative_to(installed.folder) for found in answer.stdout.split())


def test_the_installed_tools_are_those_of_the_clone(installed: Installed):
    code = "from lti_tools.registry import load_tools; print(*[tool.slug for tool in load_tools()])"
    answer = subprocess.check_output(
        [installed.python, "-c", code], cwd=installed.folder, env=installed.env(), text=True
    )
    assert answer.split() == [tool.slug for tool in load_tools()]


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    port = free_port()
    return {
        "LTI_TOOLS_DATA": str(tmp_path / "data"),
        "LTI_TOOLS_KEYS": str(tmp_path / "keys"),
        "LTI_TOOLS_BIND": f"127.0.0.1:{port}",
        "LTI_TOOLS_PUBLIC_URL": f"http://localhost:{port}",
        "LTI_TOOLS_DEVELOPMENT": "1",
    }


def test_the_installed_suite_upgrades_its_database_and_serves(installed: Installed, settings: dict[str, str]):
    assert "lti-tools, version" in installed.run("--version")
    installed.run("db", "upgrade", **settings)
    base = f"http://{settings['LTI_TOOLS_BIND']}"
    with Child(["serve"], installed.env(**settings), program=installed.command, cwd=installed.folder) as child:
        child.read_until("Serving")
        with urllib.request.urlopen(f"{base}/healthz", timeout=20) as answer:
            assert json.load(answer) == {"status": "ok"}
        with urllib.request.urlopen(f"{base}/readyz", timeout=20) as answer:
            assert json.load(answer)["missing"] == []
        child.terminate()
        assert child.wait() == 0


def test_a_launch_into_the_installed_suite_shows_a_translated_page(installed: Installed, tmp_path: Path):
    arguments = ["demo", "--only", "quests", "--data", str(tmp_path / "demo")]
    with Child(arguments, installed.env(), program=installed.command, cwd=installed.folder) as child:
        lms = re.findall(r"(http://\S+)/", child.read_until("Ctrl-C ends"))[0]
        student = DemoPerson(lms, SPANISH_STUDENT)
        [quests] = student.activities()
        page = quests.open(student)
        student.close()
        assert '<html lang="es"' in page.text
        assert "Ir al contenido" in page.text
        child.terminate()
        assert child.wait(60) == 0
