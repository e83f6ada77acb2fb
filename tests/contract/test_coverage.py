"""`docs/coverage/` says what is proved where: each named test is there and not skipped, each picture exists."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "coverage"
HEADING = re.compile(r"^# .+: (?P<items>\d+) items$", re.M)
ROW = re.compile(
    r"^\| (?P<item>\d+)\. (?P<name>[^|]+) \| (?P<state>done|open) \| (?P<tests>[^|]+) \| (?P<pictures>[^|]+) \|$", re.M
)


@dataclass(frozen=True)
class Row:
    """One item of one page."""

    page: str
    item: int
    name: str
    state: str
    tests: str
    pictures: str


def rows_of(path: Path) -> list[Row]:
    return [
        Row(path.stem, int(item), name, state, tests, pictures)
        for item, name, state, tests, pictures in ROW.findall(path.read_text("utf-8"))
    ]


PAGES = sorted(FOLDER.glob("*.md"))
ROWS = [row for path in PAGES for row in rows_of(path)]
NAMES = [f"{row.page} {row.item}" for row in ROWS]


@pytest.mark.parametrize("path", PAGES, ids=[path.stem for path in PAGES])
def test_every_numbered_item_has_its_row(path):
    (items,) = HEADING.findall(path.read_text("utf-8"))
    assert [row.item for row in rows_of(path)] == list(range(1, int(items) + 1))


def test_the_first_page_names_every_page():
    linked = re.findall(r"\(coverage/([a-z-]+)\.md\)", (ROOT / "docs" / "coverage.md").read_text("utf-8"))
    assert sorted(linked) == [path.stem for path in PAGES]
    assert {"foundation", "kit"} <= set(linked)


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_a_done_item_names_tests_that_run(row):
    named = re.findall(r"`(tests/[^`]+)`", row.tests)
    assert named or row.state == "open"
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


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_the_pictures_of_an_item_are_there(row):
    for name in re.findall(r"`(docs/[^`]+\.png)`", row.pictures):
        assert (ROOT / name).stat().st_size > 2000, name
