"""The project as a wheel, installed into a fresh environment outside the clone that borrows our dependencies."""

import os
import shutil
import site
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGED = ("lti_tools", "tools", "pyproject.toml", "README.md", "LICENSE")


@dataclass(frozen=True)
class Installed:
    """`wheel` is the built file, `python` runs in the environment that holds nothing of the clone."""

    wheel: Path
    python: Path
    folder: Path

    @property
    def command(self) -> Path:
        return self.python.with_name("lti-tools")

    def env(self, **settings: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LTI_TOOLS_", "PYTHON"))}
        return {**kept, **settings}

    def run(self, *arguments: str, **settings: str) -> str:
        """Run `lti-tools` outside the clone; returns what it printed, fails where it fails."""
        done = subprocess.run(
            [self.command, *arguments],
            cwd=self.folder,
            env=self.env(**settings),
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheel")
    wheel = _build(folder)
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    packages = Path(
        sysconfig.get_path("purelib", vars={"base": str(folder / "venv"), "platbase": str(folder / "venv")})
    )
    # A .pth line lends the dependencies; .pth files over there, the clone's editable install, are not followed.
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([*pip, "--disable-pip-version-check", "--quiet"], check=True)
    return Installed(wheel, python, folder)


def _build(folder: Path) -> Path:
    source = folder / "source"
    source.mkdir()
    for name in PACKAGED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(ROOT / name, source / name)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)]
    subprocess.run(build, check=True, capture_output=True, env=dict(os.environ, PYTHONWARNINGS="default"))
    return next(folder.glob("*.whl"))
