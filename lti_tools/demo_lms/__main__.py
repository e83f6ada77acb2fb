"""`python -m lti_tools.demo_lms --personality moodle --port 8001`: serve until Ctrl-C."""

import argparse
from pathlib import Path

from lti_tools.demo_lms import seed
from lti_tools.demo_lms.app import LOOPBACK, say, serve
from lti_tools.demo_lms.personalities import PERSONALITIES


def main() -> None:
    parser = argparse.ArgumentParser(prog="lti_tools.demo_lms", description="A small, strict LTI 1.3 platform.")
    parser.add_argument("--personality", choices=sorted(PERSONALITIES), default="moodle")
    parser.add_argument("--host", choices=LOOPBACK, default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--seed-file", type=Path, help="people and courses as JSON instead of the built-in ones")
    options = parser.parse_args()
    data = seed.read(options.seed_file) if options.seed_file else None
    server = serve(options.personality, options.port, options.host, seed_data=data)
    say(f"{server.lms.personality.title}: {server.url}")
    try:
        server.wait()
    except KeyboardInterrupt:
        server.stop()


if __name__ == "__main__":
    main()
