"""`docs/coverage.md` says what is proved where: each named test is there and not skipped, each picture exists."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "coverage.md"
ROW = re.compile(
    r"^\| (?P<item>\d+)\. (?P<name>[^|]+) \| (?P<state>done|open) \| (?P<tests>[^|]+) \| (?P<pictures>[^|]+) \|$", re.M
)
ROWS = [match.groupdict() for match in ROW.finditer(PAGE.read_text("utf-8"))]
ITEMS = 17


def test_every_numbered_item_has_its_row():
    assert [int(row["item"]) for row in ROWS] == list(range(1, ITEMS + 1))


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_done_item_names_tests_that_run(row):
    named = re.findall(r"`(tests/[^`]+)`", row["tests"])
    assert named or row["state"] == "open"
    for name in named:
        path, _, function = name.partition("::")
        source = (ROOT / path).read_text("utf-8")
        functions = {node.name: node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}
        tests = {title: node for title, node in functions.items() if title.startswith("test_")}
        assert tests, name
        assert not function or function in tests, name
        chosen = [tests[function]] if function else list(tests.values())
        assert not any(
            "skip" in ast.dump(mark) or "xfail" in ast.dump(mark) for one in chosen for mark in one.decorator_list
        )


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_the_pictures_of_an_item_are_there(row):
    for name in re.findall(r"`(docs/[^`]+\.png)`", row["pictures"]):
        assert (ROOT / name).stat().st_size > 2000, name
