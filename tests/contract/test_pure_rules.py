"""Rules import neither the web nor the database."""

import subprocess
import sys

import pytest

from lti_tools.registry import load_tools

PURE = """
import importlib, pkgutil, sys
for name in ("flask", "sqlalchemy", "werkzeug", "requests", "jinja2", "wtforms"):
    sys.modules[name] = None
package = importlib.import_module({package!r})
names = [package.__name__] + [m.name for m in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
for name in names:
    importlib.import_module(name)
ours = [n for n in sys.modules if n.startswith("lti_tools.") and not n.startswith("lti_tools.pure")]
assert not ours, ours
print(len(names))
"""


@pytest.mark.parametrize("package", [*(f"{tool.package}.domain" for tool in load_tools()), "lti_tools.pure"])
def test_rules_need_neither_flask_nor_sqlalchemy(package: str):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PURE.format(package=package)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 1
