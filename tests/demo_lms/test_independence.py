"""The demo LMS judges the suite, so it stands on nothing of the suite's."""

import ast
from pathlib import Path

import pytest

from lti_tools import demo_lms
from lti_tools.demo_lms.app import create_lms, serve

MODULES = sorted(Path(demo_lms.__path__[0]).rglob("*.py"))


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_it_imports_nothing_of_the_suite(path: Path) -> None:
    assert len(MODULES) > 20
    foreign = {
        name
        for name in imported(path)
        if name.split(".")[0] in ("lti_tools", "tools", "pylti1p3", "sqlalchemy")
        and not name.startswith("lti_tools.demo_lms")
    }
    assert not foreign


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org"])
def test_it_listens_on_loopback_alone(host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        serve("moodle", 0, host)
    with pytest.raises(ValueError, match="loopback"):
        create_lms("moodle", f"http://{host}:8001")


def test_it_answers_to_loopback_names_alone() -> None:
    client = create_lms("moodle", "http://127.0.0.1:8001").test_client()
    assert client.get("/", base_url="http://127.0.0.1:8001").status_code == 200
    assert client.get("/", base_url="http://evil.example:8001").status_code == 400
