"""docs/settings.md tells every setting, its default and its sentence, and no setting that is not there."""

import os
import re
from dataclasses import fields
from pathlib import Path

import pytest

from lti_tools.settings import Settings

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| `([A-Z_]+)` \| (.*?) \| (.*) \|$", re.MULTILINE)
DOCUMENTED = {name: (default, text) for name, default, text in ROW.findall((ROOT / "docs/settings.md").read_text())}
DECLARED = {item.metadata["env"]: item.metadata for item in fields(Settings)}


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_every_setting_has_its_row(name: str):
    default = DECLARED[name]["default"]
    assert DOCUMENTED.get(name) == (f"`{default}`" if default else "empty", DECLARED[name]["doc"]), (
        f"docs/settings.md needs this row:\n| `{name}` | {f'`{default}`' if default else 'empty'} "
        f"| {DECLARED[name]['doc']} |"
    )


def test_no_row_is_left_of_a_setting_that_is_gone():
    assert set(DOCUMENTED) <= set(DECLARED)


def test_the_code_reads_no_setting_that_is_not_declared():
    named = set()
    for path in [*(ROOT / "lti_tools").rglob("*.py"), *(ROOT / "tools").rglob("*.py")]:
        named |= set(re.findall(r"\bLTI_TOOLS_[A-Z_]+\b", path.read_text()))
    assert named <= set(DECLARED)


def test_settings_are_read_from_the_environment_alone_and_defaults_work():
    assert Settings.from_env({}) == Settings.from_env(dict.fromkeys(DECLARED, ""))
    assert "LTI_TOOLS_" not in "".join(name for name in os.environ if name not in DECLARED)
