"""Runs an outside LTI judge against the suite: `make conformance HARNESS=path ARGS="--seed 7"`.

The judge is a program that plays the platform, in a Moodle and a Canvas profile. The suite runs as it would for a
school, with its worker, on a SQLite database of this run's own; the two profiles run side by side.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.support.processes import free_port

PROFILES = ("moodle", "canvas")
LONGEST = 1500
"""Seconds for one profile."""


def environment(folder: Path) -> dict[str, str]:
    port = free_port()
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("LTI_TOOLS_")},
        "DATABASE_URL": "",
        "LTI_TOOLS_DEVELOPMENT": "1",
        "LTI_TOOLS_PUBLIC_URL": f"http://localhost:{port}",
        "LTI_TOOLS_BIND": f"localhost:{port}",
        "LTI_TOOLS_DATA": str(folder / "data"),
        "LTI_TOOLS_KEYS": str(folder / "keys"),
    }


def command(env: Mapping[str, str], *arguments: str) -> str:
    """What `lti-tools` prints."""
    done = subprocess.run([sys.executable, "-m", "lti_tools", *arguments], env=env, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout.strip()


@contextmanager
def suite(env: Mapping[str, str], folder: Path) -> Iterator[None]:
    """The suite's server, up when it answers, ended with the block."""
    with (folder / "suite.log").open("w") as log:
        arguments = [sys.executable, "-m", "lti_tools", "serve"]
        child = subprocess.Popen(arguments, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            await_answer(f"{env['LTI_TOOLS_PUBLIC_URL']}/healthz", child)
            yield
        finally:
            child.terminate()
            child.wait(60)


def await_answer(address: str, child: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if child.poll() is not None:
            raise SystemExit(f"the suite ended with {child.returncode}")
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"{address} does not answer")


def judge(harness: str, profile: str, env: Mapping[str, str], folder: Path, more: list[str]) -> int:
    """Run one profile; print in one piece what did not pass, and the judge's last lines."""
    invites = [command(env, "platform", "invite") for _ in range(2)]
    report = folder / f"{profile}.json"
    arguments = [sys.executable, harness, "--profile", profile, "--marker", "data-launch=", "--json", str(report)]
    arguments += ["--platform-port", str(free_port()), "--key-file", str(folder / f"{profile}.pem")]
    for address in invites:
        arguments += ["--register-url", address]
    done = subprocess.run([*arguments, *more], stdout=subprocess.PIPE, text=True, timeout=LONGEST, cwd=folder)
    lines = done.stdout.splitlines()
    told = [line for line in lines if " PASS " not in line]
    print("\n".join([f"--- {profile}", *told]), flush=True)
    return done.returncode


def main(harness: str, *more: str) -> int:
    path = Path(harness).resolve()
    if not path.is_file():
        print(f"There is no judge at {path}.")
        return 2
    with tempfile.TemporaryDirectory(prefix="lti-tools-conformance-") as name:
        folder = Path(name)
        env = environment(folder)
        command(env, "db", "upgrade")
        with suite(env, folder), ThreadPoolExecutor(len(PROFILES)) as pool:
            codes = list(pool.map(lambda profile: judge(str(path), profile, env, folder, list(more)), PROFILES))
        crashes = (folder / "suite.log").read_text().count('"event": "crash"')
    print(f"--- crashes in the suite's log: {crashes}")
    return 1 if any(codes) or crashes else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
