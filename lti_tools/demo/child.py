"""`python -m lti_tools.demo.child MODULE ...`: runs a module until it ends or the demo does, however that ends.

The demo holds the other end of our standard input; when it is gone, even by kill -9, reading comes to an end.
"""

import os
import runpy
import signal
import sys
import threading


def end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    threading.Thread(target=end_with_parent, name="parent", daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
