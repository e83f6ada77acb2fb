"""Run every test, say in the last line what was left out. `BROWSER=no` leaves the browser tests out."""

import os
import shutil
import subprocess
import sys

HINT = "Chromium is missing. Install it (Debian: apt-get install -y chromium), or run `make test BROWSER=no`."
PROCESSES = "3"
"""One more than two processors have to do: each now and then waits for a browser, a server or a database."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def has_chromium() -> bool:
    if any(shutil.which(name) for name in NAMES):
        return True
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    subprocess.run(["apt-get", "update", "-q"], check=False)
    subprocess.run(["apt-get", "install", "-y", "-q", "chromium"], check=False)
    return any(shutil.which(name) for name in NAMES)


def main() -> int:
    browser = os.environ.get("BROWSER", "yes") != "no"
    if browser and not has_chromium():
        print(HINT)
        return 1
    chosen = "not deep" if browser else "not deep and not browser"
    code = subprocess.call([sys.executable, "-m", "pytest", "-n", PROCESSES, "-m", chosen, "tests", *sys.argv[1:]])
    if not browser:
        print("Left out because of BROWSER=no: the browser tests.")
    return code


if __name__ == "__main__":
    sys.exit(main())
